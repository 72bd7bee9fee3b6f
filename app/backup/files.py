"""Copying and checking files, many of them, with somebody watching how far it is."""

import hashlib
import os
import shutil
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from io import FileIO
from pathlib import Path

from app.media.files import free_bytes

PIECE = 1024 * 1024

Advance = Callable[[int], None]
"""Told of every few bytes that are done."""

Watch = Callable[[str, int], AbstractContextManager[Advance]]
"""Shows how far something named is: `with watch("Copying", bytes) as advance`."""


class NoRoom(Exception):
    """It would not fit. The message tells the operator how much it needs."""


@contextmanager
def unwatched(_name: str, _bytes: int) -> Generator[Advance]:
    yield lambda _done: None


def copy(source: Path, target: Path, advance: Advance) -> tuple[int, str]:
    """Copy the bytes, readable by their owner only. Tells how many, and their SHA-256."""
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as read, _private(target) as written:
        while piece := read.read(PIECE):
            left = memoryview(piece)
            while left:
                left = left[written.write(left) :]
            digest.update(piece)
            size += len(piece)
            advance(len(piece))
    return size, digest.hexdigest()


def sha256_of(path: Path, advance: Advance) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
            advance(len(piece))
    return digest.hexdigest()


def check_room(folder: Path, need: int) -> None:
    free = free_bytes(folder)
    if free < need:
        raise NoRoom(f"{folder} has {_mib(free)} left, and this needs {_mib(need)}.")


def is_empty(folder: Path) -> bool:
    """True also when there is none."""
    return not folder.exists() or not _entries(folder)


def empty(folder: Path) -> None:
    """Make it empty again, after a failure."""
    for path in _entries(folder):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _entries(folder: Path) -> list[Path]:
    # A disk of its own has a lost+found from the beginning.
    return [path for path in folder.iterdir() if path.name != "lost+found"]


def _private(target: Path) -> FileIO:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    return FileIO(handle, "wb")


def _mib(size: int) -> str:
    return f"{size / 1024**2:,.0f} MiB"
