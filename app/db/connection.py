"""One DuckDB connection, hardened, and the `Tx` it gives to transactions.

Only this package knows the engine. The settings are measured: one thread is faster than two
for small statements, a checkpoint threshold below 1 MB would checkpoint at every commit, and
the storage version keeps the way back to DuckDB 1.5 open.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, LiteralString, TypeVar

import duckdb

from app.db import DamagedDatabase, DuplicateKey, Row

T = TypeVar("T")


def connect(path: Path, backups: Path) -> duckdb.DuckDBPyConnection:
    """Open the file. SQL can touch no other file than those below `backups`.

    Raises DamagedDatabase, with a sentence for the operator, when the file or its log cannot
    be read.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "storage_compatibility_version": "v1.5.0",
        "threads": "1",
        "memory_limit": "1GB",
        "temp_directory": f"{path}.tmp",
        "max_temp_directory_size": "4GB",
        "checkpoint_threshold": "64MB",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
        "allow_unsigned_extensions": "false",
        "allow_persistent_secrets": "false",
        "python_enable_replacements": "false",
    }
    try:
        connection = duckdb.connect(str(path), config=config)
    except duckdb.Error as error:
        raise _explained(path, error) from error
    # In this order: after the last two, nothing can be opened or changed any more.
    for statement in (
        "SET GLOBAL TimeZone='UTC'",
        "SET GLOBAL late_materialization_max_rows=0",
        "SET enable_progress_bar=false",
        f"SET allowed_directories=['{_quoted(backups)}/']",
        "SET allow_extension_repositories='forbidden'",
        "SET enable_external_access=false",
        "SET lock_configuration=true",
    ):
        connection.execute(statement).fetchall()
    return connection


def corrupt_wal_position(message: str) -> int | None:
    """Where DuckDB stopped understanding its log, if that is what `message` says."""
    found = re.search(r"Corrupt WAL file: entry at byte position (\d+)", message)
    return int(found[1]) if found else None


def in_transaction(cursor: duckdb.DuckDBPyConnection, change: "Callable[[DuckTx], T]") -> T:
    """Run `change` and commit, or roll back and raise what it raised.

    After any failed statement DuckDB answers COMMIT with silence and rolls back, so a change
    that swallowed such an error fails all the same.
    """
    cursor.begin()
    tx = DuckTx(cursor)
    try:
        result = change(tx)
        if tx.failure is not None:
            raise tx.failure
        cursor.commit()
    except BaseException:
        # A commit that failed has ended the transaction by itself.
        with suppress(duckdb.Error):
            cursor.rollback()
        raise
    return result


class DuckTx:
    """See `app.db.Tx`. Results are fetched whole: an open one would pin its snapshot."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor
        self.failure: Exception | None = None

    def rows(self, sql: LiteralString, /, **values: object) -> list[Row]:
        try:
            result = self._cursor.execute(sql, values or None)
            columns = result.description or []
            fetched: list[tuple[Any, ...]] = result.fetchall()
        except duckdb.Error as error:
            self.failure = _translated(error)
            raise self.failure from error
        names = [str(column[0]) for column in columns]
        found = [dict(zip(names, row, strict=True)) for row in fetched]
        for name in [str(column[0]) for column in columns if str(column[1]) == "UUID"]:
            for row in found:
                row[name] = row[name] and str(row[name])
        return found

    def row(self, sql: LiteralString, /, **values: object) -> Row | None:
        found = self.rows(sql, **values)
        return found[0] if found else None

    def run(self, sql: LiteralString, /, **values: object) -> None:
        self.rows(sql, **values)


def _translated(error: duckdb.Error) -> Exception:
    # Told by class first, then by the one word all its spellings share.
    if isinstance(error, duckdb.ConstraintException) and "duplicate key" in str(error).lower():
        return DuplicateKey(str(error))
    return error


def _explained(path: Path, error: duckdb.Error) -> Exception:
    message = str(error)
    if corrupt_wal_position(message) is not None or "replaying WAL" in message:
        return DamagedDatabase(
            f"The log of the database, {path}.wal, is damaged and cannot be replayed. "
            "Either restore a backup (`allucanget restore`), or run `allucanget recover`: it "
            "copies both files aside and keeps all that was written before the damage. "
            f"({message})"
        )
    if "Corrupt database file" in message or "not a valid DuckDB database file" in message:
        return DamagedDatabase(
            f"The database {path} is damaged and does not open. Restore a backup with "
            f"`allucanget restore`; backups are kept in the data directory. ({message})"
        )
    if "Conflicting lock" in message:
        return DamagedDatabase(
            f"The database {path} is in use by another process. Only one may open it. ({message})"
        )
    return error


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
