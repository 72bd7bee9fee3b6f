"""A copy made while everybody goes on is whole, of one moment, and opens; or it is not there."""

import asyncio
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from app.db import DatabaseDown, Tx
from app.db.backup import BackupFailed, back_up, remove_unfinished
from app.db.contents import Contents, UnreadableFile, contents, contents_of, read_file
from app.db.duck import DuckDatabase
from tests.conftest import ROOT
from tests.db import bank
from tests.db.conftest import opened

ACCOUNTS = 50
MUCH = 400_000
ASK = "import sys, pathlib as p, app.db.backup as b; print(b.in_use(p.Path(sys.argv[1])))"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where `db` may copy itself to."""
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder


def richer(tx: Tx) -> None:
    """What a copy could easily lose."""
    tx.run("CREATE SEQUENCE changes")
    tx.run("CREATE TABLE odd (id UUID PRIMARY KEY, note TEXT DEFAULT 'none', since TIMESTAMPTZ)")
    tx.run("ALTER TABLE odd ADD COLUMN more JSON")
    tx.run("CREATE TABLE checked (kind TEXT NOT NULL CHECK (kind IN ('a', 'b')))")
    tx.run("CREATE INDEX odd_since ON odd (since)")
    tx.run("""INSERT INTO odd VALUES (uuidv7(), NULL, now(), '{"x": [1, null]}')""")
    tx.run("INSERT INTO checked VALUES ('a'), ('a')")
    tx.run("SELECT nextval('changes') FROM range(7)")


def schema(tx: Tx) -> list[object]:
    return [
        *tx.rows("SELECT sql FROM duckdb_tables() ORDER BY sql"),
        *tx.rows("SELECT sql FROM duckdb_indexes() ORDER BY sql"),
        *tx.rows("SELECT constraint_text AS sql FROM duckdb_constraints() ORDER BY sql"),
    ]


def test_rows_rules_and_sequences_arrive(db: DuckDatabase, folder: Path) -> None:
    db.write_now(richer)
    told = back_up(db, folder / "copy.duckdb")
    assert told.tables["checked"].rows == 2
    assert told.sequences == {"changes": 7}
    assert read_file(folder / "copy.duckdb", contents) == db.read_now(contents) == told
    assert read_file(folder / "copy.duckdb", schema) == db.read_now(schema)
    with opened(folder / "copy.duckdb") as copy:
        next_change = copy.write_now(lambda tx: tx.row("SELECT nextval('changes') AS next"))
        assert next_change == {"next": 8}


def test_a_sequence_that_was_never_used_begins_at_its_beginning(
    db: DuckDatabase, folder: Path
) -> None:
    db.write_now(lambda tx: tx.run("CREATE SEQUENCE fresh"))
    assert back_up(db, folder / "copy.duckdb").sequences == {"fresh": 0}
    with opened(folder / "copy.duckdb") as copy:
        assert copy.write_now(lambda tx: tx.row("SELECT nextval('fresh') AS next")) == {"next": 1}


def test_it_stands_alone(db: DuckDatabase, folder: Path) -> None:
    back_up(db, folder / "copy.duckdb")
    assert [path.name for path in folder.iterdir()] == ["copy.duckdb"]


async def test_it_is_of_one_moment_while_money_moves(db: DuckDatabase, folder: Path) -> None:
    for account in range(ACCOUNTS):
        await db.write(bank.open_account, account, 1000)
    copying = asyncio.create_task(asyncio.to_thread(_back_up_often, db, folder))
    paid = 0
    while not copying.done():
        await db.write(bank.pay, paid % ACCOUNTS, (paid + 1) % ACCOUNTS, 1)
        paid += 1
    copies = await copying
    assert paid > 20, "nobody was kept waiting"
    states = [read_file(copy, bank.balances) for copy in copies]
    assert all(sum(state.values()) == ACCOUNTS * 1000 for state in states)
    assert states[0] != states[-1]
    for number in range(100):
        await db.write(bank.note, number)
    assert await db.read(bank.notes) == list(range(100)), "and it goes on as before"


def _draw(tx: Tx) -> None:
    tx.run("INSERT INTO notes SELECT nextval('changes'), ''")


def _back_up_often(db: DuckDatabase, folder: Path) -> list[Path]:
    copies = [folder / f"{number}.duckdb" for number in range(4)]
    for copy in copies:
        back_up(db, copy)
    return copies


async def test_numbers_that_are_drawn_meanwhile_do_not_spoil_it(
    db: DuckDatabase, folder: Path
) -> None:
    """A sequence belongs to no transaction: it moves while the copy is made."""
    await db.write(lambda tx: tx.run("CREATE SEQUENCE changes"))
    copying = asyncio.create_task(asyncio.to_thread(_back_up_often, db, folder))
    while not copying.done():
        await db.write(_draw)
    for copy in await copying:
        drawn = max(read_file(copy, bank.notes), default=0)
        assert read_file(copy, contents).sequences["changes"] >= drawn


async def test_no_write_waits_for_a_long_copy(db: DuckDatabase, folder: Path) -> None:
    await db.write(_fill)
    copying = asyncio.create_task(asyncio.to_thread(back_up, db, folder / "copy.duckdb"))
    waits: list[float] = []
    while not copying.done():
        begun = time.monotonic()
        await db.write(bank.note, 1)
        waits.append(time.monotonic() - begun)
    took = (await copying).tables["notes"]
    assert took.rows >= MUCH
    assert len(waits) > 10
    assert max(waits) < 2


def test_one_that_does_not_open_is_removed_and_told(
    db: DuckDatabase, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db.write_now(lambda tx: bank.note(tx, 1))
    with monkeypatch.context() as broken:
        # Whoever looks into it dies at once, as of a damaged file.
        broken.setattr("sys.executable", "/bin/false")
        with pytest.raises(BackupFailed, match=r"copy\.duckdb could not be made"):
            back_up(db, folder / "copy.duckdb")
    assert list(folder.iterdir()) == []
    back_up(db, folder / "copy.duckdb")
    assert read_file(folder / "copy.duckdb", bank.notes) == [1]


def test_a_failed_one_leaves_the_last_one_alone(
    db: DuckDatabase, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db.write_now(lambda tx: bank.note(tx, 1))
    back_up(db, folder / "copy.duckdb")
    monkeypatch.setattr("sys.executable", "/bin/false")
    with pytest.raises(BackupFailed):
        back_up(db, folder / "copy.duckdb")
    assert read_file(folder / "copy.duckdb", bank.notes) == [1]


def test_it_goes_nowhere_but_to_the_folder_for_copies(db: DuckDatabase, tmp_path: Path) -> None:
    with pytest.raises(BackupFailed, match="disabled by configuration"):
        back_up(db, tmp_path / "elsewhere.duckdb")
    assert db.up


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    folder = tmp_path / 'it\'s "full" of ; spaces'
    folder.mkdir()
    database = DuckDatabase(folder / 'od"d.duckdb', backups=folder)
    try:
        database.write_now(bank.found)
        back_up(database, folder / "copy.duckdb")
        assert read_file(folder / "copy.duckdb", bank.notes) == []
    finally:
        database.close()


def test_closing_the_database_ends_a_copy_under_way(db: DuckDatabase, folder: Path) -> None:
    for _ in range(6):  # so much that it cannot be through before anybody has looked
        db.write_now(_fill)
    ended: list[BaseException] = []

    def copy() -> None:
        try:
            back_up(db, folder / "copy.duckdb")
        except BackupFailed as failed:
            ended.append(failed)

    copying = threading.Thread(target=copy)
    copying.start()
    while not (folder / "copy.duckdb.unfinished").exists():
        time.sleep(0.001)
    begun = time.monotonic()
    db.close()
    copying.join()
    assert time.monotonic() - begun < 5
    assert len(ended) == 1
    assert list(folder.iterdir()) == []
    with pytest.raises(BackupFailed) as refused:
        back_up(db, folder / "copy.duckdb")
    assert isinstance(refused.value.__cause__, DatabaseDown)


def test_what_a_killed_process_left_is_cleared_away(db: DuckDatabase, folder: Path) -> None:
    back_up(db, folder / "copy.duckdb")
    for name in ("other.duckdb.unfinished", "other.duckdb.unfinished.wal"):
        (folder / name).write_bytes(b"half")
    remove_unfinished(folder)
    assert [path.name for path in folder.iterdir()] == ["copy.duckdb"]


def test_an_open_database_is_known_to_be_in_use(db: DuckDatabase) -> None:
    # Asked by another process: this one would lose its own lock by asking.
    assert _asked_elsewhere(db.path) == "True"
    db.close()
    assert _asked_elsewhere(db.path) == "False"


def _asked_elsewhere(path: Path) -> str:
    return subprocess.check_output([sys.executable, "-c", ASK, path], cwd=ROOT, text=True).strip()


@pytest.mark.parametrize("damage", [b"", b"nonsense" * 1000])
def test_what_is_no_database_is_told(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "file").write_bytes(damage)
    with pytest.raises(UnreadableFile):
        contents_of(tmp_path / "file")


def test_a_flipped_byte_is_told(db: DuckDatabase, folder: Path) -> None:
    db.write_now(_fill)
    whole = back_up(db, folder / "copy.duckdb")
    content = bytearray((folder / "copy.duckdb").read_bytes())
    content[len(content) // 2] ^= 1
    (folder / "copy.duckdb").write_bytes(content)
    assert _seen(folder / "copy.duckdb") != whole


def _seen(path: Path) -> Contents | None:
    try:
        return contents_of(path)
    except UnreadableFile:
        return None


def _fill(tx: Tx) -> None:
    tx.run("INSERT INTO notes SELECT range, md5(range::TEXT) FROM range($rows)", rows=MUCH)
