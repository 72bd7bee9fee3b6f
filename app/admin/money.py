"""The ledger in full, and what nobody but an administrator can decide."""

from dataclasses import dataclass
from datetime import datetime

from app.admin import audit, ledger_queries
from app.admin.audit import Author
from app.admin.ledger_queries import Wanted
from app.admin.pages import RowPage
from app.clock import Clock
from app.db import Database, Row, Tx
from app.generation import repository, unknowns
from app.generation.news import News
from app.money import Micros


@dataclass(frozen=True)
class MoneyDesk:
    db: Database
    clock: Clock
    news: News

    async def entries(self, wanted: Wanted, before: str | None, limit: int) -> tuple[RowPage, Row]:
        """Movements of the ledger, the newest first, and what all of them add up to. `before` is
        the `next` of the page before."""
        return await self.db.read(_entries, wanted, before, limit)

    async def unknown(self, before: str | None, limit: int) -> RowPage:
        """What waits for a decision, the oldest last, without what was asked: that is private."""
        rows = await self.db.read(_unknown, before, limit + 1)
        return RowPage.of(rows, limit)

    async def settle(self, author: Author, generation_id: str, amount: Micros, reason: str) -> Row:
        """It cost `amount`. LedgerError (409) when it was decided before."""
        await self.db.write(_settle, author, generation_id, amount, reason, self.clock())
        return await self._decided(generation_id)

    async def release(self, author: Author, generation_id: str, reason: str) -> Row:
        """It cost nothing. LedgerError (409) when it was decided before."""
        await self.db.write(_release, author, generation_id, reason, self.clock())
        return await self._decided(generation_id)

    async def _decided(self, generation_id: str) -> Row:
        generation = await self.db.read(repository.of_id, generation_id)
        self.news(generation)
        return await self.db.read(one_of, generation_id)


COLUMNS = """
    SELECT generations.id, generations.user_id, users.email AS user_email, kind,
           generations.state, chosen AS model, quote_micros, cost_micros,
           coalesce(holds.held_micros, 0)::BIGINT AS held_micros,
           generations.error->>'code' AS code, gateway_id, generations.created_at,
           started_at, finished_at, jobs.generation_id IS NOT NULL AS under_way
      FROM generations
      LEFT JOIN holds ON holds.generation_id = generations.id
      LEFT JOIN jobs ON jobs.generation_id = generations.id
      LEFT JOIN users ON users.id = generations.user_id
                     AND NOT starts_with(users.email_key, 'deleted:')
"""
"""What is known of a generation. Not what was asked, nor what was said of it: that is private."""


def _entries(tx: Tx, wanted: Wanted, before: str | None, limit: int) -> tuple[RowPage, Row]:
    rows = ledger_queries.entries(tx, wanted, before, limit + 1)
    return RowPage.of(rows, limit), ledger_queries.totals(tx, wanted)


def _unknown(tx: Tx, before: str | None, limit: int) -> list[Row]:
    return tx.rows(
        COLUMNS
        + """
        WHERE generations.state = 'unknown' AND ($before IS NULL OR generations.id < $before)
        ORDER BY generations.id DESC
        LIMIT $limit
        """,
        before=before,
        limit=limit,
    )


def one_of(tx: Tx, generation_id: str) -> Row:
    [row] = tx.rows(COLUMNS + "WHERE generations.id = $id", id=generation_id)
    return row


def _settle(
    tx: Tx, author: Author, generation_id: str, amount: Micros, reason: str, now: datetime
) -> None:
    unknowns.settle_unknown(tx, generation_id, amount, reason, actor=author.id, now=now)
    told = {"amount_micros": amount, "reason": reason}
    audit.record(tx, author, "generation.settle", generation_id, now, after=told)


def _release(tx: Tx, author: Author, generation_id: str, reason: str, now: datetime) -> None:
    unknowns.release_unknown(tx, generation_id, reason, actor=author.id, now=now)
    audit.record(tx, author, "generation.release", generation_id, now, after={"reason": reason})
