"""Threads in the database. A row appears with its first turn and moves with every later one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString

from app.db import Row, Tx
from app.errors import NotFound
from app.generation.model import Generation
from app.media.model import is_id

TITLE_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Thread:
    id: str
    title: str
    model: str
    """The one last asked."""
    created_at: datetime
    updated_at: datetime


def spoke(tx: Tx, generation: Generation) -> None:
    """In the transaction that books a turn: open its thread, or continue it."""
    row = _any(tx, generation.thread_id or "")
    if row is None:
        _open(tx, generation)
    elif row["user_id"] != generation.user_id or row["deleted_at"] is not None:
        raise NotFound("There is no such conversation.")
    else:
        tx.run(
            "UPDATE threads SET updated_at = $now, model = $model WHERE id = $id",
            id=generation.thread_id,
            now=generation.created_at,
            model=generation.model,
        )


def of_user(tx: Tx, user_id: str, thread_id: str) -> Thread:
    """One thread of this user's. Somebody else's, or a deleted one, is as good as none."""
    row = _any(tx, thread_id)
    if row is None or row["user_id"] != user_id or row["deleted_at"] is not None:
        raise NotFound("There is no such conversation.")
    return from_row(row)


def newest(tx: Tx, user_id: str, before: tuple[datetime, str] | None, limit: int) -> list[Thread]:
    """The ones last spoken in first."""
    values: dict[str, object] = {"user_id": user_id, "limit": limit}
    sql: LiteralString = "SELECT * FROM threads WHERE user_id = $user_id AND deleted_at IS NULL"
    if before is not None:
        sql += " AND updated_at <= $seen AND (updated_at < $seen OR id < $last)"
        values |= {"seen": before[0], "last": before[1]}
    rows = tx.rows(sql + " ORDER BY updated_at DESC, id DESC LIMIT $limit", **values)
    return [from_row(row) for row in rows]


def rename(tx: Tx, user_id: str, thread_id: str, title: str) -> Thread:
    of_user(tx, user_id, thread_id)
    tx.run("UPDATE threads SET title = $title WHERE id = $id", id=thread_id, title=title)
    return of_user(tx, user_id, thread_id)


def delete(tx: Tx, user_id: str, thread_id: str, now: datetime) -> None:
    """The thread with all its turns."""
    of_user(tx, user_id, thread_id)
    tx.run("UPDATE threads SET deleted_at = $now WHERE id = $id", id=thread_id, now=now)
    tx.run(
        """
        UPDATE generations SET deleted_at = $now, changed = nextval('changes')
         WHERE thread_id = $thread_id AND user_id = $user_id AND deleted_at IS NULL
        """,
        now=now,
        thread_id=thread_id,
        user_id=user_id,
    )


def restore(tx: Tx, user_id: str, thread_id: str) -> Thread:
    """Out of the trash, with the turns that went there with it; not those deleted before."""
    row = _any(tx, thread_id)
    if row is None or row["user_id"] != user_id:
        raise NotFound("There is no such conversation.")
    if row["deleted_at"] is not None:
        tx.run("UPDATE threads SET deleted_at = NULL WHERE id = $id", id=thread_id)
        tx.run(
            """
            UPDATE generations SET deleted_at = NULL, changed = nextval('changes')
             WHERE thread_id = $thread_id AND user_id = $user_id
               AND deleted_at = $deleted_at AND purged_at IS NULL
            """,
            deleted_at=row["deleted_at"],
            thread_id=thread_id,
            user_id=user_id,
        )
    return of_user(tx, user_id, thread_id)


def turn_restored(tx: Tx, turn: Generation) -> None:
    """In the transaction that takes a turn out of the trash: its thread comes back with it."""
    if turn.thread_id is not None and _any(tx, turn.thread_id) is not None:
        restore(tx, turn.user_id, turn.thread_id)


def retire(tx: Tx, generation_ids: Sequence[str], now: datetime) -> None:
    """Into the trash those threads of which all turns lie there now, these the last of them."""
    tx.run(
        """
        UPDATE threads SET deleted_at = $now
         WHERE deleted_at IS NULL
           AND id IN (SELECT thread_id FROM generations
                       WHERE id IN (SELECT unnest($ids::UUID[])) AND thread_id IS NOT NULL)
           AND id NOT IN (SELECT thread_id FROM generations
                           WHERE thread_id IS NOT NULL AND deleted_at IS NULL)
        """,
        ids=list(generation_ids),
        now=now,
    )


def forget_purged(tx: Tx) -> None:
    """Remove deleted threads of whose turns nothing is left: their titles are words, too."""
    tx.run(
        """
        DELETE FROM threads
         WHERE deleted_at IS NOT NULL
           AND id NOT IN (SELECT thread_id FROM generations
                           WHERE thread_id IS NOT NULL AND purged_at IS NULL)
        """
    )


def _any(tx: Tx, thread_id: str) -> Row | None:
    if not is_id(thread_id):
        return None
    return tx.row("SELECT * FROM threads WHERE id = $id", id=thread_id)


def _open(tx: Tx, generation: Generation) -> None:
    tx.run(
        "INSERT INTO threads VALUES ($id, $user_id, $title, $model, $now, $now, NULL)",
        id=generation.thread_id,
        user_id=generation.user_id,
        title=" ".join(generation.prompt.split())[:TITLE_LENGTH],
        model=generation.model,
        now=generation.created_at,
    )


def from_row(row: Row) -> Thread:
    """A row of `SELECT * FROM threads` as a value."""
    names = ("id", "title", "model", "created_at", "updated_at")
    return Thread(**{name: row[name] for name in names})
