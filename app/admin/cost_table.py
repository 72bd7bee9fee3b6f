"""Everybody's spending as a table for spreadsheets."""

from collections.abc import Iterable, Sequence

from app.admin.cost_queries import By, Sums
from app.db import Row
from app.usage.table import usd, written

_NAMED: dict[By, Sequence[str]] = {
    By.DAY: ("day",),
    By.PERSON: ("person", "person_name", "person_email"),
    By.TIER: ("tier",),
    By.MODEL: ("model",),
    By.KIND: ("kind",),
    By.KEY: ("key", "key_name", "key_owner"),
}
"""The columns of a row that say what it stands for."""

SUMS = (
    "spent_micros",
    "spent_usd",
    "generations",
    "failed",
    "previous_spent_micros",
    "previous_spent_usd",
    "previous_generations",
    "previous_failed",
)


def as_csv(rows: Iterable[Row], by: Sequence[By]) -> str:
    """One line for each, in the order of `By`. What was made in the browser has no key."""
    names = [name for each in By if each in by for name in _NAMED[each]]
    return written(
        (*names, *SUMS),
        ([*(row[name] for name in names), *_sums(Sums.of(row))] for row in rows),
    )


def _sums(sums: Sums) -> Sequence[object]:
    return (
        sums.spent,
        usd(sums.spent),
        sums.generations,
        sums.failed,
        sums.previous_spent,
        usd(sums.previous_spent),
        sums.previous_generations,
        sums.previous_failed,
    )
