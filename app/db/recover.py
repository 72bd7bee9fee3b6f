"""Open a database whose log is damaged, keeping everything written before the damage.

A torn or zero-filled log stops DuckDB with the byte position it could read up to. Cutting the
log there brings back every whole transaction before it (measured on DuckDB 2.0).
"""

import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from app.db import DamagedDatabase
from app.db.connection import corrupt_wal_position


@dataclass(frozen=True)
class Recovery:
    """What was done: where the untouched copies lie, and how many bytes of the log were cut."""

    copies: tuple[Path, ...]
    cut_bytes: int


def recover(path: Path, now: datetime) -> Recovery:
    """Copy the database and its log aside, then cut the log until the database opens.

    Raises DamagedDatabase when cutting the log does not help: only a backup does then.
    """
    wal = path.with_name(path.name + ".wal")
    copies = tuple(_copied_aside(each, now) for each in (path, wal) if each.exists())
    cut_bytes = 0
    # Each cut is strictly shorter than the one before, so this ends.
    while (position := _damaged_at(path)) is not None:
        size = wal.stat().st_size
        if position >= size:
            raise DamagedDatabase(f"Cutting {wal} did not help. Restore a backup.")
        os.truncate(wal, position)
        cut_bytes += size - position
    return Recovery(copies, cut_bytes)


def _damaged_at(path: Path) -> int | None:
    """The first byte of the log that cannot be read; None when the database opens."""
    try:
        # Without a checkpoint at the end: looking must not change the file.
        duckdb.connect(str(path), config={"checkpoint_threshold": "1TB"}).close()
    except duckdb.Error as error:
        position = corrupt_wal_position(str(error))
        if position is None:
            raise DamagedDatabase(
                f"{path} does not open, and its log is not the reason: {error}. Restore a backup."
            ) from error
        return position
    return None


def _copied_aside(path: Path, now: datetime) -> Path:
    copy = path.with_name(f"{path.name}.damaged-{now:%Y%m%dT%H%M%SZ}")
    shutil.copy2(path, copy)
    return copy
