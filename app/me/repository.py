"""Everything that belongs to one person, page by page; and taking it away."""

from collections.abc import Sequence
from datetime import datetime
from typing import LiteralString

from app.db import Row, Tx
from app.generation import repository as generations
from app.generation.model import Generation
from app.media import repository as media
from app.media.model import Media

BEFORE_ALL = "00000000-0000-0000-0000-000000000000"


def generations_after(tx: Tx, user_id: str, last_id: str, limit: int) -> list[Generation]:
    """The next ones in the order they were asked for, the trash included, emptied rows not."""
    rows = tx.rows(
        """
        SELECT * FROM generations
         WHERE user_id = $user_id AND id > $last_id AND purged_at IS NULL
         ORDER BY id LIMIT $limit
        """,
        user_id=user_id,
        last_id=last_id,
        limit=limit,
    )
    return [generations.from_row(row) for row in rows]


def media_after(tx: Tx, user_id: str, last_id: str, limit: int) -> list[Media]:
    """The next files, uploads and outputs alike."""
    rows = tx.rows(
        """
        SELECT * FROM media WHERE user_id = $user_id AND id > $last_id ORDER BY id LIMIT $limit
        """,
        user_id=user_id,
        last_id=last_id,
        limit=limit,
    )
    return [media.from_row(row) for row in rows]


def ledger_after(tx: Tx, user_id: str, last_id: str, limit: int) -> list[Row]:
    """The next movements of this person's money."""
    return tx.rows(
        """
        SELECT id, generation_id, kind, amount_micros, reason, price_version, created_at
          FROM ledger
         WHERE user_id = $user_id AND id > $last_id
         ORDER BY id LIMIT $limit
        """,
        user_id=user_id,
        last_id=last_id,
        limit=limit,
    )


def threads_of(tx: Tx, user_id: str) -> list[Row]:
    return tx.rows(
        """
        SELECT id, title, model, created_at, updated_at, deleted_at FROM threads
         WHERE user_id = $user_id ORDER BY created_at, id
        """,
        user_id=user_id,
    )


def collections_of(tx: Tx, user_id: str) -> list[Row]:
    """With the ids of what is in each."""
    return tx.rows(
        """
        SELECT c.id, c.name, c.created_at,
               coalesce(list(i.generation_id ORDER BY i.added_at)
                        FILTER (WHERE i.generation_id IS NOT NULL), []) AS generation_ids
          FROM collections c LEFT JOIN collection_items i ON i.collection_id = c.id
         WHERE c.user_id = $user_id
         GROUP BY c.id, c.name, c.created_at
         ORDER BY c.created_at, c.id
        """,
        user_id=user_id,
    )


def open_jobs(tx: Tx, user_id: str) -> list[Row]:
    """Id and kind of what is under way."""
    return tx.rows(
        """
        SELECT id, kind FROM generations
         WHERE user_id = $user_id AND state IN ('queued', 'running')
        """,
        user_id=user_id,
    )


def trash_everything(tx: Tx, user_id: str, now: datetime) -> None:
    """Out of sight, and due to be emptied."""
    tx.run(
        """
        UPDATE generations SET deleted_at = $now, changed = nextval('changes')
         WHERE user_id = $user_id AND deleted_at IS NULL
        """,
        user_id=user_id,
        now=now,
    )
    tx.run(
        "UPDATE media SET deleted_at = $now WHERE user_id = $user_id AND deleted_at IS NULL",
        user_id=user_id,
        now=now,
    )


def forget_uploads(tx: Tx, user_id: str) -> list[str]:
    """The files nobody made here. Their bytes have no row any more: the caller removes them."""
    rows = tx.rows(
        "DELETE FROM media WHERE user_id = $user_id AND generation_id IS NULL RETURNING id",
        user_id=user_id,
    )
    return [row["id"] for row in rows]


_OWN: Sequence[LiteralString] = (
    "DELETE FROM threads WHERE user_id = $user_id",
    """
    DELETE FROM collection_items
     WHERE collection_id IN (SELECT id FROM collections WHERE user_id = $user_id)
    """,
    "DELETE FROM collections WHERE user_id = $user_id",
    "DELETE FROM idempotency_keys WHERE user_id = $user_id",
    "DELETE FROM budgets WHERE user_id = $user_id",
    """
    DELETE FROM webhook_queue
     WHERE webhook_id IN (SELECT id FROM webhooks WHERE user_id = $user_id)
    """,
    """
    DELETE FROM webhook_deliveries
     WHERE webhook_id IN (SELECT id FROM webhooks WHERE user_id = $user_id)
    """,
    "DELETE FROM webhooks WHERE user_id = $user_id",
    "DELETE FROM shares WHERE user_id = $user_id",
    """
    DELETE FROM api_key_secrets
     WHERE key_id IN (SELECT id FROM api_keys WHERE user_id = $user_id)
    """,
    "DELETE FROM api_keys WHERE user_id = $user_id",
    """
    DELETE FROM refresh_tokens
     WHERE session_id IN (SELECT id FROM sessions WHERE user_id = $user_id)
    """,
    "DELETE FROM sessions WHERE user_id = $user_id",
)


def forget_the_rest(tx: Tx, user_id: str) -> None:
    """Conversations, collections, webhooks, share links, sign-ins. Not the ledger: the house counts
    on it."""
    for sql in _OWN:
        tx.run(sql, user_id=user_id)


def left_behind(tx: Tx) -> list[str]:
    """People who are gone and of whom something is still here, such as a film being made."""
    rows = tx.rows(
        """
        SELECT DISTINCT u.id FROM users u JOIN generations g ON g.user_id = u.id
         WHERE u.email_key LIKE 'deleted:%' AND g.purged_at IS NULL
        """
    )
    return [row["id"] for row in rows]
