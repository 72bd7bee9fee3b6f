"""What belongs to one person, as administrators see it: jobs, sessions and API keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.accounts import key_repository, session_repository
from app.accounts.key_service import ApiKeys, Kept
from app.accounts.model import Session
from app.accounts.repository import user_of_id
from app.accounts.signouts import SignOuts
from app.accounts.uninterrupted import uninterrupted
from app.admin import audit
from app.admin.audit import Author
from app.admin.money import COLUMNS
from app.admin.pages import RowPage
from app.clock import Clock
from app.db import Database, Row, Tx
from app.errors import NotFound


@dataclass(frozen=True)
class Belongings:
    """All raise NotFound for somebody who does not exist."""

    db: Database
    clock: Clock
    api_keys: ApiKeys
    sign_outs: SignOuts

    async def jobs(self, user_id: str, before: str | None, limit: int) -> RowPage:
        """What they had made, the newest first, without what was asked: that is theirs. Deleted
        ones are left out, their money is in the ledger."""
        rows = await self.db.read(_jobs, user_id, before, limit + 1)
        return RowPage.of(rows, limit)

    async def sessions(self, user_id: str) -> Sequence[Session]:
        """The living ones, the newest first."""
        return await self.db.read(_sessions, user_id, self.clock())

    async def keys(self, user_id: str) -> Sequence[Kept]:
        """Those that were not revoked, the newest first."""
        await self.db.read(_require, user_id)
        return await self.api_keys.kept_by(user_id)

    @uninterrupted
    async def revoke_key(self, author: Author, user_id: str, key_id: str) -> None:
        """It is good for nothing any more. Raises NotFound also for another person's key."""
        await self.db.write(_revoke, author, user_id, key_id, self.clock())
        self.sign_outs.key_ended(user_id, key_id)


def _require(tx: Tx, user_id: str) -> None:
    if user_of_id(tx, user_id) is None:
        raise NotFound


def _jobs(tx: Tx, user_id: str, before: str | None, limit: int) -> list[Row]:
    _require(tx, user_id)
    return tx.rows(
        COLUMNS
        + """
        WHERE generations.user_id = $user_id AND generations.deleted_at IS NULL
          AND ($before IS NULL OR generations.id < $before)
        ORDER BY generations.id DESC
        LIMIT $limit
        """,
        user_id=user_id,
        before=before,
        limit=limit,
    )


def _sessions(tx: Tx, user_id: str, now: datetime) -> Sequence[Session]:
    _require(tx, user_id)
    return session_repository.sessions_of(tx, user_id, now=now)


def _revoke(tx: Tx, author: Author, user_id: str, key_id: str, now: datetime) -> None:
    key = key_repository.key_of(tx, user_id, key_id, now=now)
    key_repository.revoke(tx, key_id, now=now)
    told = {"key": key.prefix, "name": key.name}
    audit.record(tx, author, "person.revoke-key", user_id, now, before=told)
