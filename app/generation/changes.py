"""The status of everything at once: what has changed since a cursor, or a long wait for it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from app.accounts.model import Caller
from app.accounts.signouts import SignOuts
from app.db import Database, Tx
from app.errors import SignInRequired
from app.generation import listing, view
from app.generation.news import News
from app.generation.view import GenerationView
from app.tasks import first_of

MOST = 100
"""Changes in one answer; the cursor then leads to the rest."""


@dataclass(frozen=True, slots=True)
class Changes:
    """`deleted` are the ids of what is gone. Asking again from `cursor` misses nothing."""

    items: Sequence[GenerationView]
    deleted: Sequence[str]
    cursor: int

    @property
    def empty(self) -> bool:
        return not self.items and not self.deleted


@dataclass(frozen=True)
class ChangeFeed:
    db: Database
    news: News
    signouts: SignOuts

    async def now(self) -> Changes:
        """Nothing, and the cursor to begin with."""
        return Changes((), (), await self.db.read(listing.newest_change))

    async def since(self, caller: Caller, cursor: int, wait: float) -> Changes:
        """What changed since, at once if there is any, else as soon as something does.

        After `wait` seconds, or when the server goes down, an empty answer with the same cursor.
        SignInRequired as soon as the caller is signed out.
        """
        user_id = caller.user.id
        end = asyncio.get_running_loop().time() + wait
        with self.news.listening(user_id) as told, self.signouts.watch(caller) as gone:
            while True:
                # Before looking: what is told while we look is looked at in the next round.
                told.clear()
                found = await self._look(user_id, cursor, told)
                left = end - asyncio.get_running_loop().time()
                if not found.empty or left <= 0 or self.news.closing:
                    return found
                await first_of(told, gone, seconds=left)
                if gone.is_set():
                    raise SignInRequired

    async def _look(self, user_id: str, cursor: int, told: asyncio.Event) -> Changes:
        if self.news.is_quiet(user_id, cursor):
            return Changes((), (), cursor)
        found = await self.db.read(_since, user_id, cursor)
        if found.empty and not told.is_set():
            self.news.found_nothing(user_id, cursor)
        return found


def _since(tx: Tx, user_id: str, cursor: int) -> Changes:
    changed = listing.changed_since(tx, user_id, cursor, MOST)
    kept = [each for each in changed if each.deleted_at is None]
    deleted = [each.id for each in changed if each.deleted_at is not None]
    return Changes(
        view.of_all(tx, kept), deleted, max((each.changed for each in changed), default=cursor)
    )
