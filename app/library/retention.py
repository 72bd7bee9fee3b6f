"""How long things are kept: per kind and tier, by what administrators have chosen. Every night what
is older goes to the trash, or is deleted for good.

A conversation is one thing: it is as old as its newest message, and what spares one message spares
all of it. What is under way, what is unknown and what money is set aside for stays, and so does the
ledger, always.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import LiteralString

from app.catalog.model import Kind
from app.clock import Clock
from app.db import Database, Row, Tx
from app.generation import kept
from app.generation.news import News
from app.library.trash import AT_ONCE, Trash
from app.media import repository as media_rows

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rule:
    """`tier` None is for those whose tier has no rule of its own for this kind. `delete`: at once,
    without a month in the trash."""

    kind: Kind
    days: int
    tier: str | None = None
    delete: bool = False


@dataclass(frozen=True, slots=True)
class Policy:
    """Without rules everything is kept for ever."""

    rules: tuple[Rule, ...] = ()
    spare_favourites: bool = True
    spare_collections: bool = True


@dataclass(frozen=True, slots=True)
class Going:
    """So many things of one kind of one person's."""

    email: str
    kind: str
    generations: int
    bytes: int
    delete: bool


@dataclass(frozen=True)
class Retention:
    db: Database
    clock: Clock
    trash: Trash
    news: News
    policy: Callable[[], Policy]
    forget_threads: Callable[[Tx, Sequence[str], datetime], None]
    """Told which generations go, for the conversations of which nothing is left."""

    async def would_go(self, policy: Policy | None = None) -> list[Going]:
        """What `sweep` would take, by person and kind; with another policy than the house's, if one
        is named. Changes nothing."""
        return await self.db.read(_would_go, policy or self.policy(), self.clock())

    async def sweep(self) -> list[Going]:
        """Take what is too old. Tells what went."""
        policy = self.policy()
        if not policy.rules:
            return []
        gone = await self.would_go()
        while rows := await self.db.write(self._take, policy):
            for user_id in {row["user_id"] for row in rows}:
                own = [row for row in rows if row["user_id"] == user_id]
                deleted = [row["id"] for row in own if row["delete"]]
                if deleted:
                    await self.trash.empty(user_id, deleted)
                self.news.tell(user_id)
        for each in gone:
            logger.info(
                "retention: %d of kind %s, %d bytes", each.generations, each.kind, each.bytes
            )
        return gone

    def _take(self, tx: Tx, policy: Policy) -> list[Row]:
        now = self.clock()
        rows = _due(tx, policy, now, limit=AT_ONCE)
        for user_id in {row["user_id"] for row in rows}:
            ids = [row["id"] for row in rows if row["user_id"] == user_id]
            kept.set_deleted(tx, ids, now)
            media_rows.trash_of_generations(tx, ids, user_id, now)
            self.forget_threads(tx, ids, now)
        return rows


_DUE: LiteralString = """
    WITH rules AS (
        SELECT unnest($kinds::TEXT[]) AS kind, unnest($tiers::TEXT[]) AS tier,
               unnest($until::TIMESTAMPTZ[]) AS until, unnest($delete::BOOLEAN[]) AS delete
    ), ruled AS (
        SELECT users.id AS user_id, users.email, rules.kind, rules.until, rules.delete
          FROM users JOIN rules
            ON rules.tier = users.tier
            OR (rules.tier = '' AND (users.tier, rules.kind)
                                    NOT IN (SELECT (tier, kind) FROM rules))
    ), things AS (
        SELECT generations.id, generations.user_id, ruled.email, generations.kind, ruled.delete,
               coalesce(thread_id, generations.id) AS thing,
               coalesce(finished_at, generations.created_at) <= ruled.until
                   AND state IN ('succeeded', 'failed', 'cancelled', 'interrupted')
                   AND NOT ($favourites AND favourite)
                   AND NOT ($collections AND generations.id IN
                            (SELECT generation_id FROM collection_items))
                   AND generations.id NOT IN (SELECT generation_id FROM jobs)
                   AND generations.id NOT IN (SELECT generation_id FROM holds) AS goes
          FROM generations
          JOIN ruled ON ruled.user_id = generations.user_id AND ruled.kind = generations.kind
         WHERE deleted_at IS NULL
    ), due AS (
        SELECT * FROM things
         WHERE thing NOT IN (SELECT thing FROM things WHERE NOT goes)
    )
"""

_FIRST: LiteralString = """
    SELECT id, user_id, due.delete FROM due ORDER BY thing, id LIMIT $limit
"""

_SUMS: LiteralString = """
    SELECT due.email, due.kind, due.delete, count(DISTINCT due.id) AS generations,
           coalesce(sum(media.bytes), 0)::BIGINT AS bytes
      FROM due LEFT JOIN media ON media.generation_id = due.id
     GROUP BY ALL
     ORDER BY due.email, due.kind
"""


def _due(tx: Tx, policy: Policy, now: datetime, *, limit: int) -> list[Row]:
    """A conversation may be cut by the limit: its rest is as due the next time."""
    return tx.rows(_DUE + _FIRST, **_values(policy, now), limit=limit)


def _would_go(tx: Tx, policy: Policy, now: datetime) -> list[Going]:
    rows = tx.rows(_DUE + _SUMS, **_values(policy, now))
    return [Going(**row) for row in rows]


def _values(policy: Policy, now: datetime) -> dict[str, object]:
    rules = policy.rules
    return {
        "kinds": [rule.kind for rule in rules],
        "tiers": [rule.tier or "" for rule in rules],
        "until": [now - timedelta(days=rule.days) for rule in rules],
        "delete": [rule.delete for rule in rules],
        "favourites": policy.spare_favourites,
        "collections": policy.spare_collections,
    }
