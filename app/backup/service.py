"""Copies the database every few hours, and whenever the command line asks for it."""

import logging
import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Self

from app.backup.keeping import Kept, all_kept, name_of, superfluous
from app.clock import Clock
from app.db.backup import BackupFailed, back_up, remove_unfinished, room_for_copy
from app.db.duck import DuckDatabase
from app.settings import Settings

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Backups:
    """The copies in `folder`. All methods block, for seconds or minutes: call them in a thread."""

    db: DuckDatabase
    folder: Path
    clock: Clock
    every: timedelta
    keep: int
    max_bytes: int
    keep_free: int
    """Bytes of the database's own disk that are left to what people have paid for."""

    @classmethod
    def of(cls, settings: Settings, db: DuckDatabase, clock: Clock) -> Self:
        return cls(
            db,
            settings.backup_dir,
            clock,
            settings.backup_every,
            settings.backup_keep,
            settings.backup_max_bytes,
            settings.min_free_bytes,
        )

    def tidy(self) -> None:
        """Clear away what a killed process has left. At the start, before anything is copied."""
        remove_unfinished(self.folder)

    def make_if_due(self) -> None:
        """By the age of the newest copy, so that restarts neither add copies nor put them off.

        Whatever goes wrong is logged, and tried again the next time.
        """
        kept = all_kept(self.folder)
        # One that is dated in the future is from a clock that was wrong.
        if kept and timedelta(0) <= self.clock() - kept[0].made_at < self.every:
            return
        try:
            self.make()
        except (BackupFailed, OSError) as error:
            logger.error("no backup was made: %s", error)

    def make(self) -> Kept:
        """One more copy, whatever the age of the newest. Raises BackupFailed or OSError."""
        now = self.clock().replace(microsecond=0)
        target = self.folder / name_of(now)
        self.copy_to(target)
        made = Kept(target, now, target.stat().st_size)
        logger.info("backed up the database to %s, %d bytes", made.path, made.bytes)
        self._remove_old()
        return made

    def copy_to(self, target: Path) -> None:
        """A proven copy in this folder. Raises BackupFailed, also when there is too little room."""
        need, free = self._needed(), shutil.disk_usage(self.folder).free
        if free < need:
            raise BackupFailed(
                f"{self.folder} has {free} bytes left, and a copy should find {need}."
            )
        back_up(self.db, target)

    def _needed(self) -> int:
        same_disk = self.folder.stat().st_dev == self.db.path.stat().st_dev
        return room_for_copy(self.db.path) + (self.keep_free if same_disk else 0)

    def _remove_old(self) -> None:
        kept = all_kept(self.folder)
        for copy in superfluous(kept, keep=self.keep, max_bytes=self.max_bytes):
            copy.path.unlink(missing_ok=True)
            logger.info("removed the old backup %s", copy.path)
