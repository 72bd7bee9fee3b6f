"""The films that were asked for with one API key."""

from dataclasses import dataclass

from app.db import Tx
from app.generation.model import Generation
from app.generation.repository import from_row, of_user


@dataclass(frozen=True, slots=True)
class FilmPage:
    items: list[Generation]
    more: bool


def page(
    tx: Tx,
    user_id: str,
    key_id: str | None,
    *,
    after: str | None,
    limit: int,
    newest_first: bool,
) -> FilmPage:
    """In the order of their asking. `after` is the id of the last one seen; a foreign one, or none
    at all, is NotFound."""
    if after is not None:
        of_user(tx, user_id, after)
    rows = tx.rows(
        """
        SELECT * FROM generations
         WHERE user_id = $user_id AND key_id = $key_id AND kind = 'video' AND deleted_at IS NULL
           AND ($after IS NULL OR (id < $after AND $newest) OR (id > $after AND NOT $newest))
         ORDER BY CASE WHEN $newest THEN id END DESC, id
         LIMIT $limit
        """,
        user_id=user_id,
        key_id=key_id,
        after=after,
        newest=newest_first,
        limit=limit + 1,
    )
    return FilmPage([from_row(row) for row in rows[:limit]], len(rows) > limit)
