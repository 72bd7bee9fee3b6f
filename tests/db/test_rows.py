"""What a transaction gets for its SQL, and what SQL can never reach."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import LiteralString, cast
from uuid import uuid4

import duckdb
import pytest

from app.db.duck import DuckDatabase
from tests.db import bank
from tests.db.conftest import opened

NEW_YORK = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from app.db.duck import DuckDatabase

noon = datetime(2026, 7, 1, 12, tzinfo=UTC)
database = DuckDatabase(Path(sys.argv[1]), backups=Path(sys.argv[1]))
sql = "SELECT $at::TIMESTAMPTZ AS at, date_trunc('day', $at::TIMESTAMPTZ) AS day"
for verb in (database.read_now, database.write_now):
    row = verb(lambda tx: tx.rows(sql, at=noon))[0]
    print(row["at"].isoformat(), row["day"].isoformat())
database.close()
"""


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDatabase]:
    """One database for all that leaves none the worse."""
    with opened(tmp_path_factory.mktemp("rows") / "bank.duckdb") as database:
        database.write_now(bank.found)
        yield database


async def test_values_come_back_as_promised(db: DuckDatabase) -> None:
    an_id, now = str(uuid4()), datetime(2026, 11, 21, 12, 0, 0, 123456, tzinfo=UTC)
    rows = await db.read(
        lambda tx: tx.rows(
            """
            SELECT $id::UUID AS id, [$id::UUID] AS ids, {'id': $id::UUID} AS pair,
                   NULL::UUID AS none, $at::TIMESTAMPTZ AS at, '{"a": 1}'::JSON AS document,
                   $micros::BIGINT AS micros
            """,
            id=an_id,
            at=now,
            micros=2**53 + 1,
        )
    )
    assert rows == [
        {
            "id": an_id,
            "ids": [an_id],
            "pair": {"id": an_id},
            "none": None,
            "at": now,
            "document": '{"a": 1}',
            "micros": 2**53 + 1,
        }
    ]
    assert rows[0]["at"].utcoffset() == timedelta(0)


async def test_row_is_the_first_or_none(db: DuckDatabase) -> None:
    assert await db.read(lambda tx: tx.row("SELECT 1 AS n UNION ALL SELECT 2")) == {"n": 1}
    assert await db.read(lambda tx: tx.row("SELECT 1 AS n WHERE false")) is None


async def test_two_columns_of_one_name_are_a_mistake(db: DuckDatabase) -> None:
    """One of them would silently win, and with two ids that is somebody else's."""
    with pytest.raises(ValueError, match="one name"):
        await db.read(lambda tx: tx.rows("SELECT a.*, b.* FROM accounts a, accounts b"))


async def test_values_are_never_read_as_sql(db: DuckDatabase) -> None:
    hostile = "'); DROP TABLE notes; --"
    await db.write(bank.note, 1, hostile)
    rows = await db.read(lambda tx: tx.rows("SELECT text FROM notes WHERE text = $t", t=hostile))
    assert rows == [{"text": hostile}]


async def test_every_value_must_be_used(db: DuckDatabase) -> None:
    with pytest.raises(duckdb.InvalidInputException):
        await db.read(lambda tx: tx.rows("SELECT $a AS a", a=1, b=2))


def test_times_are_utc_whatever_the_zone_of_the_host(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", NEW_YORK, tmp_path / "x.duckdb"],
        env={**os.environ, "TZ": "America/New_York"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == ["2026-07-01T12:00:00+00:00", "2026-07-01T00:00:00+00:00"] * 2


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_blob('/proc/self/environ')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM glob('/etc/*')",
        "COPY notes TO '/tmp/stolen.csv'",
        "COPY notes FROM '/etc/passwd'",
        "ATTACH '/tmp/another.duckdb' AS another",
        "EXPORT DATABASE '/tmp/stolen'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "LOAD '/tmp/harm.duckdb_extension'",
        "SELECT * FROM read_text('https://example.com/')",
        "SET threads = 8",
        "SET GLOBAL TimeZone = 'Asia/Tokyo'",
        "SET enable_external_access = true",
        "SET allowed_directories = ['/']",
        "PRAGMA disable_checkpoint_on_shutdown",
    ],
)
def test_sql_reaches_nothing_but_its_tables(tables: DuckDatabase, sql: LiteralString) -> None:
    with pytest.raises(duckdb.Error, match=r"Permission|locked|disabled|does not exist"):
        tables.write_now(lambda tx: tx.run(sql))
    with pytest.raises(duckdb.Error):
        tables.read_now(lambda tx: tx.run(sql))
    assert not Path("/tmp/stolen.csv").exists()


async def test_sql_does_not_see_the_variables_of_the_program(db: DuckDatabase) -> None:
    secret = [("hidden",)]
    with pytest.raises(duckdb.CatalogException):
        await db.read(lambda tx: tx.rows("SELECT * FROM secret"))
    assert secret


async def test_files_below_the_backup_folder_are_the_one_exception(
    db: DuckDatabase, tmp_path: Path
) -> None:
    backups = tmp_path / "backups"
    backups.mkdir()
    await db.write(bank.note, 1)
    await db.write(lambda tx: tx.run(_copy_to(backups / "notes.csv")))
    assert (backups / "notes.csv").read_text().startswith("number,text")
    with pytest.raises(duckdb.PermissionException):
        await db.write(lambda tx: tx.run(_copy_to(backups / "../escaped.csv")))
    assert not (tmp_path / "escaped.csv").exists()


def _copy_to(path: Path) -> LiteralString:
    return cast(LiteralString, f"COPY notes TO '{path}'")
