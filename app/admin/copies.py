"""Copies of the database: which there are, and one more now."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from anyio.to_thread import run_sync

from app.accounts.uninterrupted import uninterrupted
from app.admin import audit
from app.admin.audit import Author
from app.backup.keeping import Kept, all_kept
from app.backup.service import Backups
from app.clock import Clock
from app.db import Database, Tx
from app.db.backup import BackupFailed
from app.errors import Conflict, Unavailable

logger = logging.getLogger(__name__)


class NoBackup(Unavailable):
    code, title = "no-backup", "No backup could be made"


@dataclass(frozen=True)
class Copies:
    db: Database
    clock: Clock
    backups: Backups
    _making: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def kept(self) -> Sequence[Kept]:
        """The newest first."""
        return await run_sync(all_kept, self.backups.folder)

    @uninterrupted
    async def make(self, author: Author) -> Kept:
        """Another one, which takes as long as writing the database twice. Raises Conflict while
        one is being made, and NoBackup, which says why to the administrator."""
        if self._making.locked():
            raise Conflict("A backup is being made already.")
        async with self._making:
            try:
                made = await run_sync(self.backups.make)
            except (BackupFailed, OSError) as error:
                logger.error("no backup was made: %s", error)
                raise NoBackup(f"No backup was made: {error}") from error
        await self.db.write(_record, author, made, self.clock())
        return made


def _record(tx: Tx, author: Author, made: Kept, now: datetime) -> None:
    audit.record(tx, author, "backup.create", made.path.name, now, after={"bytes": made.bytes})
