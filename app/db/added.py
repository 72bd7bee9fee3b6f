"""Rows that were added and are not in their tables yet.

A statement costs about the same with one row and with twenty, and what is committed together has
many rows of a kind. So a row waits here for others like it, until the next statement that could
tell the difference, and for the commit at the latest.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from app.db import Next, Row

Columns = Mapping[str, str]
"""The type of each column of a table, as the engine spells it."""

Insert = tuple[str, dict[str, object]]
"""A statement and its values."""

_NAMES_ITS_TABLES = re.compile(r"\s*(?:SELECT|WITH|INSERT|UPDATE|DELETE)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Kind:
    """Rows that can be inserted with one statement: those with the same columns."""

    table: str
    given: tuple[str, ...]
    counted: tuple[tuple[str, Next], ...]
    """The columns whose values come from a sequence."""

    @classmethod
    def of(cls, table: str, row: Row) -> "_Kind":
        counted = tuple((name, each) for name, each in row.items() if isinstance(each, Next))
        given = tuple(name for name, each in row.items() if not isinstance(each, Next))
        return cls(table, given, counted)

    def one(self, row: Row) -> Insert:
        sql = f"{self._into} VALUES ({self._sources(lambda name: f'${name}')})"
        return sql, {name: row[name] for name in self.given}

    def many(self, rows: Sequence[Row], types: Columns) -> Insert:
        lists = ", ".join(f'unnest(${name}::{types[name]}[]) AS "{name}"' for name in self.given)
        # A step of its own: beside the lists a sequence would be asked once for all of them.
        sql = f"{self._into} SELECT {self._sources(_quoted)} FROM (SELECT {lists})"  # noqa: S608 (our names)
        return sql, {name: [row[name] for row in rows] for name in self.given}

    @property
    def _into(self) -> str:
        names = (*self.given, *(name for name, _ in self.counted))
        return f"INSERT INTO {self.table} ({', '.join(map(_quoted, names))})"

    def _sources(self, of: Callable[[str], str]) -> str:
        given = map(of, self.given)
        counted = (f"nextval('{each.sequence}')" for _, each in self.counted)
        return ", ".join((*given, *counted))


def _quoted(name: str) -> str:
    return f'"{name}"'


class Added:
    """Of one transaction. `columns_of` tells about a table."""

    def __init__(self, columns_of: Callable[[str], Columns]) -> None:
        self._columns_of = columns_of
        self._rows: dict[_Kind, list[Row]] = {}

    def put(self, table: str, row: Row) -> None:
        self._rows.setdefault(_Kind.of(table, row), []).append(row)

    def due(self, sql: str | None = None) -> list[Insert]:
        """What has to be run before this statement, or before the commit. It is handed out once."""
        due = [each for each in self._rows if sql is None or _may_concern(sql, each.table)]
        return [self._insert(each, self._rows.pop(each)) for each in due]

    def _insert(self, kind: _Kind, rows: list[Row]) -> Insert:
        if len(rows) == 1:
            return kind.one(rows[0])
        return kind.many(rows, self._columns_of(kind.table))


@cache
def _may_concern(sql: str, table: str) -> bool:
    """Whether it may read or change this table; in doubt it does."""
    if _NAMES_ITS_TABLES.match(sql) is None:
        return True
    return re.search(rf"\b{re.escape(table)}\b", sql, re.IGNORECASE) is not None
