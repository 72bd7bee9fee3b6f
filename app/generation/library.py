"""Looking at what one has: a single generation, or lists of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.db import Database, Tx
from app.generation import kept, listing, view
from app.generation.listing import Filter
from app.generation.view import GenerationView


@dataclass(frozen=True, slots=True)
class ViewPage:
    items: Sequence[GenerationView]
    next: str | None


@dataclass(frozen=True)
class Library:
    db: Database

    async def get(self, user_id: str, generation_id: str) -> GenerationView:
        """One of this user's, or NotFound."""
        return await self.db.read(view.of_user, user_id, generation_id)

    async def some(
        self, user_id: str, generation_ids: Sequence[str], *, trashed: bool = False
    ) -> list[GenerationView]:
        """Those of these that are this user's, in the order asked for: what is kept, or what
        lies in the trash."""
        return await self.db.read(_some, user_id, generation_ids, trashed)

    async def newest(
        self, user_id: str, wanted: Filter, before: str | None, limit: int
    ) -> ViewPage:
        """The newest first. `before` is the `next` of the page before."""
        return await self.db.read(_newest, user_id, wanted, before, limit)


def _some(
    tx: Tx, user_id: str, generation_ids: Sequence[str], trashed: bool
) -> list[GenerationView]:
    return view.of_all(tx, kept.of_ids(tx, user_id, generation_ids, trashed=trashed))


def _newest(tx: Tx, user_id: str, wanted: Filter, before: str | None, limit: int) -> ViewPage:
    page = listing.newest(tx, user_id, wanted, before, limit)
    return ViewPage(view.of_all(tx, page.items), page.next)
