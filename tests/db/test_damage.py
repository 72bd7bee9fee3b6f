"""A damaged log stops the start with a sentence, and `recover` keeps what came before the damage.

The log of a crash is made by copying file and log while the database is open.
"""

import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.db import DamagedDatabase, wal
from app.db.duck import DuckDatabase
from app.db.recover import Recovery, recover
from tests.db import bank
from tests.db.conftest import opened
from tests.db.small_disk import limited

NOTES = 12
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Crash:
    """What a killed process left: the file, its log, and where in the log each note ends."""

    path: Path
    ends: list[int]

    @property
    def log(self) -> Path:
        return wal.log_of(self.path)

    def damage(self, how: Callable[[bytes], bytes]) -> None:
        self.log.write_bytes(how(self.log.read_bytes()))

    def before(self, position: int) -> list[int]:
        """The notes that were wholly written before this byte of the log."""
        return [number for number, end in enumerate(self.ends) if end <= position]

    def opened_notes(self) -> list[int]:
        with opened(self.path) as db:
            return db.read_now(bank.notes)


@pytest.fixture
def crash(db: DuckDatabase, tmp_path: Path) -> Crash:
    db.checkpoint()
    log, ends = tmp_path / "bank.duckdb.wal", list[int]()
    for number in range(NOTES):
        db.write_now(lambda tx, each=number: bank.note(tx, each, "words"))
        ends.append(log.stat().st_size)
    crashed = Crash(tmp_path / "crashed" / "bank.duckdb", ends)
    crashed.path.parent.mkdir()
    shutil.copy(tmp_path / "bank.duckdb", crashed.path)
    shutil.copy(log, crashed.log)
    return crashed


def flipped(content: bytes, position: int) -> bytes:
    return content[:position] + bytes([content[position] ^ 0x40]) + content[position + 1 :]


def zeroed(content: bytes, position: int) -> bytes:
    return content[:position] + bytes(len(content) - position)


def scribbled(content: bytes, position: int) -> bytes:
    return content[:position] + random.Random(3).randbytes(300) + content[position + 300 :]


def outdated(content: bytes, position: int) -> bytes:
    return content[:5] + b"\x09" + content[6:]


DAMAGES: dict[str, tuple[int, Callable[[bytes, int], bytes]]] = {
    "a zero-filled tail": (5, zeroed),
    "zeros from the beginning": (0, zeroed),
    "a flipped byte": (5, flipped),
    "a flipped byte near the end": (11, flipped),
    "a flipped byte in the head": (0, flipped),
    "a version nobody knows": (0, outdated),
    "garbage in the middle": (5, scribbled),
    "garbage at the beginning": (0, scribbled),
}
"""After how many notes, and what."""


def test_an_undamaged_log_is_replayed(crash: Crash) -> None:
    assert crash.opened_notes() == list(range(NOTES))


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.5, 0.77, 0.999])
def test_a_log_torn_by_a_crash_opens_with_every_whole_transaction(
    crash: Crash, share: float
) -> None:
    cut = int(crash.ends[-1] * share)
    crash.damage(lambda content: content[:cut])
    assert crash.opened_notes() == crash.before(cut)


@pytest.mark.parametrize("rest", [bytes(4096), random.Random(3).randbytes(700)])
def test_what_is_not_ours_behind_the_log_is_passed_over(crash: Crash, rest: bytes) -> None:
    crash.damage(lambda content: content + rest)
    assert crash.opened_notes() == list(range(NOTES))


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_log_stops_the_start_and_recover_keeps_what_came_before(
    crash: Crash, name: str
) -> None:
    at, how = DAMAGES[name]
    position = crash.ends[at - 1] + 40 if at else 0
    crash.damage(lambda content: how(content, position))
    damaged = crash.path.read_bytes(), crash.log.read_bytes()

    with pytest.raises(DamagedDatabase) as told:
        crash.opened_notes()
    for word in (str(crash.log), "`allucanget restore`", "`allucanget recover`"):
        assert word in str(told.value)
    assert (crash.path.read_bytes(), crash.log.read_bytes()) == damaged, "untouched so far"

    recovery = recover(crash.path, NOW)
    assert tuple(copy.read_bytes() for copy in recovery.copies) == damaged
    assert 0 < recovery.cut_bytes <= len(damaged[1])
    assert crash.opened_notes() == crash.before(position)


def test_no_flipped_byte_loses_acknowledged_notes_without_a_word(crash: Crash) -> None:
    """Only the last one may look like a commit that a crash has torn."""
    file, log = crash.path.read_bytes(), crash.log.read_bytes()
    for position in range(3, len(log), 53):
        crash.path.write_bytes(file)
        crash.log.write_bytes(flipped(log, position))
        try:
            found = crash.opened_notes()
            assert len(found) >= NOTES - 1
        except DamagedDatabase:
            recover(crash.path, NOW)
            found = crash.opened_notes()
        assert found[: len(crash.before(position))] == crash.before(position)
        assert found == list(range(len(found)))
        for copy in crash.path.parent.glob("*.damaged-*"):
            copy.unlink()


