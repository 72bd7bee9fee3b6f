"""Bring back what was saved: everything into an empty data folder, or the database alone.

Everything is looked through before anything is written. What was still to be sent to the gateway
is not sent any more: since the backup it may have been, and would be paid for twice.
"""

import os
import shutil
from datetime import datetime
from pathlib import Path

from app.backup import repository
from app.backup.files import Watch, check_room, copy, empty, is_empty, sha256_of
from app.backup.manifest import Manifest, SavedFile, read_manifest
from app.backup.repository import Sums
from app.db import Tx, wal
from app.db.backup import in_use, sync
from app.db.contents import read_file, row_counts
from app.db.duck import DuckDatabase
from app.generation.restored import hold_back
from app.settings import Settings

UNFINISHED = "restore-unfinished"
"""A file in a data folder that is not whole yet. The server does not start beside it."""


class NotRestored(Exception):
    """It was not done. The message is for the operator."""


def refuse_unfinished(settings: Settings) -> None:
    """Raise NotRestored where a restore was interrupted."""
    if (settings.data_dir / UNFINISHED).exists():
        raise NotRestored(
            f"A restore into {settings.data_dir} was interrupted. Empty the folder, and run "
            "`allucanget restore` again."
        )


def restore_all(settings: Settings, source: Path, watch: Watch) -> tuple[Manifest, int]:
    """Fill DATA_DIR, which is empty or not there yet, with what was saved in `source`. Blocks.

    Returns what is back, and how many requests were held back. Raises NotABackup, NotRestored,
    NoRoom, UnreadableFile or OSError; DATA_DIR is untouched if `source` was not whole.
    """
    manifest = read_manifest(source)
    data_dir = settings.data_dir
    if not is_empty(data_dir):
        raise NotRestored(f"{data_dir} is not empty. Name an empty DATA_DIR, or a new one.")
    _check(manifest, source, watch)
    data_dir.mkdir(parents=True, exist_ok=True)
    check_room(data_dir, manifest.bytes)
    try:
        return manifest, _fill(settings, manifest, source, watch)
    except BaseException:
        empty(data_dir)
        raise


def _fill(settings: Settings, manifest: Manifest, source: Path, watch: Watch) -> int:
    data_dir = settings.data_dir
    mark = data_dir / UNFINISHED
    mark.touch()
    sync(data_dir)
    with watch("Restoring files", manifest.bytes) as advance:
        for each in manifest.files:
            copied = copy(source / each.path, data_dir / each.path, advance)
            _expect(each, *copied)
    _compare(manifest, settings.database_path)
    held = _settle_in(settings.database_path)
    for path in data_dir.rglob("*"):
        _hand_over(path, data_dir)
    os.sync()
    mark.unlink()
    sync(data_dir)
    return held


def restore_database(
    settings: Settings, source: Path, now: datetime
) -> tuple[Sums, Path | None, int]:
    """Put a copy of the database alone in the place of the present one. Blocks.

    Returns what it holds, where the present one was put, and how many requests were held back.
    Raises NotRestored, UnreadableFile, NoRoom or OSError, and changes nothing then.
    """
    path = settings.database_path
    if path.exists() and in_use(path):
        raise NotRestored(f"The database {path} is in use. Stop the server first.")
    if wal.log_of(source).exists():
        raise NotRestored(f"{source} has a log beside it, so it is not a copy but in use.")
    fresh = path.with_name(f"{path.name}.restoring")
    try:
        sums = read_file(source, repository.sums)
        path.parent.mkdir(parents=True, exist_ok=True)
        check_room(path.parent, source.stat().st_size)
        copy(source, fresh, lambda _: None)
        held = _settle_in(fresh)
        sync(fresh)
        aside = _put_aside(path, now)
        _hand_over(fresh, path.parent)
        fresh.rename(path)
        sync(path.parent)
    finally:
        fresh.unlink(missing_ok=True)
        wal.log_of(fresh).unlink(missing_ok=True)
    return sums, aside, held


def _check(manifest: Manifest, source: Path, watch: Watch) -> None:
    """Every byte, before the first is restored."""
    with watch("Checking files", manifest.bytes) as advance:
        for each in manifest.files:
            path = source / each.path
            if not path.is_file():
                raise NotRestored(f"{path} is missing from the backup. Nothing was restored.")
            _expect(each, path.stat().st_size, sha256_of(path, advance))


def _expect(saved: SavedFile, size: int, sha256: str) -> None:
    if (size, sha256) != (saved.bytes, saved.sha256):
        raise NotRestored(
            f"{saved.path} is not what was saved: its checksum differs. Use another backup."
        )


def _compare(manifest: Manifest, database: Path) -> None:
    """The bytes are right; this also finds a program that reads them differently."""

    def look(tx: Tx) -> tuple[dict[str, int], Sums]:
        return row_counts(tx), repository.sums(tx)

    if read_file(database, look) != (manifest.rows, manifest.sums):
        raise NotRestored(f"{database} does not hold what the manifest says was saved.")


def _settle_in(path: Path) -> int:
    database = DuckDatabase(path, backups=path.parent / "backups")
    try:
        return database.write_now(hold_back)
    finally:
        database.close()


def _put_aside(path: Path, now: datetime) -> Path | None:
    """Its log goes second: alone it stops the start, where the database without it would not."""
    if not path.exists():
        return None
    aside = path.with_name(f"{path.name}.replaced-{now:%Y%m%dT%H%M%SZ}")
    path.rename(aside)
    log = wal.log_of(path)
    if log.exists():
        log.rename(wal.log_of(aside))
    return aside


def _hand_over(path: Path, folder: Path) -> None:
    """What root has restored belongs to whom the folder belongs to: the server may be another."""
    if os.geteuid() == 0:
        owner = folder.stat()
        shutil.chown(path, owner.st_uid, owner.st_gid)
