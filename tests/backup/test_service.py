"""Copies by themselves: when they are due, only as many as may be, and never without room."""

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.backup.keeping import all_kept
from app.backup.service import Backups
from app.db.backup import BackupFailed
from app.db.contents import contents, read_file
from app.db.duck import DuckDatabase
from tests.clocks import TurnableClock
from tests.studio import Studio

HUGE = 1 << 60


@pytest.fixture
def backups(database: DuckDatabase, tmp_path: Path, clock: TurnableClock) -> Backups:
    folder = tmp_path / "backups"
    folder.mkdir()
    six_hours = timedelta(hours=6)
    return Backups(database, folder, clock, six_hours, keep=3, max_bytes=HUGE, keep_free=0)


def ages(backups: Backups) -> list[float]:
    """Of all copies, in hours."""
    now = backups.clock()
    return [(now - each.made_at) / timedelta(hours=1) for each in all_kept(backups.folder)]


def test_one_is_made_at_once_and_then_every_six_hours(
    backups: Backups, clock: TurnableClock
) -> None:
    backups.make_if_due()
    assert ages(backups) == [0]
    clock.turn(hours=5, minutes=59)
    backups.make_if_due()
    assert len(ages(backups)) == 1
    clock.turn(minutes=1)
    backups.make_if_due()
    backups.make_if_due()
    assert ages(backups) == [0, 6]


def test_a_restart_neither_adds_one_nor_puts_one_off(
    backups: Backups, clock: TurnableClock
) -> None:
    backups.make_if_due()
    clock.turn(hours=4)
    restarted = replace(backups)
    restarted.make_if_due()
    assert ages(backups) == [4]
    clock.turn(hours=2)
    restarted.make_if_due()
    assert ages(backups) == [0, 6]


def test_a_clock_that_was_wrong_once_does_not_stop_them(
    backups: Backups, clock: TurnableClock
) -> None:
    clock.turn(days=365)
    backups.make_if_due()
    clock.turn(days=-365)
    backups.make_if_due()
    assert 0 in ages(backups)


def test_the_newest_are_kept(backups: Backups, clock: TurnableClock) -> None:
    for _ in range(5):
        backups.make_if_due()
        clock.turn(hours=6)
    assert ages(backups) == [6, 12, 18]


def test_together_they_stay_below_the_cap_but_for_the_newest(
    backups: Backups, clock: TurnableClock
) -> None:
    backups.make_if_due()
    size = all_kept(backups.folder)[0].bytes
    for cap, left in ((2 * size, [0, 6]), (size, [0]), (1, [0])):
        clock.turn(hours=6)
        replace(backups, max_bytes=cap).make_if_due()
        assert ages(backups) == left


def test_each_holds_what_the_database_held(backups: Backups) -> None:
    backups.make_if_due()
    [copy] = all_kept(backups.folder)
    assert read_file(copy.path, contents) == backups.db.read_now(contents)


def test_without_room_none_is_made_and_it_is_told(
    backups: Backups, clock: TurnableClock, caplog: pytest.LogCaptureFixture
) -> None:
    backups.make_if_due()
    clock.turn(hours=6)
    starved = replace(backups, keep_free=HUGE)
    starved.make_if_due()
    assert ages(backups) == [6]
    assert "no backup was made" in caplog.text
    with pytest.raises(BackupFailed, match="bytes left"):
        starved.copy_to(starved.folder / "requested.duckdb")
    backups.make_if_due()
    assert ages(backups) == [0, 6]


def test_one_that_does_not_open_replaces_nothing_and_is_told(
    backups: Backups,
    clock: TurnableClock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    for _ in range(3):
        backups.make_if_due()
        clock.turn(hours=6)
    with monkeypatch.context() as broken:
        broken.setattr("sys.executable", "/bin/false")
        backups.make_if_due()
    assert ages(backups) == [6, 12, 18]
    assert len(list(backups.folder.iterdir())) == 3
    assert "no backup was made" in caplog.text


def test_what_was_killed_half_way_is_cleared_at_the_start(backups: Backups) -> None:
    (backups.folder / "allucanget-20261121T120000Z.duckdb.unfinished").touch()
    backups.tidy()
    assert list(backups.folder.iterdir()) == []


async def test_a_server_makes_them_by_itself_where_it_is_told_to(
    studio: Studio, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    ada = await studio.person()
    elsewhere = tmp_path / "elsewhere"
    left_over = elsewhere / "allucanget-20261121T000000Z.duckdb.unfinished"
    elsewhere.mkdir()
    left_over.touch()
    await studio.restart(backup_dir=elsewhere, backup_every=0.05, backup_keep=2)
    assert not left_over.exists()
    for _ in range(4):
        studio.turn(minutes=1)
        here = elsewhere / f"allucanget-{studio.clock():%Y%m%dT%H%M%S}Z.duckdb"
        await studio.until(here.exists)
    await studio.until(lambda: len(list(elsewhere.iterdir())) == 2)
    await studio.stop()
    kept = all_kept(elsewhere)
    assert kept[0].made_at == studio.clock()
    users = read_file(kept[0].path, lambda tx: tx.rows("SELECT email FROM users"))
    assert users == [{"email": ada.user["email"]}]
    assert all_kept(studio.data_dir / "backups") == []


async def test_zero_makes_none(studio: Studio) -> None:
    await studio.restart(backup_every=0)
    names = {task.get_name() for task in asyncio.all_tasks()}
    assert "backup" not in names
    await studio.restart(backup_every=3600)
    assert "backup" in {task.get_name() for task in asyncio.all_tasks()}
