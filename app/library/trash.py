"""What is deleted for good: after 30 days in the trash, or as soon as its owner says so.

Files, words and places in collections go; an emptied row stays, because the ledger counts on it.
What may still cost or bring something is left alone until that is over.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import LiteralString

from anyio.to_thread import run_sync

from app.clock import Clock
from app.db import Database, Tx
from app.generation import conversations
from app.library import repository
from app.media import repository as media_rows
from app.media.files import MediaFiles

logger = logging.getLogger(__name__)

KEPT = timedelta(days=30)
AT_ONCE = 200  # generations in one transaction, so that nobody waits long for it

_DUE: LiteralString = """
    SELECT id FROM generations
     WHERE deleted_at <= $before AND purged_at IS NULL
       AND id NOT IN (SELECT generation_id FROM jobs)
       AND id NOT IN (SELECT generation_id FROM holds)
"""


@dataclass(frozen=True)
class Trash:
    db: Database
    files: MediaFiles
    clock: Clock
    forget_rest: Callable[[Tx], None]
    """Told when things were removed: of threads and of links to them this may be the last trace."""

    async def purge_old(self) -> int:
        """Remove what has lain here for 30 days, of everybody."""
        count = await self._purge(None, None, self.clock() - KEPT)
        if count:
            logger.info("purged %d from the trash", count)
        return count

    async def empty(self, user_id: str, ids: list[str] | None = None) -> int:
        """Remove these, or all, of this user's trash, now."""
        return await self._purge(user_id, ids, self.clock())

    async def _purge(self, user_id: str | None, ids: list[str] | None, before: datetime) -> int:
        count = 0
        while True:
            purged, media_ids = await self.db.write(self._forget, user_id, ids, before)
            await run_sync(self._remove, media_ids)
            count += purged
            if purged < AT_ONCE:
                return count

    def _forget(
        self, tx: Tx, user_id: str | None, ids: list[str] | None, before: datetime
    ) -> tuple[int, list[str]]:
        purged = _purge(tx, _due(tx, user_id, ids, before), self.clock())
        self.forget_rest(tx)
        return purged

    def _remove(self, media_ids: list[str]) -> None:
        for each in media_ids:
            self.files.remove(each)


def _purge(tx: Tx, due: list[str], now: datetime) -> tuple[int, list[str]]:
    """How many, and the files that have no row any more."""
    media_ids = media_rows.forget_of_generations(tx, due)
    repository.take_out_of_all(tx, due)
    tx.run("DELETE FROM answers WHERE generation_id IN (SELECT unnest($ids::UUID[]))", ids=due)
    conversations.forget(tx, due)
    tx.run("DELETE FROM text_pieces WHERE generation_id IN (SELECT unnest($ids::UUID[]))", ids=due)
    tx.run(
        """
        UPDATE generations
           SET purged_at = $now, prompt = '', system = NULL, title = NULL, params = '{}',
               inputs = '[]', error = NULL, attempts = '[]', chain = '[]'
         WHERE id IN (SELECT unnest($ids::UUID[]))
        """,
        ids=due,
        now=now,
    )
    return len(due), media_ids


def _due(tx: Tx, user_id: str | None, ids: list[str] | None, before: datetime) -> list[str]:
    """Up to `AT_ONCE` of them."""
    sql, values = _DUE, dict[str, object](before=before, limit=AT_ONCE)
    if user_id is not None:
        sql += " AND user_id = $user_id"
        values["user_id"] = user_id
    if ids is not None:
        sql += " AND id IN (SELECT unnest($ids::UUID[]))"
        values["ids"] = ids
    return [row["id"] for row in tx.rows(sql + " LIMIT $limit", **values)]
