"""Closing: what waits is finished, nothing hangs, nothing is left behind."""

import asyncio
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.db import DamagedDatabase, DatabaseDown, Tx
from app.db.duck import DuckDatabase
from tests.db import bank
from tests.db.conftest import PATIENCE, Gate, opened, wait_until
from tests.db.test_readers import ENDLESS


async def test_writes_that_wait_are_finished(db: DuckDatabase, gate: Gate, tmp_path: Path) -> None:
    writing = [asyncio.create_task(db.write(gate.wait))]
    await asyncio.to_thread(gate.wait_until_reached)
    writing += [asyncio.create_task(db.write(bank.note, number)) for number in range(600)]
    await asyncio.sleep(0)
    closing = asyncio.create_task(asyncio.to_thread(db.close))
    await asyncio.to_thread(wait_until, lambda: not db.up)
    with pytest.raises(DatabaseDown):
        await db.write(bank.note, 1000)
    gate.open()
    await asyncio.gather(closing, *writing)
    with opened(tmp_path / "bank.duckdb") as again:
        assert again.read_now(bank.notes) == list(range(600))


async def test_closing_on_the_event_loop_itself_finishes_them_too(
    db: DuckDatabase, tmp_path: Path
) -> None:
    writing = asyncio.gather(*(db.write(bank.note, number) for number in range(300)))
    await asyncio.sleep(0)
    db.close()
    assert await writing == list(range(300))
    with opened(tmp_path / "bank.duckdb") as again:
        assert again.read_now(bank.notes) == list(range(300))


async def test_reads_under_way_are_interrupted(db: DuckDatabase) -> None:
    begun = threading.Event()

    def reads_for_ever(tx: Tx) -> None:
        begun.set()
        tx.run(ENDLESS)

    reading = asyncio.gather(*(db.read(reads_for_ever) for _ in range(10)), return_exceptions=True)
    await asyncio.to_thread(begun.wait)
    await asyncio.wait_for(asyncio.to_thread(db.close), PATIENCE)
    assert {type(each) for each in await reading} == {DatabaseDown}


async def test_a_closed_database_refuses_and_may_be_closed_again(db: DuckDatabase) -> None:
    for _ in range(3):
        db.close()
        assert not db.up
        with pytest.raises(DatabaseDown):
            await db.read(bank.notes)
        with pytest.raises(DatabaseDown):
            await db.write(bank.note, 1)
        with pytest.raises(DatabaseDown):
            db.read_now(bank.notes)
        with pytest.raises(DatabaseDown):
            db.write_now(lambda tx: bank.note(tx, 1))
        with pytest.raises(DatabaseDown):
            db.checkpoint()


def test_two_threads_may_close_it(db: DuckDatabase) -> None:
    closing = [threading.Thread(target=db.close) for _ in range(4)]
    for each in closing:
        each.start()
    for each in closing:
        each.join(PATIENCE)
    assert not any(each.is_alive() for each in closing)


