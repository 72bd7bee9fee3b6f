"""A page of a list of rows, by the id of the last one seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from app.db import Row


@dataclass(frozen=True, slots=True)
class RowPage:
    """`next` is the `before` of the page after it, None on the last one."""

    items: Sequence[Row]
    next: str | None

    @classmethod
    def of(cls, rows: Sequence[Row], limit: int) -> Self:
        """From one row more than the page may hold, if there are so many."""
        return cls(rows[:limit], rows[limit - 1]["id"] if len(rows) > limit else None)
