"""Many generations at once: one transaction instead of hundreds of requests.

Of the ids that are given, those are left out that are somebody else's, unknown, or not where they
would have to be; the answer names the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.accounts.model import Caller
from app.clock import Clock
from app.db import Database, Tx
from app.generation import kept
from app.generation.news import News
from app.generation.upkeep import ThreadBack, Upkeep
from app.media import repository as media_rows


@dataclass(frozen=True)
class Many:
    db: Database
    clock: Clock
    news: News
    upkeep: Upkeep

    async def trash(self, caller: Caller, ids: Sequence[str]) -> list[str]:
        """Into the trash, with their files. What is still under way is stopped as far as it
        can be."""
        user_id = caller.user.id
        for each in await self.db.read(kept.of_ids, user_id, ids):
            if not each.state.ended:
                await self.upkeep.cancel(caller, each.id)
        return self._told(user_id, await self.db.write(_trash, user_id, ids, self.clock()))

    async def restore(self, user_id: str, ids: Sequence[str]) -> list[str]:
        """Out of the trash."""
        done = await self.db.write(_restore, user_id, ids, self.upkeep.thread_back)
        return self._told(user_id, done)

    async def favour(self, user_id: str, ids: Sequence[str], favourite: bool) -> list[str]:
        """Make them favourites, or no longer."""
        return self._told(user_id, await self.db.write(_favour, user_id, ids, favourite))

    def _told(self, user_id: str, done: list[str]) -> list[str]:
        if done:
            self.news.tell(user_id)
        return done


def _trash(tx: Tx, user_id: str, ids: Sequence[str], now: datetime) -> list[str]:
    owned = [each.id for each in kept.of_ids(tx, user_id, ids)]
    kept.set_deleted(tx, owned, now)
    media_rows.trash_of_generations(tx, owned, user_id, now)
    return owned


def _restore(tx: Tx, user_id: str, ids: Sequence[str], thread_back: ThreadBack) -> list[str]:
    trashed = kept.of_ids(tx, user_id, ids, trashed=True)
    owned = [each.id for each in trashed]
    kept.set_deleted(tx, owned, None)
    media_rows.restore_of_generations(tx, owned, user_id)
    for each in trashed:
        thread_back(tx, each)
    return owned


def _favour(tx: Tx, user_id: str, ids: Sequence[str], favourite: bool) -> list[str]:
    owned = [each.id for each in kept.of_ids(tx, user_id, ids)]
    kept.set_favourite(tx, owned, favourite)
    return owned
