"""A person's generations in lists: the library, the jobs, and what has changed since."""

from dataclasses import dataclass
from typing import LiteralString

from app.catalog.model import Kind
from app.db import Row, Tx
from app.db.paging import containing, cursor_of, place_of
from app.generation.model import Generation, State
from app.generation.repository import from_row

COLUMNS = "SELECT * FROM generations WHERE user_id = $user_id"


@dataclass(frozen=True, slots=True)
class Filter:
    kind: Kind | None = None
    state: tuple[State, ...] = ()
    model: str | None = None
    q: str | None = None
    favourite: bool | None = None


@dataclass(frozen=True, slots=True)
class Page:
    items: list[Generation]
    next: str | None


def newest(tx: Tx, user_id: str, wanted: Filter, before: str | None, limit: int) -> Page:
    """The newest first. `before` is the `next` of the page before."""
    values: dict[str, object] = {"user_id": user_id, "limit": limit + 1}
    sql: LiteralString = COLUMNS + " AND deleted_at IS NULL"
    if wanted.kind is not None:
        sql += " AND kind = $kind"
        values["kind"] = wanted.kind
    if wanted.state:
        sql += " AND state IN (SELECT unnest($states::TEXT[]))"
        values["states"] = list(wanted.state)
    if wanted.model is not None:
        sql += " AND (model = $model OR answered_by = $model)"
        values["model"] = wanted.model
    if wanted.favourite is not None:
        sql += " AND favourite = $favourite"
        values["favourite"] = wanted.favourite
    if wanted.q:
        sql += r" AND (prompt ILIKE $q ESCAPE '\' OR title ILIKE $q ESCAPE '\')"
        values["q"] = containing(wanted.q)
    if before is not None:
        created_at, last = place_of(before)
        # Spelt out rather than as a row comparison: this way DuckDB skips what is newer.
        sql += " AND created_at <= $created_at AND (created_at < $created_at OR id < $last)"
        values |= {"created_at": created_at, "last": last}
    rows = tx.rows(sql + " ORDER BY created_at DESC, id DESC LIMIT $limit", **values)
    return _page(rows, limit)


def changed_since(tx: Tx, user_id: str, since: int, limit: int) -> list[Generation]:
    """What changed after cursor `since`, oldest change first, deleted ones too."""
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
