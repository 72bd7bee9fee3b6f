"""A full disk: a true answer to every write, reads that go on, and no repair by hand."""

import asyncio
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import duckdb
import pytest

from app.db import DatabaseDown, Tx
from app.db.duck import DuckDatabase
from app.errors import DiskFull
from tests.db import bank
from tests.db.conftest import Gate, opened, wait_until
from tests.db.small_disk import SmallDisk, limited, mounted

PAGE = 20_000  # characters of a note; what they are is too random to compress


@pytest.fixture(params=[mounted, limited])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SmallDisk]:
    place: Callable[[Path], AbstractContextManager[SmallDisk]] = request.param
    folder = tmp_path / "disk"
    folder.mkdir()
    with place(folder) as disk:
        yield disk


@pytest.fixture
def db(disk: SmallDisk, monkeypatch: pytest.MonkeyPatch) -> Iterator[DuckDatabase]:
    monkeypatch.setattr("app.db.duck.REOPEN_EVERY", 0.05)
    with opened(disk.folder / "bank.duckdb") as database:
        database.write_now(bank.found)
        yield database


async def write_until(db: DuckDatabase, error: type[Exception], first: int = 0) -> list[int]:
    """The numbers of the notes that were acknowledged before `error` was raised."""
    kept: list[int] = []
    with pytest.raises(error):
        for number in range(first, first + 1000):
            kept.append(await db.write(_long_note, number))
    return kept


async def test_a_write_that_finds_no_room_is_undone_and_reads_go_on(
    disk: SmallDisk, db: DuckDatabase
) -> None:
    disk.fill()
    kept = await write_until(db, DiskFull)
    assert db.up
    assert await db.read(bank.notes) == kept
    with pytest.raises(DiskFull):
        await db.write(_long_note, 5000)
    assert await db.read(bank.notes) == kept

    disk.free()
    kept.append(await db.write(_long_note, 5001))
    db.close()
    with opened(disk.folder / "bank.duckdb") as again:
        assert again.read_now(bank.notes) == kept


async def test_a_group_that_finds_no_room_is_told_one_by_one(
    disk: SmallDisk, db: DuckDatabase
) -> None:
    disk.fill()
    answers = await asyncio.gather(
        *(db.write(_long_note, number) for number in range(100)), return_exceptions=True
    )
    kept = [answer for answer in answers if isinstance(answer, int)]
    assert {type(answer) for answer in answers} == {int, DiskFull}
    assert await db.read(bank.notes) == kept
    disk.free()
    db.close()
    with opened(disk.folder / "bank.duckdb") as again:
        assert again.read_now(bank.notes) == kept


async def test_after_a_checkpoint_without_room_it_reopens_by_itself(
    disk: SmallDisk, db: DuckDatabase
) -> None:
    kept = [await db.write(_long_note, number) for number in range(30)]
    disk.fill()
    with pytest.raises(DatabaseDown):
        await asyncio.to_thread(db.checkpoint)
    await asyncio.to_thread(wait_until, lambda: db.up)
    assert await db.read(bank.notes) == kept

    disk.free()
    kept.append(await db.write(_long_note, 5000))
    await asyncio.to_thread(db.checkpoint)
    assert await db.read(bank.notes) == kept
    db.close()
    with opened(disk.folder / "bank.duckdb") as again:
        assert again.read_now(bank.notes) == kept


async def test_while_it_cannot_be_reopened_everything_is_refused_at_once(
    disk: SmallDisk, db: DuckDatabase, caplog: pytest.LogCaptureFixture
) -> None:
    kept = [await db.write(_long_note, number) for number in range(30)]
    with _file_taken_away(disk.folder):
        disk.fill()
        with pytest.raises(DatabaseDown):
            await asyncio.to_thread(db.checkpoint)
        await asyncio.to_thread(wait_until, lambda: "cannot reopen" in caplog.text)
        assert not db.up
        for _ in range(3):
            begun = time.monotonic()
            with pytest.raises(DatabaseDown) as refused:
                await db.read(bank.notes)
            assert refused.value.status == 503
            with pytest.raises(DatabaseDown):
                await db.write(bank.note, 1)
            with pytest.raises(DatabaseDown):
                db.read_now(bank.notes)
            assert time.monotonic() - begun < 1
        disk.free()
    await asyncio.to_thread(wait_until, lambda: db.up)
    assert await db.read(bank.notes) == kept
    kept.append(await db.write(_long_note, 5000))
    assert await db.read(bank.notes) == kept


