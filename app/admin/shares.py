"""Everybody's share links, as administrators see them: that they are there, not what they show."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.accounts.repository import user_of_any_id
from app.accounts.uninterrupted import uninterrupted
from app.admin import audit
from app.admin.audit import Author
from app.clock import Clock
from app.db import Database, Tx
from app.sharing import repository
from app.sharing.model import Listed
from app.sharing.service import SharePage


@dataclass(frozen=True, slots=True)
class Owned:
    """`email` is "" for somebody who has left meanwhile."""

    listed: Listed
    email: str


@dataclass(frozen=True)
class ShareDesk:
    db: Database
    clock: Clock

    async def page(
        self, user_id: str | None, before: str | None, limit: int
    ) -> tuple[Sequence[Owned], str | None]:
        """Of one person, or of everybody; the newest first, with the place of the next page."""
        return await self.db.read(_page, user_id, before, limit)

    @uninterrupted
    async def revoke(self, author: Author, share_id: str) -> None:
        """Whosever it is. Raises NotFound."""
        await self.db.write(self._revoke, author, share_id)

    def _revoke(self, tx: Tx, author: Author, share_id: str) -> None:
        share = repository.revoke(tx, share_id, None)
        told = {"share": share.id, "generation": share.generation_id}
        audit.record(tx, author, "person.revoke-share", share.user_id, self.clock(), before=told)


def _page(
    tx: Tx, user_id: str | None, before: str | None, limit: int
) -> tuple[Sequence[Owned], str | None]:
    page = SharePage.of(repository.page(tx, user_id, None, before, limit + 1), limit)
    owners = {each.share.user_id for each in page.items}
    emails = {id_: user.email for id_ in owners if (user := user_of_any_id(tx, id_))}
    return [Owned(each, emails.get(each.share.user_id, "")) for each in page.items], page.next
