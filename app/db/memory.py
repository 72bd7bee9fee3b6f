"""What the writer need not ask twice: rows that are read with every booking and seldom change.

All changes of the process pass through one thread and its cursor. So what that cursor has read
stays true until it changes one of these tables itself, or takes back what it did.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache

from app.db import Row

STEADY = frozenset({"api_keys", "budgets", "tiers", "users", "webhooks"})
"""Tables of which is remembered what was read. Small, and changed by people's hands."""

MOST = 10_000
"""Answers that are kept; then it begins anew."""

_PLAIN = re.compile(r"\s*(?:SELECT|WITH|INSERT|UPDATE|DELETE)\b", re.IGNORECASE)
_READ = re.compile(r"\s*SELECT\b", re.IGNORECASE)
_CHANGE = re.compile(r"\s*(?:WITH|INSERT|UPDATE|DELETE)\b", re.IGNORECASE)
_STEADY = re.compile(rf"\b(?:{'|'.join(sorted(STEADY))})\b", re.IGNORECASE)
_SOURCES = re.compile(r"\b(?:FROM|JOIN)\s+(\w+(?:\s*,\s*\w+)*)", re.IGNORECASE)

Key = tuple[str, tuple[tuple[str, object], ...]]


class Memory:
    """Of one cursor, which is the only one that writes. Of no use to any other."""

    def __init__(self) -> None:
        self._known: dict[Key, list[Row]] = {}
        self._columns: dict[str, Mapping[str, str]] = {}

    def rows(self, sql: str, values: dict[str, object], ask: Callable[[], list[Row]]) -> list[Row]:
        """The answer to this, from memory if possible. ValueError if a table is not steady."""
        _require_steady(sql)
        key = (sql, tuple(sorted(values.items())))
        if (known := self._known.get(key)) is None:
            if len(self._known) >= MOST:
                self.forget()
            known = self._known[key] = ask()
        return [dict(row) for row in known]

    def columns(self, table: str, ask: Callable[[], Mapping[str, str]]) -> Mapping[str, str]:
        """The types of the columns of this table, which only a migration changes."""
        if (known := self._columns.get(table)) is None:
            known = self._columns[table] = ask()
        return known

    def heed(self, sql: str) -> None:
        """This is about to be run."""
        if self._columns and _PLAIN.match(sql) is None:
            self._columns.clear()
        if self._known and _may_change(sql):
            self.forget()

    def forget(self) -> None:
        self._known.clear()


@cache
def _may_change(sql: str) -> bool:
    """Whether it may change one of the tables; in doubt it does."""
    if _READ.match(sql):
        return False
    return _CHANGE.match(sql) is None or _STEADY.search(sql) is not None


@cache
def _require_steady(sql: str) -> None:
    names = {name.strip() for found in _SOURCES.findall(sql) for name in found.split(",")}
    if not names or not names <= STEADY:
        raise ValueError(f"not all of these tables are steady: {sorted(names)}")
