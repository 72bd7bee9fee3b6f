"""A disk small enough to be filled: a tmpfs, or where nobody may mount one, a limit for files.

Both are real: what fails fails with what the kernel says.
"""

import os
import resource
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.media.files import free_bytes

SIZE = 32 * 1024 * 1024
KIB = 1024


class Disk(Protocol):
    folder: Path

    def fill(self, *, leave: int = 0) -> None:
        """Use it up, but for so many bytes. A page (4 KiB) that is begun may still be filled."""
        ...

    def free(self) -> None:
        """Undo `fill`."""
        ...


@dataclass
class MountedDisk:
    folder: Path

    def fill(self, *, leave: int = 0) -> None:
        with (self.folder / "filler").open("wb") as filler:
            os.posix_fallocate(filler.fileno(), 0, free_bytes(self.folder) - leave)

    def free(self) -> None:
        (self.folder / "filler").unlink(missing_ok=True)


@dataclass
class LimitedFiles:
    """No file of this process and its children may grow beyond what the log has and `leave`."""

    folder: Path

    def fill(self, *, leave: int = 0) -> None:
        logs = [each.stat().st_size for each in self.folder.glob("**/*.wal")]
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (max(logs, default=0) + leave, hard))

    def free(self) -> None:
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


@contextmanager
def limited(folder: Path) -> Generator[Disk]:
    disk = LimitedFiles(folder)
    try:
        yield disk
    finally:
        disk.free()


@contextmanager
def mounted(folder: Path) -> Generator[Disk]:
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
