"""What a backup must know of the rows it holds."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from app.db import Tx


@dataclass(frozen=True, slots=True)
class MediaRow:
    id: str
    bytes: int
    sha256: str
    has_thumbnail: bool


class Sums(BaseModel):
    """The ledger in a few numbers, and how many people and generations there are."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    users: int
    generations: int
    media: int
    media_bytes: int
    ledger_entries: int
    held_micros: int
    spent_micros: int


def media(tx: Tx) -> Sequence[MediaRow]:
    """All of it, also what lies in the trash."""
    rows = tx.rows("SELECT id, bytes, sha256, has_thumbnail FROM media ORDER BY id")
    return [MediaRow(**row) for row in rows]


def sums(tx: Tx) -> Sums:
    row = tx.row(
        """
        SELECT (SELECT count(*) FROM users) AS users,
               (SELECT count(*) FROM generations) AS generations,
               (SELECT count(*) FROM media) AS media,
               (SELECT coalesce(sum(bytes), 0)::BIGINT FROM media) AS media_bytes,
               count(*) AS ledger_entries,
               coalesce(sum(held_micros), 0)::BIGINT AS held_micros,
               coalesce(sum(spent_micros), 0)::BIGINT AS spent_micros
          FROM ledger
        """
    )
    return Sums.model_validate(row)


def migration(tx: Tx) -> int:
    """The newest that has run."""
    row = tx.row("SELECT coalesce(max(number), 0) AS newest FROM migrations")
    return int(row["newest"]) if row else 0
