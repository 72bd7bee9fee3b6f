"""Open the database in the newest shape, with a way back: a copy from before the first migration.

A migration is undone when it fails, but those that ran before it are not, and the version that
was installed before would not start on them. So the copy is put back then.
"""

import logging
import shutil
from datetime import datetime
from pathlib import Path

from app.db import wal
from app.db.backup import BackupFailed, back_up, remove_unfinished, room_for_copy, sync
from app.db.duck import DuckDatabase
from app.db.migrate import MigrationError, migrate, migrations_in, pending

logger = logging.getLogger(__name__)

KEPT_POINTS = 3
_PREFIX = "before-migration-"
_RETURNING = ".returning"


def open_newest(path: Path, backups: Path, migrations: Path, now: datetime) -> DuckDatabase:
    """The database at `path`, made if there is none, with every migration run. Blocks.

    Raises DamagedDatabase, or MigrationError: then the database is as it was before.
    """
    database = DuckDatabase(path, backups=backups)
    point = None
    try:
        point = _restore_point(database, backups, migrations, now)
        migrate(database, migrations)
    except MigrationError as error:
        database.close()
        if point is None:
            raise
        raise MigrationError(f"{error} {_put_back(point, path)}") from error
    except BaseException:
        database.close()
        raise
    return database


def _restore_point(
    database: DuckDatabase, backups: Path, migrations: Path, now: datetime
) -> Path | None:
    """A copy from before, if there is anything to copy and anything to do."""
    known = migrations_in(migrations)
    waiting = pending(database, known)
    if not waiting or len(waiting) == len(known):
        return None
    point = backups / f"{_PREFIX}{waiting[0].number:04}-{now:%Y%m%dT%H%M%SZ}.duckdb"
    try:
        remove_unfinished(backups)
        _check_room(database.path, backups)
        back_up(database, point)
    except (BackupFailed, OSError) as error:
        raise MigrationError(
            f"Nothing was migrated, because no copy could be made before. {error}"
        ) from error
    logger.info("before migrating, the database was copied to %s", point)
    _remove_old_points(backups)
    return point


def _check_room(path: Path, backups: Path) -> None:
    need, free = room_for_copy(path), shutil.disk_usage(backups).free
    if free < need:
        raise BackupFailed(f"{backups} has {free} bytes left, and a copy may need {need}.")


def _remove_old_points(backups: Path) -> None:
    points = sorted(backups.glob(f"{_PREFIX}*.duckdb"), key=lambda each: each.stat().st_mtime)
    for old in points[:-KEPT_POINTS]:
        old.unlink(missing_ok=True)


def _put_back(point: Path, path: Path) -> str:
    """Replace the database, which is closed, by its copy. Tells the operator how it went."""
    fresh = path.with_name(path.name + _RETURNING)
    try:
        shutil.copyfile(point, fresh)
        sync(fresh)
        wal.log_of(path).unlink(missing_ok=True)
        fresh.rename(path)
        sync(path.parent)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        return (
            f"Putting back the copy from before failed as well ({error}): "
            f"run `allucanget restore {point}`."
        )
    return (
        "The database is as it was before, so the version that ran before still starts. "
        f"The copy from before is {point}."
    )
