"""Looking at what one has: a single generation, or lists of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.db import Database, Tx
from app.generation import listing, view
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

    async def newest(
        self, user_id: str, wanted: Filter, before: str | None, limit: int
    ) -> ViewPage:
        """The newest first. `before` is the `next` of the page before."""
        return await self.db.read(_newest, user_id, wanted, before, limit)


def _newest(tx: Tx, user_id: str, wanted: Filter, before: str | None, limit: int) -> ViewPage:
    page = listing.newest(tx, user_id, wanted, before, limit)
    return ViewPage(view.of_all(tx, page.items), page.next)
