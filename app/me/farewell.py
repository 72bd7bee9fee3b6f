"""Leaving for good. The door closes at once; what is under way is ended truthfully; then
everything that tells of the person goes.

What stays are the movements of money under an id that names nobody, since the house's books must
add up, and rows emptied of every word. A film that the gateway cannot stop is waited for, paid,
and thrown away when it comes.
"""

import logging
from dataclasses import dataclass

from anyio.to_thread import run_sync

from app.accounts.model import Caller, Device
from app.accounts.service import Accounts
from app.accounts.uninterrupted import uninterrupted
from app.catalog.model import CALLS, Kind
from app.clock import Clock
from app.db import Database
from app.generation.news import News
from app.generation.text import Texts
from app.generation.upkeep import cancel_job
from app.library.trash import Trash
from app.me import repository
from app.media.files import MediaFiles

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Farewells:
    db: Database
    clock: Clock
    accounts: Accounts
    texts: Texts
    trash: Trash
    files: MediaFiles
    news: News

    @uninterrupted
    async def leave(self, caller: Caller, device: Device, password: str) -> None:
        """Delete the caller's account. Raises WrongPassword, or LastAdmin for the last one."""
        await self.accounts.close(caller, device, password)
        await self._clear(caller.user.id)
        logger.info("user %s has left", caller.user.id)

    async def clear_up(self) -> None:
        """What could not go yet when its owner did: interrupted by a crash, or still being made."""
        for user_id in await self.db.read(repository.left_behind):
            await self._clear(user_id)

    async def _clear(self, user_id: str) -> None:
        for job in await self.db.read(repository.open_jobs, user_id):
            if job["kind"] == Kind.TEXT:
                await self.texts.stop(job["id"])
            elif job["kind"] not in CALLS:  # which end by themselves, in seconds
                await self.db.write(cancel_job, user_id, job["id"], self.clock())
        await self.db.write(repository.trash_everything, user_id, self.clock())
        await self.trash.empty(user_id)
        for media_id in await self.db.write(repository.forget_uploads, user_id):
            await run_sync(self.files.remove, media_id)
        await self.db.write(repository.forget_the_rest, user_id)
        self.news.tell(user_id)
