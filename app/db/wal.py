"""The write-ahead log beside the database, and the damage in it that DuckDB would pass over.

DuckDB refuses a log with a wrong checksum. But where the head of the log or the size of an
entry is wrong, it takes that for the end, opens without a word and cuts off the rest, with all
that was committed there. So this looks first. The format, as DuckDB 2.0 writes it: a head, then
entries, each its size and its checksum in eight bytes and a body. A log of another version is
left to DuckDB, which refuses what it does not know.
"""

import re
from contextlib import suppress
from pathlib import Path

from app.db import DamagedDatabase

_HEAD = re.compile(
    rb"d\0b"
    rb"e\0\x02"  # version
    rb"f\0\x10(?:[\x00-\x7f]|[\x80-\xff][\x00\x01]){16}"  # id of the database
    rb"g\0[\x80-\xff]*[\x00-\x7f]"  # how often it was checkpointed
    rb"\xff\xff"
)
_OTHER_VERSION = re.compile(rb"d\0be\0[^\x02]", re.DOTALL)
_COMMIT = bytes.fromhex("0500000000000000 e7fe7d722fed3d5e 640064ffff")
_ENTRY_HEAD = 16
_SMALLEST = 51
"""Bytes. A shorter log was cut before its first commit was whole, so nothing is lost with it."""


class DamagedLog(DamagedDatabase):
    """The log cannot be replayed from the byte `position` on."""

    def __init__(self, log: Path, position: int, reason: str) -> None:
        super().__init__(
            f"The log of the database, {log}, cannot be replayed: {reason}. Either restore a "
            "backup (`allucanget restore`), or run `allucanget recover`: it copies the database "
            f"and its log aside and cuts the log at byte {position}; what was written before stays."
        )
        self.position = position


def log_of(database: Path) -> Path:
    return database.with_name(f"{database.name}.wal")


def size_of(log: Path) -> int:
    """Bytes; 0 when there is none, as after a clean stop."""
    try:
        return log.stat().st_size
    except FileNotFoundError:
        return 0


def check(log: Path) -> None:
    """Raise DamagedLog if DuckDB would overlook commits in `log`."""
    with suppress(FileNotFoundError):
        content = log.read_bytes()
        if len(content) >= _SMALLEST and not _OTHER_VERSION.match(content):
            _check(log, content)


def _check(log: Path, content: bytes) -> None:
    head = _HEAD.match(content)
    if head is None:
        raise DamagedLog(log, 0, "it does not begin as a log does")
    end = _end_of_entries(content, head.end())
    if content.find(_COMMIT, end) >= 0:
        raise DamagedLog(log, end, f"byte {end} looks like its end, but commits follow")


def _end_of_entries(content: bytes, position: int) -> int:
    """Where the first entry begins that is empty or larger than what is left."""
    while position + _ENTRY_HEAD <= len(content):
        size = int.from_bytes(content[position : position + 8], "little")
        if not 0 < size <= len(content) - position - _ENTRY_HEAD:
            break
        position += _ENTRY_HEAD + size
    return position
