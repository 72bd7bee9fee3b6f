"""What a person may do with their conversations."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.clock import Clock
from app.db import Database, Tx
from app.db.paging import cursor_of, place_of
from app.generation import repository as generations
from app.generation import view
from app.generation.view import GenerationView
from app.threads import repository, search
from app.threads.repository import Thread
from app.threads.search import Found


@dataclass(frozen=True, slots=True)
class ThreadPage:
    items: list[Found]
    next: str | None


@dataclass(frozen=True, slots=True)
class WholeThread:
    """With all turns of the tree, oldest first; `parent_id` tells which follows which."""

    thread: Thread
    turns: list[GenerationView]


@dataclass(frozen=True)
class Threads:
    db: Database
    clock: Clock
    news: Callable[[str], None]
    """Told the id of a user whose generations changed."""

    async def page(self, user_id: str, q: str | None, before: str | None, limit: int) -> ThreadPage:
        """The ones last spoken in first. `before` is the `next` of the page before."""
        place = place_of(before) if before else None
        found = await self.db.read(_listed, user_id, q, place, limit + 1)
        if len(found) <= limit:
            return ThreadPage(found, None)
        last = found[limit - 1].thread
        return ThreadPage(found[:limit], cursor_of(last.updated_at, last.id))

    async def whole(self, user_id: str, thread_id: str) -> WholeThread:
        """One thread of this user's, or NotFound."""
        return await self.db.read(_whole, user_id, thread_id)

    async def rename(self, user_id: str, thread_id: str, title: str) -> Thread:
        return await self.db.write(repository.rename, user_id, thread_id, title)

    async def delete(self, user_id: str, thread_id: str) -> None:
        """With all its turns."""
        await self.db.write(repository.delete, user_id, thread_id, self.clock())
        self.news(user_id)

    async def restore(self, user_id: str, thread_id: str) -> Thread:
        """Undo a deletion. One that was not deleted stays as it is."""
        restored = await self.db.write(repository.restore, user_id, thread_id)
        self.news(user_id)
        return restored


def _listed(
    tx: Tx, user_id: str, q: str | None, place: tuple[datetime, str] | None, limit: int
) -> list[Found]:
    if q and q.split():
        return search.found(tx, user_id, q, place, limit)
    return [Found(each) for each in repository.newest(tx, user_id, place, limit)]


def _whole(tx: Tx, user_id: str, thread_id: str) -> WholeThread:
    thread = repository.of_user(tx, user_id, thread_id)
    turns = generations.of_thread(tx, user_id, thread_id)
    return WholeThread(thread, view.of_all(tx, turns))
