"""What people may do with links to their own things: make, list and take back."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.accounts.model import Caller
from app.accounts.passwords import Passwords, refuse_weak
from app.clock import Clock, new_id
from app.db import Database, Tx
from app.errors import BadInput, Conflict
from app.generation import repository as generations
from app.generation import view
from app.sharing import repository
from app.sharing.model import Listed, NothingToShow, Share, SharingOff, Wish, new_token

logger = logging.getLogger(__name__)

MOST = 1_000
"""Links of one person."""
LONGEST_LIFE = timedelta(days=3_660)
REMEMBERED = timedelta(days=30)
"""How long a link that has ended by itself is still listed, if new ones are made."""


@dataclass(frozen=True, slots=True)
class SharePage:
    items: Sequence[Listed]
    next: str | None

    @classmethod
    def of(cls, found: Sequence[Listed], limit: int) -> "SharePage":
        """From one more than the page may hold, if there are so many."""
        more = len(found) > limit
        return cls(found[:limit], found[limit - 1].share.id if more else None)


@dataclass(frozen=True)
class Sharing:
    db: Database
    clock: Clock
    passwords: Passwords
    allowed: Callable[[], bool]
    """Whether the house has share links; asked anew each time, since administrators change it."""

    async def create(self, caller: Caller, wish: Wish) -> Listed:
        """Raises SharingOff, NotFound for what is not the caller's, or NothingToShow."""
        if not self.allowed():
            raise SharingOff("An administrator can allow them in the settings.")
        _require_future(wish.expires_at, self.clock())
        password_hash = None
        if wish.password is not None:
            refuse_weak(wish.password, caller.user.email)
            password_hash = await self.passwords.hash(wish.password)
        share = Share(
            id=new_id(),
            token=new_token(),
            user_id=caller.user.id,
            generation_id=wish.generation_id,
            password_hash=password_hash,
            with_prompt=wish.with_prompt,
            expires_at=wish.expires_at,
            created_at=self.clock(),
        )
        listed = await self.db.write(_create, share)
        logger.info("user %s shares generation %s", share.user_id, share.generation_id)
        return listed

    async def page(
        self, user_id: str, generation_id: str | None, before: str | None, limit: int
    ) -> SharePage:
        """The newest first."""
        found = await self.db.read(repository.page, user_id, generation_id, before, limit + 1)
        return SharePage.of(found, limit)

    async def revoke(self, caller: Caller, share_id: str) -> None:
        """For good. What is being sent to somebody is cut off, see `Watched`."""
        await self.db.write(repository.revoke, share_id, caller.user.id)
        logger.info("user %s took back share %s", caller.user.id, share_id)


def _create(tx: Tx, share: Share) -> Listed:
    generation = generations.of_user(tx, share.user_id, share.generation_id)
    made = view.of_all(tx, [generation])[0]
    if not generation.state.ended or not (made.media or made.text):
        raise NothingToShow
    repository.forget_old(tx, share.user_id, share.created_at - REMEMBERED)
    if repository.count_of_user(tx, share.user_id) >= MOST:
        raise Conflict(f"There can be {MOST} links. Take one back first.")
    repository.insert(tx, share)
    return repository.page(tx, share.user_id, share.generation_id, None, 1)[0]


def _require_future(end: datetime | None, now: datetime) -> None:
    if end is not None and not now < end <= now + LONGEST_LIFE:
        detail = "A link ends in the future, and within ten years; without a date it never does."
        raise BadInput(detail, field="expires_at")
