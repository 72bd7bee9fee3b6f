"""A disk that can be full: a small tmpfs, or where nobody may mount one, a limit for files.

Both are real: the engine's own writes fail, with what the kernel says.
"""

import resource
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

SIZE = 6 * 1024 * 1024
ROOM = 1024 * 1024
"""Bytes that a full disk still has."""


class SmallDisk(Protocol):
    folder: Path

    def fill(self) -> None:
        """Leave less than ROOM."""
        ...

    def free(self) -> None: ...


@dataclass
class MountedDisk:
    folder: Path

    def fill(self) -> None:
        used = sum(each.stat().st_size for each in self.folder.iterdir())
        (self.folder / "filler").write_bytes(bytes(SIZE - ROOM - used))

    def free(self) -> None:
        (self.folder / "filler").unlink(missing_ok=True)


@dataclass
class LimitedFiles:
    """No file of this process may grow beyond `room`."""

    folder: Path
    room: int = ROOM

    def fill(self) -> None:
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.room, hard))

    def free(self) -> None:
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


@contextmanager
def limited(folder: Path, room: int = ROOM) -> Generator[SmallDisk]:
    disk = LimitedFiles(folder, room)
    try:
        yield disk
    finally:
        disk.free()


@contextmanager
def mounted(folder: Path) -> Generator[SmallDisk]:
    """A tmpfs; or `limited` where mounting is refused."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", folder]
    if subprocess.run(mount, capture_output=True).returncode != 0:
        with limited(folder) as disk:
            yield disk
        return
    try:
        yield MountedDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
