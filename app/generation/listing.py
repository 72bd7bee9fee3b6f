"""A person's generations in lists: the library, the jobs, and what has changed since."""

from dataclasses import dataclass
from typing import LiteralString

from app.catalog.model import Kind
from app.db import Row, Tx
from app.db.paging import containing, cursor_of, place_of
from app.generation.model import Generation, State
from app.generation.repository import from_row
from app.media.model import is_id

COLUMNS = """
    SELECT * FROM generations
     WHERE user_id = $user_id AND kind NOT IN ('embedding', 'speech')
"""
NEWEST_FIRST = " ORDER BY created_at DESC, id DESC"
FOUND_FIRST = """
    SELECT * FROM generations WHERE id IN (
        SELECT id FROM generations
         WHERE user_id = $user_id AND kind NOT IN ('embedding', 'speech')
"""
"""The few that are shown are found by the few columns that decide, and only then read whole: among
a million rows that saves a third. Closed by the caller.

What is wanted is told by what is not, here and in `conditions`: looking for the newest, DuckDB
passes over what is older as long as there is no IN. With one it reads all there ever were."""


@dataclass(frozen=True, slots=True)
class Filter:
    kinds: tuple[Kind, ...] = ()
    state: tuple[State, ...] = ()
    model: str | None = None
    q: str | None = None
    favourite: bool | None = None
    collection: str | None = None
    sha256: str | None = None
    """What made a file of exactly these bytes."""
    trash: bool = False
    """What lies in the trash, instead of what does not."""


@dataclass(frozen=True, slots=True)
class Page:
    items: list[Generation]
    next: str | None


def newest(tx: Tx, user_id: str, wanted: Filter, before: str | None, limit: int) -> Page:
    """The newest first. `before` is the `next` of the page before."""
    sql, values = conditions(wanted)
    values |= {"user_id": user_id, "limit": limit + 1}
    if before is not None:
        created_at, last = place_of(before)
        # Spelt out rather than as a row comparison: this way DuckDB skips what is newer.
        sql += " AND created_at <= $created_at AND (created_at < $created_at OR id < $last)"
        values |= {"created_at": created_at, "last": last}
    found = FOUND_FIRST + sql + NEWEST_FIRST + " LIMIT $limit)"
    return _page(tx.rows(found + NEWEST_FIRST, **values), limit)


def conditions(wanted: Filter) -> tuple[LiteralString, dict[str, object]]:
    """What follows `WHERE user_id = $user_id`, and its values."""
    sql: LiteralString = " AND deleted_at IS NULL"
    if wanted.trash:
        sql = " AND deleted_at IS NOT NULL AND purged_at IS NULL"
    values: dict[str, object] = {}
    if wanted.kinds:
        sql += " AND NOT list_contains($other_kinds::TEXT[], kind)"
        values["other_kinds"] = [each for each in Kind if each not in wanted.kinds]
    if wanted.state:
        sql += " AND NOT list_contains($other_states::TEXT[], state)"
        values["other_states"] = [each for each in State if each not in wanted.state]
    if wanted.model is not None:
        sql += " AND (model = $model OR answered_by = $model)"
        values["model"] = wanted.model
    if wanted.favourite is not None:
        sql += " AND favourite = $favourite"
        values["favourite"] = wanted.favourite
    if wanted.collection is not None:
        # A foreign collection, or none at all, holds nothing.
        sql += """ AND id IN (
            SELECT generation_id FROM collection_items
              JOIN collections ON collections.id = collection_id
             WHERE collection_id = $collection AND collections.user_id = $user_id)"""
        values["collection"] = wanted.collection if is_id(wanted.collection) else None
    if wanted.sha256 is not None:
        sql += """ AND id IN (
            SELECT generation_id FROM media WHERE user_id = $user_id AND sha256 = $sha256)"""
        values["sha256"] = wanted.sha256
    if wanted.q:
        sql += r" AND (prompt ILIKE $q ESCAPE '\' OR title ILIKE $q ESCAPE '\')"
        values["q"] = containing(wanted.q)
    return sql, values


def changed_since(tx: Tx, user_id: str, since: int, limit: int) -> list[Generation]:
    """What changed after cursor `since`, oldest change first, deleted ones too."""
    # Most of those who ask are told nothing, and two columns cost half of what all of them do.
    if not tx.rows(
        "SELECT 1 FROM generations WHERE user_id = $user_id AND changed > $since LIMIT 1",
        user_id=user_id,
        since=since,
    ):
        return []
    rows = tx.rows(
        COLUMNS + " AND changed > $since ORDER BY changed LIMIT $limit",
        user_id=user_id,
        since=since,
        limit=limit,
    )
    return [from_row(row) for row in rows]


def newest_change(tx: Tx) -> int:
    """The cursor that stands for now. The same for everybody, so it tells nothing of anyone."""
    row = tx.row("SELECT coalesce(max(changed), 0) AS newest FROM generations")
    return int(row["newest"]) if row else 0


def _page(rows: list[Row], limit: int) -> Page:
    items = [from_row(row) for row in rows[:limit]]
    more = len(rows) > limit
    return Page(items, cursor_of(items[-1].created_at, items[-1].id) if more else None)
