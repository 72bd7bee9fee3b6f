"""The whole of a list in a few bytes each, so that a page can lay out 50,000 things at once and
jump to any of them without asking for all that lies before.

The database writes the records itself and hands over one text: however much somebody has, Python
touches one row.
"""

from dataclasses import dataclass
from typing import LiteralString

from app.db import Database, Tx
from app.generation.listing import Filter, conditions

RECORD = 49
"""Characters of one thing, newest first, without anything between them:

    32   its id, in hex
     1   its kind: t, i, v
    10   when it was asked for, or put into the trash: seconds since 1970
     4   the shape of its first file: 100 times width by height; 0000 when it has none
     2   how many files it has
"""

_RECORDS: LiteralString = """
    SELECT count(*) AS count, coalesce(string_agg(
               replace(id::TEXT, '-', '') || left(kind, 1)
               || lpad(epoch(shown_at)::BIGINT::TEXT, 10, '0')
               || lpad(coalesce(shape, 0)::TEXT, 4, '0')
               || lpad(coalesce(files, 0)::TEXT, 2, '0'),
               '' ORDER BY shown_at DESC, id DESC), '') AS records
      FROM shown LEFT JOIN measured ON generation_id = id
"""

_SHOWN: LiteralString = """
    WITH shown AS (
        SELECT id, kind, coalesce(deleted_at, created_at) AS shown_at FROM generations
         WHERE user_id = $user_id AND kind IN ('text', 'image', 'video')
"""

_MEASURED: LiteralString = """
    ), measured AS (
        SELECT generation_id, least(count(*), 99) AS files,
               least(greatest(round(100 * arg_min(width, position) / arg_min(height, position)), 1),
                     9999)::BIGINT AS shape
          FROM media WHERE user_id = $user_id AND generation_id IN (SELECT id FROM shown)
         GROUP BY generation_id
    )
"""


@dataclass(frozen=True, slots=True)
class Index:
    count: int
    records: str


@dataclass(frozen=True)
class Shelf:
    db: Database

    async def index(self, user_id: str, wanted: Filter) -> Index:
        """Everything that the list with this filter would show, in its order."""
        return await self.db.read(index, user_id, wanted)


def index(tx: Tx, user_id: str, wanted: Filter) -> Index:
    where, values = conditions(wanted)
    row = tx.row(_SHOWN + where + _MEASURED + _RECORDS, user_id=user_id, **values)
    return Index(row["count"], row["records"]) if row else Index(0, "")
