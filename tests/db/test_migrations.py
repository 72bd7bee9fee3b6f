"""Migrations: each once, in order, whole or not at all, and never on a database that is newer."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.db import Tx
from app.db.duck import DuckDatabase
from app.db.migrate import MigrationError, migrate
from tests.conftest import ROOT
from tests.db.conftest import opened

FIRST = "CREATE TABLE users (id INTEGER PRIMARY KEY);\nCREATE TABLE keys (id INTEGER);\n"
SECOND = (
    "ALTER TABLE users ADD COLUMN name TEXT DEFAULT 'nobody';\nINSERT INTO users (id) VALUES (1);"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001_accounts.sql").write_text(FIRST)
    (folder / "0002_names.sql").write_text(SECOND)
    return folder


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[DuckDatabase]:
    with opened(tmp_path / "empty.duckdb") as database:
        yield database


def tables(tx: Tx) -> set[str]:
    return {row["table_name"] for row in tx.rows("SELECT table_name FROM duckdb_tables()")}


def users(tx: Tx) -> list[dict[str, object]]:
    return tx.rows("SELECT * FROM users")


def test_each_runs_once_over_restarts(folder: Path, tmp_path: Path) -> None:
    for _ in range(3):
        with opened(tmp_path / "restarted.duckdb") as db:
            migrate(db, folder)
            migrate(db, folder)
            assert db.read_now(users) == [{"id": 1, "name": "nobody"}]


def test_new_ones_run_on_an_old_database(empty: DuckDatabase, folder: Path) -> None:
    migrate(empty, folder)
    (folder / "0003_more.sql").write_text("UPDATE users SET name = 'somebody';")
    migrate(empty, folder)
    assert empty.read_now(users) == [{"id": 1, "name": "somebody"}]


def test_one_that_was_edited_after_it_ran_is_named(empty: DuckDatabase, folder: Path) -> None:
    migrate(empty, folder)
    (folder / "0001_accounts.sql").write_text(FIRST + "-- a harmless remark\n")
    with pytest.raises(MigrationError, match="0001_accounts is not the one that ran"):
        migrate(empty, folder)


def test_one_that_took_the_number_of_another_is_noticed(empty: DuckDatabase, folder: Path) -> None:
    migrate(empty, folder)
    empty.write_now(lambda tx: tx.run("DELETE FROM migrations WHERE number = 1"))
    with pytest.raises(MigrationError, match="0001_accounts"):
        migrate(empty, folder)


def test_a_newer_database_is_refused_and_not_touched(empty: DuckDatabase, folder: Path) -> None:
    migrate(empty, folder)
    before = empty.read_now(tables), empty.read_now(users)
    (folder / "0002_names.sql").unlink()
    with pytest.raises(
        MigrationError, match=r"newer version \(migration 2; this program knows 1\)"
    ):
        migrate(empty, folder)
    assert (empty.read_now(tables), empty.read_now(users)) == before


@pytest.mark.parametrize("name", ["0004_gap.sql", "0002_twice.sql", "3_short.sql", "0003-dash.sql"])
def test_a_file_that_is_not_next_in_line_is_refused(
    empty: DuckDatabase, folder: Path, name: str
) -> None:
    (folder / name).write_text("SELECT 1;")
    with pytest.raises(MigrationError):
        migrate(empty, folder)
    assert empty.read_now(tables) == set()


def test_one_that_fails_is_undone_whole_and_named(empty: DuckDatabase, folder: Path) -> None:
    (folder / "0003_broken.sql").write_text(
        "CREATE TABLE half (id INTEGER);\nDROP TABLE keys;\nUPDATE users SET nonsense = 1;\n"
    )
    with pytest.raises(MigrationError, match=r"0003_broken failed and was undone: .*nonsense"):
        migrate(empty, folder)
    assert empty.read_now(tables) == {"migrations", "users", "keys"}

    (folder / "0003_broken.sql").write_text("CREATE TABLE whole (id INTEGER);")
    migrate(empty, folder)
    assert "whole" in empty.read_now(tables)


@pytest.mark.parametrize("word", ["COMMIT", "begin transaction", "  Rollback"])
def test_none_may_control_its_own_transaction(empty: DuckDatabase, folder: Path, word: str) -> None:
    (folder / "0003_sly.sql").write_text(f"CREATE TABLE half (id INTEGER);\n{word};\n")
    with pytest.raises(MigrationError, match="0003_sly"):
        migrate(empty, folder)


def test_line_ends_of_a_checkout_do_not_change_a_checksum(
    empty: DuckDatabase, folder: Path
) -> None:
    migrate(empty, folder)
    (folder / "0001_accounts.sql").write_bytes(FIRST.replace("\n", "\r\n").encode())
    migrate(empty, folder)


def test_ours_run_on_an_empty_database(empty: DuckDatabase) -> None:
    migrate(empty, ROOT / "migrations")
    migrate(empty, ROOT / "migrations")
    assert "migrations" in empty.read_now(tables)
