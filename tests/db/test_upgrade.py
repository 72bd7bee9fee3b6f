"""Before a migration there is a way back, and after a failed one the old version still starts."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.db import Tx
from app.db.contents import Contents, contents, contents_of, read_file
from app.db.duck import DuckDatabase
from app.db.migrate import MigrationError
from app.db.upgrade import KEPT_POINTS, open_newest
from tests.conftest import ROOT
from tests.db.small_disk import mounted

FILLED = "CREATE TABLE filled AS SELECT md5(range::TEXT) AS text FROM range(40_000);"
"""More than a full disk has room for."""

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Place:
    """An installation: its database, its copies, and the migrations of the version on it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "allucanget.duckdb"
        self.backups = folder / "backups"
        self.backups.mkdir()
        self.migrations = folder / "migrations"
        self.migrations.mkdir()
        self.now = NOON
        self.bad: list[str] = []
        self.add("0001_users", "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);")
        self.add("0002_changes", "CREATE SEQUENCE changes;")

    def add(self, name: str, sql: str) -> None:
        (self.migrations / f"{name}.sql").write_text(sql)

    def take_away(self, name: str) -> None:
        (self.migrations / f"{name}.sql").unlink()

    def start(self) -> DuckDatabase:
        self.now += timedelta(minutes=1)
        return open_newest(self.path, self.backups, self.migrations, self.now)

    def live(self) -> Contents:
        """Start, let somebody register, stop. What is there afterwards."""
        database = self.start()
        database.write_now(_register)
        database.close()
        return contents_of(self.path)

    def points(self) -> list[str]:
        return sorted(path.name for path in self.backups.iterdir())


def _register(tx: Tx) -> None:
    tx.run("INSERT INTO users SELECT nextval('changes'), 'somebody'")


def _users(tx: Tx) -> int:
    return len(tx.rows("SELECT * FROM users"))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_a_new_database_and_one_with_nothing_to_do_need_no_way_back(place: Place) -> None:
    place.live()
    place.live()
    assert place.points() == []


def test_before_migrating_the_database_is_copied_as_it_was(place: Place) -> None:
    before = place.live()
    place.add("0003_mail", "ALTER TABLE users ADD COLUMN email TEXT;")
    place.add("0004_more", "CREATE TABLE more (id INTEGER);")
    place.start().close()
    assert place.points() == ["before-migration-0003-20261121T120200Z.duckdb"]
    assert contents_of(place.backups / place.points()[0]) == before


@pytest.fixture(params=[0, 1, 2], ids=["the first fails", "the second fails", "the third fails"])
def broken(request: pytest.FixtureRequest, place: Place) -> Iterator[Place]:
    """A place whose new version brings migrations, of which the last fails."""
    place.live()
    good = [
        ("0003_mail", "ALTER TABLE users ADD COLUMN email TEXT DEFAULT 'nobody';"),
        ("0004_less", "ALTER TABLE users DROP COLUMN name;"),
    ][: request.param]
    for name, sql in good:
        place.add(name, sql)
    bad = f"{3 + request.param:04}_broken"
    place.add(bad, "CREATE TABLE half (id INTEGER);\nUPDATE users SET nonsense = 1;\n")
    place.bad = [*(name for name, _ in good), bad]
    yield place


def test_a_failed_migration_names_the_way_back_and_the_old_version_starts(broken: Place) -> None:
    before = contents_of(broken.path)
    with pytest.raises(MigrationError) as failed:
        broken.start()
    [point] = broken.points()
    told = str(failed.value)
    assert f"{broken.bad[-1]} failed and was undone" in told
    assert "the version that ran before still starts" in told
    assert str(broken.backups / point) in told
    assert contents_of(broken.path) == contents_of(broken.backups / point) == before

    for name in broken.bad:
        broken.take_away(name)
    assert broken.live().sequences == {"changes": 2}


def test_the_new_version_starts_once_it_is_mended(broken: Place) -> None:
    for _ in range(2):
        with pytest.raises(MigrationError):
            broken.start()
    broken.add(broken.bad[-1], "CREATE TABLE whole (id INTEGER);")
    database = broken.start()
    assert database.read_now(_users) == 1
    assert "whole" in database.read_now(contents).tables
    database.close()


def test_only_the_newest_ways_back_are_kept(place: Place) -> None:
    place.live()
    others = place.backups / "allucanget-20261121T000000Z.duckdb"
    others.write_bytes(b"none of its business")
    for number in range(3, 8):
        place.add(f"{number:04}_more", f"CREATE TABLE more{number} (id INTEGER);")
        place.start().close()
    assert others.name in place.points()
    assert [name[17:21] for name in place.points()[1:]] == ["0005", "0006", "0007"]
    assert KEPT_POINTS == 3


def test_without_room_for_a_way_back_nothing_is_migrated(tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    with mounted(folder) as disk:
        place = Place(disk.folder)
        place.add("0003_filled", FILLED)
        before = place.live()
        place.add("0004_more", "CREATE TABLE more (id INTEGER);")
        disk.fill()
        with pytest.raises(MigrationError, match="Nothing was migrated"):
            place.start()
        assert contents_of(place.path) == before
        assert place.points() == []


def test_killed_between_two_migrations_the_way_back_is_there(place: Place) -> None:
    """The new version goes on where it was; the old one has a copy to go back to."""
    before = place.live()
    place.add("0003_mail", "ALTER TABLE users ADD COLUMN email TEXT;")
    place.add("0004_more", "CREATE TABLE more (id INTEGER);")
    killed = subprocess.run(
        [sys.executable, "-m", "tests.db.killed_upgrade", *_paths(place)], cwd=ROOT
    )
    assert killed.returncode == -9
    [point] = place.points()
    assert contents_of(place.backups / point) == before
    database = place.start()
    assert database.read_now(lambda tx: len(tx.rows("SELECT * FROM migrations"))) == 4
    database.close()
    assert read_file(place.path, _users) == 1


def _paths(place: Place) -> list[str]:
    return [str(each) for each in (place.path, place.backups, place.migrations)]