async def test_a_checkpoint_that_fails_fails_no_write(
    disk: SmallDisk, db: DuckDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DuckDB's own checkpoint, inside a COMMIT, fails a change that is already on disk."""
    monkeypatch.setattr("app.db.duck.CHECKPOINT_AFTER", 600_000)
    db.close()
    with opened(disk.folder / "bank.duckdb") as db:
        disk.fill()
        kept = await write_until(db, DatabaseDown)
        assert kept
        await asyncio.to_thread(wait_until, lambda: db.up)
        assert await db.read(bank.notes) == kept


async def test_it_may_be_closed_while_down(disk: SmallDisk, db: DuckDatabase) -> None:
    kept = [await db.write(_long_note, number) for number in range(30)]
    with _file_taken_away(disk.folder):
        disk.fill()
        with pytest.raises(DatabaseDown):
            await asyncio.to_thread(db.checkpoint)
        await asyncio.wait_for(asyncio.to_thread(db.close), 20)
    disk.free()
    with opened(disk.folder / "bank.duckdb") as again:
        assert again.read_now(bank.notes) == kept


async def test_writes_that_wait_when_it_goes_down_are_refused(
    disk: SmallDisk, db: DuckDatabase, gate: Gate
) -> None:
    kept = [await db.write(_long_note, number) for number in range(30)]
    disk.fill()

    def folds(tx: Tx) -> None:
        gate.wait(tx)
        tx.run("CHECKPOINT")

    folding = asyncio.create_task(db.write(folds))
    await asyncio.to_thread(gate.wait_until_reached)
    waiting = [asyncio.create_task(db.write(bank.note, number)) for number in range(100, 700)]
    await asyncio.sleep(0)
    gate.open()
    with pytest.raises(DatabaseDown):
        await folding
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert {type(answer) for answer in answers} == {DatabaseDown}
    await asyncio.to_thread(wait_until, lambda: db.up)
    assert await db.read(bank.notes) == kept


async def test_a_reader_that_meets_a_dead_database_has_it_reopened(
    disk: SmallDisk, db: DuckDatabase
) -> None:
    kept = [await db.write(_long_note, number) for number in range(30)]
    disk.fill()

    def hides_it(tx: Tx) -> None:
        try:
            tx.run("CHECKPOINT")
        except duckdb.FatalException as error:
            raise KeyboardInterrupt from error

    with pytest.raises(KeyboardInterrupt):
        await asyncio.to_thread(db.write_now, hides_it)
    assert db.up, "nobody noticed"
    answers = await asyncio.gather(*(db.read(bank.notes) for _ in range(5)), return_exceptions=True)
    assert isinstance(answers[0], DatabaseDown)
    await asyncio.to_thread(wait_until, lambda: db.up)
    assert await db.read(bank.notes) == kept


def _long_note(tx: Tx, number: int) -> int:
    tx.run(
        """
        INSERT INTO notes
        SELECT $number, string_agg(md5($number || ' ' || range), '') FROM range($pages)
        """,
        number=number,
        pages=PAGE // 32,
    )
    return number


@contextmanager
def _file_taken_away(folder: Path) -> Generator[None]:
    """As when a disk is unmounted: what is open stays open, and cannot be opened again."""
    (folder / "bank.duckdb").rename(folder / "away")
    yield
    (folder / "away").rename(folder / "bank.duckdb")
