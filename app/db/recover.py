"""Open a database whose log is damaged, keeping everything written before the damage.

Cutting the log where the damage begins brings back every whole transaction before it
(measured on DuckDB 2.0).
"""

import fcntl
import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.db import DamagedDatabase
from app.db.connection import open_file
from app.db.wal import DamagedLog, log_of


@dataclass(frozen=True)
class Recovery:
    """What was done: where the untouched copies lie, and how many bytes of the log were cut.

    No copies means that the log was sound and nothing was cut.
    """

    copies: tuple[Path, ...]
    cut_bytes: int


def recover(path: Path, now: datetime) -> Recovery:
    """Copy the database and its log aside, then cut the log until the database opens.

    Raises DamagedDatabase when cutting the log does not help: only a backup does then.
    """
    _refuse_if_in_use(path)
    log, copies, cut_bytes = log_of(path), (), 0
    while (position := _damaged_at(path)) is not None:
        copies = copies or (_copied_aside(path, now), _copied_aside(log, now))
        cut_bytes += _cut(log, position)
    return Recovery(copies, cut_bytes)


def _damaged_at(path: Path) -> int | None:
    """The first byte of the log that cannot be read; None when the database opens."""
    try:
        open_file(path).close()
    except DamagedLog as damage:
        return damage.position
    return None


def _cut(log: Path, position: int) -> int:
    """Keep the bytes before `position`. Each cut shortens the log, so there is a last one."""
    with log.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        if position >= size:
            raise DamagedDatabase(f"Cutting {log} did not help. Restore a backup.")
        file.truncate(position)
        os.fsync(file.fileno())
    return size - position


def _copied_aside(path: Path, now: datetime) -> Path:
    """Never overwrites an earlier copy, which somebody may still need."""
    copy = path.with_name(f"{path.name}.damaged-{now:%Y%m%dT%H%M%SZ}")
    try:
        with path.open("rb") as damaged, copy.open("xb") as file:
            shutil.copyfileobj(damaged, file)
            os.fsync(file.fileno())
        shutil.copystat(path, copy)
    except OSError as error:
        if not isinstance(error, FileExistsError):
            copy.unlink(missing_ok=True)
        raise DamagedDatabase(
            f"Nothing was cut, because {path} cannot be copied aside: {error}"
        ) from error
    return copy


def _refuse_if_in_use(path: Path) -> None:
    """By the lock that DuckDB takes: the log of a running server must never be cut."""
    try:
        with path.open("r+b") as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError as error:
        raise DamagedDatabase(f"The database {path} is missing. Restore a backup.") from error
    except BlockingIOError as error:
        raise DamagedDatabase(f"The database {path} is in use. Stop the server first.") from error
