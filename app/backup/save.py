"""Save everything of an installation into a folder, while its server runs or when none does.

The database first, then every file that its copy names: a file is on the disk before its row is,
and is never changed, so no row of the copy lacks its bytes.
"""

import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app import __version__
from app.backup import repository
from app.backup.files import Advance, Watch, check_room, copy, empty, is_empty, sha256_of
from app.backup.manifest import DATABASE, Manifest, SavedFile
from app.backup.repository import MediaRow
from app.backup.requests import NotAnswered, copy_from_server
from app.db import Tx
from app.db.backup import BackupFailed, back_up, in_use
from app.db.contents import read_file, row_counts
from app.db.duck import DuckDatabase
from app.media.files import place_in, thumbnail_of
from app.settings import Settings


class NotSaved(Exception):
    """Nothing was saved, and nothing is left of the attempt. The message is for the operator."""


@dataclass(frozen=True)
class _Named:
    """A file to save: its path below DATA_DIR, and what the database says of its bytes."""

    path: str
    bytes: int
    sha256: str | None = None

    def fits(self, saved: SavedFile) -> bool:
        return self.sha256 in (None, saved.sha256)


@dataclass(frozen=True)
class _Rows:
    """What the copy of the database says."""

    rows: dict[str, int]
    sums: repository.Sums
    migration: int
    media: tuple[MediaRow, ...]


def save(settings: Settings, target: Path, now: datetime, watch: Watch) -> Manifest:
    """Save into `target`, which is empty or not there yet. Blocks.

    Raises NotSaved, DamagedDatabase and OSError, leaving `target` as empty as it was.
    """
    if not is_empty(target):
        raise NotSaved(f"{target} is not empty. Name a folder that is, or a new one.")
    if not settings.database_path.exists():
        raise NotSaved(f"There is no database at {settings.database_path}.")
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        return _save(settings, target, now, watch)
    except (BackupFailed, NotAnswered) as error:
        empty(target)
        raise NotSaved(str(error)) from error
    except BaseException:
        empty(target)
        raise


def _save(settings: Settings, target: Path, now: datetime, watch: Watch) -> Manifest:
    with _copied_database(settings, target) as copied:
        database = _taken_in(copied, target)
    rows = read_file(target / DATABASE, _look)
    named = [*_media(settings, rows.media), *_others(settings.data_dir)]
    total = sum(each.bytes for each in named)
    check_room(target, total)
    with watch("Copying files", total) as advance:
        found = [(each, _save_one(settings.data_dir, target, each, advance)) for each in named]
    os.sync()
    manifest = Manifest(
        version=__version__,
        made_at=now,
        migration=rows.migration,
        sums=rows.sums,
        rows=rows.rows,
        files=(database, *(saved for _, saved in found if saved)),
        missing=tuple(named.path for named, saved in found if saved is None),
        damaged=tuple(named.path for named, saved in found if saved and not named.fits(saved)),
    )
    manifest.write(target)
    return manifest


@contextmanager
def _copied_database(settings: Settings, target: Path) -> Generator[Path]:
    """A proven copy of the database, from the one process that may read it."""
    path = settings.database_path
    if in_use(path):
        with copy_from_server(
            settings.data_dir, settings.requests_dir, lambda: in_use(path)
        ) as copied:
            yield copied
        return
    copied = target / DATABASE
    database = DuckDatabase(path, backups=target)
    try:
        back_up(database, copied)
    finally:
        database.close()
    yield copied


def _taken_in(copied: Path, target: Path) -> SavedFile:
    final = target / DATABASE
    if copied == final:
        final.chmod(0o600)
        return SavedFile(
            path=DATABASE, bytes=final.stat().st_size, sha256=sha256_of(final, lambda _: None)
        )
    check_room(target, copied.stat().st_size)
    size, sha256 = copy(copied, final, lambda _: None)
    return SavedFile(path=DATABASE, bytes=size, sha256=sha256)


def _look(tx: Tx) -> _Rows:
    media = tuple(repository.media(tx))
    return _Rows(row_counts(tx), repository.sums(tx), repository.migration(tx), media)


def _media(settings: Settings, rows: tuple[MediaRow, ...]) -> Iterator[_Named]:
    for row in rows:
        path = place_in(settings.media_dir, row.id)
        yield _Named(_below(settings.data_dir, path), row.bytes, row.sha256)
        thumbnail = thumbnail_of(path)
        if row.has_thumbnail:
            size = thumbnail.stat().st_size if thumbnail.exists() else 0
            yield _Named(_below(settings.data_dir, thumbnail), size)


def _others(data_dir: Path) -> Iterator[_Named]:
    """The key that signs tokens, and the memory of the demo gateway: whole or not there, both."""
    for path in (data_dir / "secret_key", *sorted((data_dir / "demo").glob("*.json"))):
        if path.exists():
            yield _Named(_below(data_dir, path), path.stat().st_size)


def _save_one(data_dir: Path, target: Path, named: _Named, advance: Advance) -> SavedFile | None:
    """None when there is no such file."""
    try:
        size, sha256 = copy(data_dir / named.path, target / named.path, advance)
    except FileNotFoundError:
        return None
    return SavedFile(path=named.path, bytes=size, sha256=sha256)


def _below(data_dir: Path, path: Path) -> str:
    return path.relative_to(data_dir).as_posix()