def test_a_log_beside_an_older_file_stops_the_start(
    crash: Crash, db: DuckDatabase, tmp_path: Path
) -> None:
    db.checkpoint()
    db.write_now(lambda tx: bank.note(tx, 100))
    shutil.copy(tmp_path / "bank.duckdb.wal", crash.log)
    with pytest.raises(DamagedDatabase, match="belongs to another state") as told:
        crash.opened_notes()
    assert str(crash.log) in str(told.value)
    assert "recover" in str(told.value)
    assert recover(crash.path, NOW).cut_bytes > 0
    assert crash.opened_notes() == []


def test_a_log_beside_a_newer_file_stops_the_start(
    crash: Crash, db: DuckDatabase, tmp_path: Path
) -> None:
    db.checkpoint()
    shutil.copy(tmp_path / "bank.duckdb", crash.path)
    with pytest.raises(DamagedDatabase, match="belongs to another state"):
        crash.opened_notes()
    recover(crash.path, NOW)
    assert crash.opened_notes() == list(range(NOTES))


def test_a_log_of_another_database_stops_the_start(crash: Crash, tmp_path: Path) -> None:
    other = tmp_path / "other.duckdb"
    with opened(other) as db:
        db.write_now(bank.found)
        shutil.copy(wal.log_of(other), crash.log)
    with pytest.raises(DamagedDatabase, match="belongs to another state"):
        crash.opened_notes()


def test_a_log_without_its_file_is_not_thrown_away(crash: Crash) -> None:
    crash.path.unlink()
    log = crash.log.read_bytes()
    with pytest.raises(DamagedDatabase, match=r"is missing, but its log .* is there"):
        crash.opened_notes()
    with pytest.raises(DamagedDatabase, match="is missing"):
        recover(crash.path, NOW)
    assert crash.log.read_bytes() == log


def test_a_sound_database_is_left_as_it_is(crash: Crash) -> None:
    assert recover(crash.path, NOW) == Recovery(copies=(), cut_bytes=0)
    assert crash.opened_notes() == list(range(NOTES))


def test_recover_never_overwrites_an_earlier_copy(crash: Crash) -> None:
    crash.damage(lambda content: flipped(content, crash.ends[5] + 40))
    copy = recover(crash.path, NOW).copies[0]
    kept = copy.read_bytes()
    crash.log.write_bytes(b"not a log at all, and long enough to be taken for one at first")
    with pytest.raises(DamagedDatabase, match=r"Nothing was cut, because .* File exists"):
        recover(crash.path, NOW)
    assert copy.read_bytes() == kept


def test_recover_cuts_nothing_when_the_copies_find_no_room(crash: Crash) -> None:
    crash.damage(lambda content: flipped(content, crash.ends[5] + 40))
    damaged = crash.log.read_bytes()
    with limited(crash.path.parent, room=100_000) as disk:
        disk.fill()
        with pytest.raises(DamagedDatabase, match="Nothing was cut"):
            recover(crash.path, NOW)
    assert crash.log.read_bytes() == damaged
    assert not list(crash.path.parent.glob("*.damaged-*"))
    recover(crash.path, NOW)
    assert crash.opened_notes() == crash.before(crash.ends[5])


def test_recover_keeps_away_from_a_running_server(db: DuckDatabase, tmp_path: Path) -> None:
    path = tmp_path / "bank.duckdb"
    db.write_now(lambda tx: bank.note(tx, 1))
    recovering = (
        "import sys; from datetime import *; from pathlib import Path\n"
        "from app.db.recover import recover\n"
        "recover(Path(sys.argv[1]), datetime.now(UTC))\n"
    )
    told = subprocess.run([sys.executable, "-c", recovering, path], capture_output=True, text=True)
    assert f"DamagedDatabase: The database {path} is in use. Stop the server first." in told.stderr
    assert db.write_now(lambda tx: bank.note(tx, 2)) == 2


def test_a_damaged_file_asks_for_a_backup(crash: Crash) -> None:
    crash.log.unlink()
    crash.path.write_bytes(flipped(crash.path.read_bytes(), 12_300))
    with pytest.raises(DamagedDatabase, match="restore a backup") as told:
        crash.opened_notes()
    assert str(crash.path) in str(told.value)
    with pytest.raises(DamagedDatabase, match="restore a backup"):
        recover(crash.path, NOW)


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "bank.duckdb"
    path.write_text("Dear diary, …")
    with pytest.raises(DamagedDatabase, match="not a valid DuckDB database"):
        DuckDatabase(path, backups=tmp_path)
    assert path.read_text() == "Dear diary, …"


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DamagedDatabase, match=r"nowhere/bank\.duckdb"):
        DuckDatabase(tmp_path / "nowhere" / "bank.duckdb", backups=tmp_path)


@pytest.mark.parametrize("size", [0, 4096, 8192])
def test_a_first_start_that_was_killed_can_be_repeated(tmp_path: Path, size: int) -> None:
    whole = tmp_path / "whole.duckdb"
    DuckDatabase(whole, backups=tmp_path).close()
    (tmp_path / "bank.duckdb").write_bytes(whole.read_bytes()[:size])
    with opened(tmp_path / "bank.duckdb") as db:
        db.write_now(bank.found)
        assert db.read_now(bank.notes) == []
