"""A film that was given up on, looked for once more because somebody asks for it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.admin import audit
from app.admin.audit import Author
from app.admin.money import COLUMNS, one_of
from app.admin.pages import RowPage
from app.clock import Clock
from app.db import Database, Row, Tx
from app.generation import queue
from app.generation.model import AskedAgain


@dataclass(frozen=True)
class LateFilms:
    db: Database
    clock: Clock
    wake_runner: Callable[[], None]

    async def given_up(self, before: str | None, limit: int) -> RowPage:
        """Films that the gateway had accepted and that never came, the newest first."""
        return RowPage.of(await self.db.read(_given_up, before, limit + 1), limit)

    async def ask_again(self, author: Author, generation_id: str, reason: str) -> Row:
        """Look for it now. If it is there it is delivered and booked, in the name of the one who
        asked and with the reason. Conflict if there is nothing to look for."""
        await self.db.write(_ask_again, author, generation_id, reason, self.clock())
        self.wake_runner()
        return await self.db.read(one_of, generation_id)


def _given_up(tx: Tx, before: str | None, limit: int) -> list[Row]:
    return tx.rows(
        COLUMNS
        + """
        WHERE kind = 'video' AND gateway_id IS NOT NULL AND purged_at IS NULL
          AND generations.state IN ('failed', 'cancelled')
          AND generations.error->>'code' IN ('expired', 'job-gone', 'download-failed', 'cancelled',
                                             'settled-by-admin', 'released-by-admin')
          AND ($before IS NULL OR generations.id < $before)
        ORDER BY generations.id DESC
        LIMIT $limit
        """,
        before=before,
        limit=limit,
    )


def _ask_again(tx: Tx, author: Author, generation_id: str, reason: str, now: datetime) -> None:
    # The ledger tells of it only if something is found, and looking is worth knowing too.
    queue.ask_again(tx, generation_id, AskedAgain(author.id, reason), now)
    audit.record(tx, author, "generation.ask-again", generation_id, now, after={"reason": reason})
