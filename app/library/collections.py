"""What a person may do with their collections."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.accounts.model import Caller
from app.clock import Clock, new_id
from app.db import Database, Tx
from app.db.paging import cursor_of, place_of
from app.errors import Conflict, NotFound
from app.generation import kept
from app.library import repository
from app.library.many import Many
from app.library.repository import Collection

MOST = 1_000
"""Collections of one person."""


@dataclass(frozen=True, slots=True)
class CollectionPage:
    items: Sequence[Collection]
    next: str | None


@dataclass(frozen=True)
class Collections:
    db: Database
    clock: Clock
    many: Many

    async def page(self, user_id: str, before: str | None, limit: int) -> CollectionPage:
        """The ones last used first. `before` is the `next` of the page before."""
        place = place_of(before) if before else None
        found = await self.db.read(repository.page, user_id, place, limit + 1)
        if len(found) <= limit:
            return CollectionPage(found, None)
        last = found[limit - 1]
        return CollectionPage(found[:limit], cursor_of(last.updated_at, last.id))

    async def create(self, user_id: str, name: str) -> Collection:
        fresh = Collection.empty(new_id(), name, self.clock())
        return await self.db.write_each(_create_each, (user_id, fresh))

    async def rename(self, user_id: str, collection_id: str, name: str) -> Collection:
        return await self.db.write(_rename, user_id, collection_id, name)

    async def delete(self, caller: Caller, collection_id: str, *, with_items: bool) -> None:
        """The collection alone, or what is in it along with it: that goes into the trash."""
        held = await self.db.write(_delete, caller.user.id, collection_id)
        if with_items:
            await self.many.trash(caller, held)

    async def put(self, user_id: str, collection_id: str, ids: Sequence[str]) -> list[str]:
        """Put these in. Answers which of them are this user's and now in it."""
        return await self.db.write(_put, user_id, collection_id, ids, self.clock())

    async def take_out(self, user_id: str, collection_id: str, ids: Sequence[str]) -> list[str]:
        return await self.db.write(_take_out, user_id, collection_id, ids, self.clock())

    async def put_one(self, user_id: str, collection_id: str, generation_id: str) -> None:
        """NotFound for a collection or a generation that is not this user's."""
        if not await self.put(user_id, collection_id, [generation_id]):
            raise NotFound

    async def take_one_out(self, user_id: str, collection_id: str, generation_id: str) -> None:
        if not await self.take_out(user_id, collection_id, [generation_id]):
            raise NotFound


def _create_each(tx: Tx, asked: Sequence[tuple[str, Collection]]) -> list[Collection]:
    counts = Counter(repository.counts_of_users(tx, [user_id for user_id, _ in asked]))
    for user_id, fresh in asked:
        if counts[user_id] >= MOST:
            raise Conflict(f"There can be {MOST} collections. Delete one first.")
        counts[user_id] += 1
        repository.insert(tx, user_id, fresh)
    return [fresh for _, fresh in asked]


def _rename(tx: Tx, user_id: str, collection_id: str, name: str) -> Collection:
    repository.of_user(tx, user_id, collection_id)
    repository.rename(tx, collection_id, name)
    return repository.of_user(tx, user_id, collection_id)


def _delete(tx: Tx, user_id: str, collection_id: str) -> list[str]:
    repository.of_user(tx, user_id, collection_id)
    held = repository.items(tx, collection_id)
    repository.delete(tx, collection_id)
    return held


def _put(tx: Tx, user_id: str, collection_id: str, ids: Sequence[str], now: datetime) -> list[str]:
    repository.of_user(tx, user_id, collection_id)
    owned = [each.id for each in kept.of_ids(tx, user_id, ids)]
    repository.put(tx, collection_id, owned, now)
    return owned


def _take_out(
    tx: Tx, user_id: str, collection_id: str, ids: Sequence[str], now: datetime
) -> list[str]:
    repository.of_user(tx, user_id, collection_id)
    owned = [each.id for each in kept.of_ids(tx, user_id, ids)]
    repository.take_out(tx, collection_id, owned, now)
    return owned
