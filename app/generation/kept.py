"""Generations as their owner keeps them, many at once: found again, named, thrown away."""

from collections.abc import Sequence
from datetime import datetime

from app.db import Tx
from app.generation.model import Generation
from app.generation.repository import from_row


def of_ids(
    tx: Tx, user_id: str, generation_ids: Sequence[str], *, trashed: bool = False
) -> list[Generation]:
    """Those of these that are this user's, in the order asked for: what is kept, or what lies in
    the trash. The rest is left out, whatever the reason. Ids are as `is_id` has them."""
    rows = tx.rows(
        """
        WITH found AS MATERIALIZED (
            SELECT * FROM generations WHERE id IN (SELECT unnest($ids::UUID[]))
        )
        SELECT * FROM found
         WHERE user_id = $user_id AND (deleted_at IS NOT NULL) = $trashed AND purged_at IS NULL
           AND kind IN ('text', 'image', 'video')
        """,
        ids=list(generation_ids),
        user_id=user_id,
        trashed=trashed,
    )
    found = {row["id"]: from_row(row) for row in rows}
    return [found[each] for each in dict.fromkeys(generation_ids) if each in found]


def set_favourite(tx: Tx, generation_ids: Sequence[str], favourite: bool) -> None:
    tx.run(
        """
        UPDATE generations SET favourite = $it, changed = nextval('changes')
         WHERE id IN (SELECT unnest($ids::UUID[]))
        """,
        ids=list(generation_ids),
        it=favourite,
    )


def set_title(tx: Tx, generation_id: str, title: str | None) -> None:
    tx.run(
        "UPDATE generations SET title = $title, changed = nextval('changes') WHERE id = $id",
        id=generation_id,
        title=title,
    )


def set_deleted(tx: Tx, generation_ids: Sequence[str], at: datetime | None) -> None:
    """Into the trash, or with None out of it."""
    tx.run(
        """
        UPDATE generations SET deleted_at = $at, changed = nextval('changes')
         WHERE id IN (SELECT unnest($ids::UUID[]))
        """,
        ids=list(generation_ids),
        at=at,
    )
