"""Copies of the database while it is in use, each proven to open and to hold the same.

DuckDB writes one snapshot into another file, while everybody else goes on reading and writing. A
disk that fills up on the way spoils the copy and nothing else (measured on DuckDB 2.0).
"""

import fcntl
import os
from itertools import count
from pathlib import Path
from typing import LiteralString, cast

import duckdb

from app.db import Tx, wal
from app.db.contents import Contents, UnreadableFile, contents, contents_of
from app.db.duck import DuckDatabase
from app.db.transaction import in_transaction
from app.errors import AppError

UNFINISHED = ".unfinished"
"""Ends the name of what is not a whole copy yet, or never became one."""

_SMALLEST = 8 * 1024 * 1024  # an empty database takes a good part of this: blocks are large

_numbers = count(1)


class BackupFailed(Exception):
    """There is no copy, and nothing left of the attempt. The message is for the operator."""


def back_up(database: DuckDatabase, target: Path) -> Contents:
    """Copy `database` as it is now to `target`, which lies in the folder it was given for backups.

    Blocks while it copies, about as long as writing the file twice. It has its name only once it
    is whole, on the disk for good, opened by another process and found to hold the same.
    """
    unfinished = target.with_name(target.name + UNFINISHED)
    try:
        _remove(unfinished)
        told = database.aside(lambda cursor: _copy(cursor, unfinished))
        sync(unfinished)
        if not told.is_copied_by(contents_of(unfinished)):
            raise BackupFailed(f"The copy {target} does not hold what the database holds.")
        unfinished.rename(target)
        sync(target.parent)
    except (duckdb.Error, AppError, UnreadableFile, OSError) as error:
        raise BackupFailed(f"The copy {target} could not be made: {error}") from error
    finally:
        _remove(unfinished)
    return told


def room_for_copy(database: Path) -> int:
    """Bytes that a copy may need for a moment: log and file can both hold everything."""
    return _SMALLEST + 2 * (database.stat().st_size + wal.size_of(wal.log_of(database)))


def in_use(database: Path) -> bool:
    """True while a process has this database open. Never to be asked by that process itself:
    closing the file it was asked through would take away its lock."""
    try:
        with database.open("rb") as file:
            fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False


def remove_unfinished(folder: Path) -> None:
    """Clear away what a killed process has left in a folder of copies."""
    for path in folder.glob(f"*{UNFINISHED}"):
        _remove(path)
    for log in folder.glob(f"*{UNFINISHED}.wal"):
        log.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Make a file's bytes, or a folder's names, outlive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _copy(cursor: duckdb.DuckDBPyConnection, target: Path) -> Contents:
    # A name of its own: after a failed DETACH the old one stays taken.
    name = f"copy_{next(_numbers)}"
    cursor.execute("SET max_execution_time=0").fetchall()
    cursor.execute(f"ATTACH '{_quoted(target)}' AS {name} (STORAGE_VERSION 'v1.5.0')").fetchall()
    try:
        told = in_transaction(cursor, lambda tx: _copy_all(tx, name))
        # Now, and not as part of closing, where a failure would be passed over.
        cursor.execute(f"CHECKPOINT {name}").fetchall()
    finally:
        cursor.execute(f"DETACH {name}").fetchall()
    return told


def _copy_all(tx: Tx, name: str) -> Contents:
    """In one transaction, so that what is told is what is copied."""
    told = contents(tx)
    source = tx.row("""SELECT '"' || replace(current_database(), '"', '""') || '"' AS name""")
    if source is None:
        raise RuntimeError("no database is open")
    # Names cannot be parameters; both are ours.
    tx.run(cast(LiteralString, f"COPY FROM DATABASE {source['name']} TO {name}"))
    return told


def _remove(unfinished: Path) -> None:
    unfinished.unlink(missing_ok=True)
    wal.log_of(unfinished).unlink(missing_ok=True)


def _quoted(path: Path) -> str:
    return str(path.absolute()).replace("'", "''")
