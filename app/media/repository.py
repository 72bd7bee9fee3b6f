"""One row for each file somebody owns. The bytes are there before the row is."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from app.db import Row, Tx
from app.errors import NotFound
from app.media.model import Media, is_id


def insert(tx: Tx, media: Media) -> None:
    """From here on it is visible to its owner. Raises DuplicateKey if it already was."""
    tx.run(
        """
        INSERT INTO media (id, user_id, generation_id, position, kind, mime, name, width, height,
                           duration_s, has_audio, bytes, sha256, has_thumbnail, created_at)
        VALUES ($id, $user_id, $generation_id, $position, $kind, $mime, $name, $width, $height,
                $duration_s, $has_audio, $bytes, $sha256, $has_thumbnail, $created_at)
        """,
        id=media.id,
        user_id=media.user_id,
        generation_id=media.generation_id,
        position=media.position,
        kind=media.kind,
        mime=media.mime,
        name=media.name,
        width=media.width,
        height=media.height,
        duration_s=media.duration_s,
        has_audio=media.has_audio,
        bytes=media.bytes,
        sha256=media.sha256,
        has_thumbnail=media.has_thumbnail,
        created_at=media.created_at,
    )


def owned(tx: Tx, user_id: str, media_id: str, *, trashed: bool = False) -> Media:
    """One file of this user's. Somebody else's is as good as none; so is one in the trash, or
    with `trashed` one that is not."""
    if not is_id(media_id):
        raise NotFound
    row = tx.row(
        """
        WITH found AS MATERIALIZED (SELECT * FROM media WHERE id = $id)
        SELECT * FROM found WHERE user_id = $user_id AND (deleted_at IS NOT NULL) = $trashed
        """,
        id=media_id,
        user_id=user_id,
        trashed=trashed,
    )
    if row is None:
        raise NotFound
    return from_row(row)


def of_generations(tx: Tx, generation_ids: Sequence[str]) -> dict[str, list[Media]]:
    """The outputs of many generations at once, in order; also those in the trash.

    The caller has already seen to it that the generations are its user's.
    """
    found: dict[str, list[Media]] = {generation_id: [] for generation_id in generation_ids}
    rows = tx.rows(
        """
        SELECT * FROM media
         WHERE generation_id = ANY($generation_ids::UUID[])
         ORDER BY position, id
        """,
        generation_ids=list(found),
    )
    for row in rows:
        found[row["generation_id"]].append(from_row(row))
    return found


def of_ids(tx: Tx, user_id: str, media_ids: Sequence[str]) -> list[Media]:
    """Those of these files that are this user's and not in the trash, in no order."""
    rows = tx.rows(
        """
        WITH found AS MATERIALIZED (
            SELECT * FROM media WHERE id IN (SELECT unnest($ids::UUID[]))
        )
        SELECT * FROM found WHERE user_id = $user_id AND deleted_at IS NULL
        """,
        ids=list(media_ids),
        user_id=user_id,
    )
    return [from_row(row) for row in rows]


def trash_of_generations(
    tx: Tx, generation_ids: Sequence[str], user_id: str, now: datetime
) -> None:
    """Hide the outputs along with their generations. Their bytes stay, so it can be undone."""
    tx.run(
        """
        UPDATE media SET deleted_at = $now
         WHERE generation_id = ANY($generation_ids::UUID[])
           AND user_id = $user_id AND deleted_at IS NULL
        """,
        now=now,
        generation_ids=list(generation_ids),
        user_id=user_id,
    )


def restore_of_generations(tx: Tx, generation_ids: Sequence[str], user_id: str) -> None:
    """Undo `trash_of_generations`."""
    tx.run(
        """
        UPDATE media SET deleted_at = NULL
         WHERE generation_id = ANY($generation_ids::UUID[]) AND user_id = $user_id
        """,
        generation_ids=list(generation_ids),
        user_id=user_id,
    )


def forget_of_generations(tx: Tx, generation_ids: Sequence[str]) -> list[str]:
    """Give up the outputs for good. Their bytes have no row from now on: the caller removes
    them, and the sweep what the caller could not."""
    rows = tx.rows(
        "DELETE FROM media WHERE generation_id = ANY($generation_ids::UUID[]) RETURNING id",
        generation_ids=list(generation_ids),
    )
    return [row["id"] for row in rows]


def bytes_of_user(tx: Tx, user_id: str) -> int:
    """What this user's files take, as measured by us; the trash still counts."""
    row = tx.row(
        "SELECT coalesce(sum(bytes), 0)::BIGINT AS total FROM media WHERE user_id = $user_id",
        user_id=user_id,
    )
    return int(row["total"]) if row else 0


def known(tx: Tx, media_ids: Iterable[str]) -> set[str]:
    """Those of these ids that have a row, whoever owns it. For the sweep."""
    rows = tx.rows(
        "SELECT id FROM media WHERE id = ANY($media_ids::UUID[])", media_ids=list(media_ids)
    )
    return {row["id"] for row in rows}


def ids_after(tx: Tx, media_id: str, limit: int) -> list[str]:
    """The next ids of all rows, in their order. For the sweep."""
    rows = tx.rows(
        "SELECT id FROM media WHERE id > $media_id ORDER BY id LIMIT $limit",
        media_id=media_id,
        limit=limit,
    )
    return [row["id"] for row in rows]


def from_row(row: Row) -> Media:
    """A row of `SELECT * FROM media` as a value."""
    return Media(**{name: value for name, value in row.items() if name != "kind"})
