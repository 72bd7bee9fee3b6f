"""The ledger in full, and what nobody but an administrator can decide."""

from dataclasses import dataclass
from datetime import datetime

from app.admin import audit
from app.admin.audit import Author
from app.admin.pages import RowPage
from app.clock import Clock
from app.db import Database, Row, Tx
from app.generation import repository, unknowns
from app.generation.news import News
from app.money import Micros
from app.usage import ledger


@dataclass(frozen=True)
class MoneyDesk:
    db: Database
    clock: Clock
    news: News

    async def entries(
        self, generation_id: str | None, user_id: str | None, before: str | None, limit: int
    ) -> RowPage:
        """Movements of the ledger, the newest first. `before` is the `next` of the page before."""
        rows = await self.db.read(
            ledger.entries,
            generation_id=generation_id,
            user_id=user_id,
            before=before,
            limit=limit + 1,
        )
        return RowPage.of(rows, limit)

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
    SELECT generations.id, generations.user_id, kind, state, chosen AS model, quote_micros,
           cost_micros, coalesce(holds.held_micros, 0)::BIGINT AS held_micros, created_at,
           finished_at
      FROM generations LEFT JOIN holds ON holds.generation_id = generations.id
"""


def _unknown(tx: Tx, before: str | None, limit: int) -> list[Row]:
    return tx.rows(
        COLUMNS
        + """
        WHERE state = 'unknown' AND ($before IS NULL OR generations.id < $before)
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