async def test_no_thread_and_no_log_is_left(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    with opened(tmp_path / "bank.duckdb") as db:
        await db.write(bank.found)
        await asyncio.gather(*(db.read(bank.notes) for _ in range(10)))
        assert {each.name[:8] for each in set(threading.enumerate()) - before} == {
            "db-write",
            "db-read_",
        }
        assert (tmp_path / "bank.duckdb.wal").exists()
    assert set(threading.enumerate()) <= before
    assert not (tmp_path / "bank.duckdb.wal").exists()


def test_a_process_that_forgets_to_close_ends_all_the_same(tmp_path: Path) -> None:
    forgetful = (
        "import sys; from pathlib import Path; from app.db.duck import DuckDatabase\n"
        "db = DuckDatabase(Path(sys.argv[1]), backups=Path(sys.argv[1]))\n"
        "db.write_now(lambda tx: tx.run('CREATE TABLE kept (n INTEGER)'))\n"
        "db.read_now(lambda tx: tx.rows('FROM kept'))\n"
    )
    path = tmp_path / "bank.duckdb"
    subprocess.run([sys.executable, "-c", forgetful, path], check=True, timeout=PATIENCE)
    with opened(path) as db:
        assert db.read_now(lambda tx: tx.rows("FROM kept")) == []


def test_a_second_process_reads_a_clear_sentence(db: DuckDatabase, tmp_path: Path) -> None:
    intruder = (
        "import sys; from pathlib import Path; from app.db.duck import DuckDatabase\n"
        "DuckDatabase(Path(sys.argv[1]), backups=Path(sys.argv[1]))\n"
    )
    path = tmp_path / "bank.duckdb"
    told = subprocess.run([sys.executable, "-c", intruder, path], capture_output=True, text=True)
    assert told.returncode == 1
    assert f"DamagedDatabase: The database {path} is in use by another process." in told.stderr
    assert db.write_now(lambda tx: bank.note(tx, 1)) == 1


def test_the_same_process_cannot_open_it_twice_either(db: DuckDatabase, tmp_path: Path) -> None:
    with pytest.raises(DamagedDatabase, match="open in this process already"):
        DuckDatabase(tmp_path / "bank.duckdb", backups=tmp_path)
    assert db.write_now(lambda tx: bank.note(tx, 1)) == 1
    assert db.read_now(bank.notes) == [1]


def test_a_checkpoint_folds_the_log_into_the_file(db: DuckDatabase, tmp_path: Path) -> None:
    log = tmp_path / "bank.duckdb.wal"
    db.write_now(lambda tx: bank.note(tx, 1))
    assert log.exists()
    db.checkpoint()
    assert not log.exists()
    assert db.read_now(bank.notes) == [1]


async def test_a_checkpoint_waits_for_no_reader(db: DuckDatabase, gate: Gate) -> None:
    await db.write(bank.open_account, 1, 5)

    def reads(tx: Tx) -> dict[int, int]:
        bank.balances(tx)
        gate.wait(tx)
        return bank.balances(tx)

    reading = asyncio.create_task(db.read(reads))
    await asyncio.to_thread(gate.wait_until_reached)
    await db.write(bank.pay, 1, 1, 5)
    await asyncio.wait_for(asyncio.to_thread(db.checkpoint), PATIENCE)
    gate.open()
    assert await reading == {1: 5}


async def test_a_checkpoint_among_writes_fails_none_of_them(db: DuckDatabase, gate: Gate) -> None:
    holding = asyncio.create_task(db.write(gate.wait))
    await asyncio.to_thread(gate.wait_until_reached)
    writing = [asyncio.create_task(db.write(bank.note, number)) for number in range(5)]
    await asyncio.sleep(0)
    folding = asyncio.create_task(asyncio.to_thread(db.checkpoint))
    await asyncio.to_thread(wait_until, lambda: db.waiting_writes == 6)
    writing += [asyncio.create_task(db.write(bank.note, number)) for number in range(5, 10)]
    await asyncio.sleep(0)
    gate.open()
    await asyncio.gather(holding, folding, *writing)
    assert await db.read(bank.notes) == list(range(10))


def test_the_log_is_kept_short_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("app.db.duck.CHECKPOINT_AFTER", 20_000)
    log = tmp_path / "bank.duckdb.wal"
    largest = 0
    with opened(tmp_path / "bank.duckdb") as db:
        db.write_now(bank.found)
        for number in range(300):
            db.write_now(lambda tx, each=number: bank.note(tx, each, "word " * 100))
            largest = max(largest, log.stat().st_size if log.exists() else 0)
        assert largest < 30_000
        assert db.read_now(bank.notes) == list(range(300))
    assert caplog.get_records("call") == []


def test_a_file_copied_while_open_holds_everything_with_its_log(
    db: DuckDatabase, tmp_path: Path
) -> None:
    """What a crash leaves: the file, and the log that a clean stop would have folded in."""
    db.checkpoint()
    db.write_now(lambda tx: bank.note(tx, 1))
    crashed = tmp_path / "crashed.duckdb"
    shutil.copy(tmp_path / "bank.duckdb", crashed)
    shutil.copy(tmp_path / "bank.duckdb.wal", f"{crashed}.wal")
    with opened(crashed) as again:
        assert again.read_now(bank.notes) == [1]
