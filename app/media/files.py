"""The bytes, on the local disk.

    media/ab/cd/<id>              the file, under a path made from its id and nothing else
    media/ab/cd/<id>.thumbnail    its small picture
    media/tmp/                    what is still on its way in; emptied at every start

A file has its final name only once it is whole and on the disk for good. All functions block;
call them in a thread.
"""

import errno
import hashlib
import os
import shutil
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.clock import new_id
from app.errors import DiskFull, TooLarge
from app.media.model import is_id

MIB = 1024 * 1024
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_THUMBNAIL = ".thumbnail"


class Incoming:
    """A file on its way in: written piece by piece, measured on the way, seen by nobody.

    The lock is for a caller that is cancelled while a thread of its own is still writing: the
    file is not closed under that thread, whose bytes could otherwise end up in another file.
    """

    def __init__(self, path: Path, *, cap: int, keep_free: int) -> None:
        self.path = path
        self.thumbnail = path.with_name(path.name + _THUMBNAIL)
        self.size = 0
        self._cap = cap
        self._keep_free = keep_free
        self._digest = hashlib.sha256()
        self._lock = threading.Lock()
        with _disk_full():
            self._file = path.open("xb", buffering=0)

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def write(self, piece: bytes) -> None:
        """Raises TooLarge beyond the cap, and DiskFull before the last of the disk is used."""
        with self._lock, _disk_full():
            if self.size + len(piece) > self._cap:
                raise TooLarge(f"A file may have {self._cap / MIB:g} MiB.", limit=self._cap)
            if free_bytes(self.path.parent) < self._keep_free + len(piece):
                raise DiskFull
            left = memoryview(piece)
            while left:
                left = left[self._file.write(left) :]
            self._digest.update(piece)
            self.size += len(piece)

    def seal(self) -> None:
        """All is written: make it last."""
        with self._lock, _disk_full():
            os.fsync(self._file.fileno())
            self._file.close()

    def become(self, other: Path) -> None:
        """Hold another file's content from now on, instead of what was written. After `seal`."""
        with self._lock, _disk_full():
            self.path.stat()  # abandoned meanwhile? Then leave nothing in its place.
            with other.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256")
                os.fsync(file.fileno())
                self.size = file.tell()
            self._digest = digest
            other.replace(self.path)

    def move(self, final: Path) -> None:
        """Give both files their final names; the thumbnail first, since the file counts."""
        with self._lock, _disk_full():
            self.path.stat()  # abandoned meanwhile? Then touch nothing.
            if self.thumbnail.exists():
                _sync(self.thumbnail)
                self.thumbnail.rename(thumbnail_of(final))
            else:
                thumbnail_of(final).unlink(missing_ok=True)
            self.path.rename(final)
            _sync(final.parent)

    def abandon(self) -> None:
        """Leave nothing behind. Harmless after `move`."""
        with self._lock:
            with suppress(OSError):
                self._file.close()
            self.path.unlink(missing_ok=True)
            self.thumbnail.unlink(missing_ok=True)


class MediaFiles:
    """The folder of all media. Making one creates it and empties its `tmp`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self._tmp = self.folder / "tmp"
        self._moving = threading.Lock()
        shutil.rmtree(self._tmp, ignore_errors=True)
        self._tmp.mkdir(parents=True, exist_ok=True)

    def incoming(self, *, cap: int, keep_free: int = 0) -> Incoming:
        """A new file of at most `cap` bytes, which leaves `keep_free` of the disk alone."""
        return Incoming(self.scratch(), cap=cap, keep_free=keep_free)

    def scratch(self) -> Path:
        """A path for a passing file, which the caller removes."""
        return self._tmp / new_id()

    def publish(self, incoming: Incoming, media_id: str) -> None:
        """Give a sealed file the place of `media_id`, also in place of an earlier attempt."""
        final = self.path(media_id)
        with _disk_full():
            self._make(final.parent.parent)
            self._make(final.parent)
        with self._moving:
            incoming.move(final)

    def path(self, media_id: str) -> Path:
        """Where the file of this id is, if there is one."""
        return place_in(self.folder, media_id)

    def thumbnail_path(self, media_id: str) -> Path:
        return thumbnail_of(self.path(media_id))

    def remove(self, media_id: str) -> None:
        """Take away whatever there is of it."""
        self.path(media_id).unlink(missing_ok=True)
        self.thumbnail_path(media_id).unlink(missing_ok=True)

    def remove_older(self, media_id: str, than: float) -> int:
        """`remove`, unless it came after `than` (seconds since 1970). Says how many bytes went.

        Looks and removes under the lock of `publish`: an attempt that is repeated just now
        does not lose its new file to an old verdict.
        """
        with self._moving:
            found = [
                path.stat()
                for path in (self.path(media_id), self.thumbnail_path(media_id))
                if path.exists()
            ]
            if any(each.st_mtime >= than for each in found):
                return 0
            self.remove(media_id)
        return sum(each.st_size for each in found)

    def ids(self) -> Iterator[list[str]]:
        """The ids of all files there are, folder by folder."""
        for shard in sorted(self.folder.glob("[0-9a-f][0-9a-f]")):
            names = {path.name.removesuffix(_THUMBNAIL) for path in shard.glob("*/*")}
            yield sorted(name for name in names if is_id(name))

    def free_bytes(self) -> int:
        return free_bytes(self.folder)

    def _make(self, folder: Path) -> None:
        with suppress(FileExistsError):
            folder.mkdir()
            _sync(folder.parent)


def place_in(folder: Path, media_id: str) -> Path:
    """Where the file of this id is below the folder of all media."""
    if not is_id(media_id):
        raise ValueError("not an id")
    # The tail of a UUIDv7 is random; its head is the time, and would fill one folder a day.
    return folder / media_id[-4:-2] / media_id[-2:] / media_id


def thumbnail_of(path: Path) -> Path:
    """Where the small picture of this file is."""
    return path.with_name(path.name + _THUMBNAIL)


def free_bytes(folder: Path) -> int:
    """What an ordinary user may still write there."""
    disk = os.statvfs(folder)
    return disk.f_bavail * disk.f_frsize


def _sync(path: Path) -> None:
    """Make a file's bytes, or a folder's names, outlive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _disk_full() -> Generator[None]:
    """Say it in our words when there is no room left."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull from error
        raise
