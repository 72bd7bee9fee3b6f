"""Collections in the database, and what lies in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString

from app.db import Row, Tx
from app.errors import NotFound
from app.media.model import is_id


@dataclass(frozen=True, slots=True)
class Collection:
    id: str
    name: str
    count: int
    """How much of it is not in the trash."""
    cover_id: str | None
    """The file to show for it: the first of what was put in last."""
    created_at: datetime
    updated_at: datetime

    @classmethod
    def empty(cls, collection_id: str, name: str, now: datetime) -> "Collection":
        return cls(collection_id, name, 0, None, now, now)


_COUNTED: LiteralString = """
    WITH held AS (
        SELECT collection_id, generation_id, added_at
          FROM collection_items JOIN collections ON collections.id = collection_id
          JOIN generations ON generations.id = generation_id
         WHERE collections.user_id = $user_id AND generations.deleted_at IS NULL
    ), counted AS (
        SELECT collection_id, count(*) AS count FROM held GROUP BY collection_id
    ), covered AS (
        SELECT collection_id, arg_max(media.id, (added_at, -position)) AS cover_id
          FROM held JOIN media ON media.generation_id = held.generation_id
         WHERE has_thumbnail AND media.deleted_at IS NULL
         GROUP BY collection_id
    )
    SELECT id, name, coalesce(count, 0)::BIGINT AS count, cover_id, created_at, updated_at
      FROM collections
      LEFT JOIN counted ON counted.collection_id = id
      LEFT JOIN covered ON covered.collection_id = id
     WHERE user_id = $user_id
"""


def page(tx: Tx, user_id: str, before: tuple[datetime, str] | None, limit: int) -> list[Collection]:
    """The ones last used first."""
    values: dict[str, object] = {"user_id": user_id, "limit": limit}
    sql = _COUNTED
    if before is not None:
        sql += " AND updated_at <= $seen AND (updated_at < $seen OR id < $last)"
        values |= {"seen": before[0], "last": before[1]}
    rows = tx.rows(sql + " ORDER BY updated_at DESC, id DESC LIMIT $limit", **values)
    return [_from_row(row) for row in rows]


def of_user(tx: Tx, user_id: str, collection_id: str) -> Collection:
    """One collection of this user's. Somebody else's is as good as none."""
    if not is_id(collection_id):
        raise NotFound
    row = tx.row(_COUNTED + " AND id = $id", user_id=user_id, id=collection_id)
    if row is None:
        raise NotFound
    return _from_row(row)


def counts_of_users(tx: Tx, user_ids: Sequence[str]) -> dict[str, int]:
    """How many each has; nothing of those who have none."""
    rows = tx.rows(
        """
        SELECT user_id, count(*) AS count FROM collections
         WHERE user_id = ANY($ids::UUID[]) GROUP BY user_id
        """,
        ids=list(user_ids),
    )
    return {row["user_id"]: int(row["count"]) for row in rows}


def insert(tx: Tx, user_id: str, fresh: Collection) -> None:
    """One that is empty."""
    tx.add(
        "collections",
        id=fresh.id,
        user_id=user_id,
        name=fresh.name,
        created_at=fresh.created_at,
        updated_at=fresh.updated_at,
    )


def rename(tx: Tx, collection_id: str, name: str) -> None:
    """For a caller who has looked whose it is; so are all below."""
    tx.run("UPDATE collections SET name = $name WHERE id = $id", id=collection_id, name=name)


def delete(tx: Tx, collection_id: str) -> None:
    """The name and who is in it. What was in it stays."""
    tx.run("DELETE FROM collection_items WHERE collection_id = $id", id=collection_id)
    tx.run("DELETE FROM collections WHERE id = $id", id=collection_id)


def items(tx: Tx, collection_id: str) -> list[str]:
    """The ids of all that is in it, also what is in the trash."""
    rows = tx.rows(
        "SELECT generation_id FROM collection_items WHERE collection_id = $id", id=collection_id
    )
    return [row["generation_id"] for row in rows]


def put(tx: Tx, collection_id: str, generation_ids: Sequence[str], now: datetime) -> None:
    """What is in it already stays where it is."""
    tx.run(
        """
        INSERT INTO collection_items
        SELECT $id, unnest($ids::UUID[]), $now
        ON CONFLICT DO NOTHING
        """,
        id=collection_id,
        ids=list(generation_ids),
        now=now,
    )
    _touch(tx, collection_id, now)


def take_out(tx: Tx, collection_id: str, generation_ids: Sequence[str], now: datetime) -> None:
    tx.run(
        """
        DELETE FROM collection_items
         WHERE collection_id = $id AND generation_id IN (SELECT unnest($ids::UUID[]))
        """,
        id=collection_id,
        ids=list(generation_ids),
    )
    _touch(tx, collection_id, now)


def take_out_of_all(tx: Tx, generation_ids: Sequence[str]) -> None:
    """For what is removed for good."""
    tx.run(
        "DELETE FROM collection_items WHERE generation_id IN (SELECT unnest($ids::UUID[]))",
        ids=list(generation_ids),
    )


def _touch(tx: Tx, collection_id: str, now: datetime) -> None:
    tx.run("UPDATE collections SET updated_at = $now WHERE id = $id", id=collection_id, now=now)


def _from_row(row: Row) -> Collection:
    return Collection(**row)
