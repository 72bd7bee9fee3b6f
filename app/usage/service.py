"""What a person may know of their own spending."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.clock import Clock
from app.db import Database, Tx
from app.errors import BadInput
from app.money import Micros
from app.usage import report
from app.usage.budgets import Budgets, Window
from app.usage.calendar import Span
from app.usage.report import Line, summed

REPORTED = 31
"""Days, today with them, unless somebody wants others."""

EARLIEST = 2020
"""The year. Dates need an end somewhere, and their arithmetic breaks near the year 1."""


@dataclass(frozen=True, slots=True)
class Usage:
    """The windows of the budget as they stand, and what was spent from `since` to `until`, both
    days included. `previous` is what was spent in as many days before."""

    windows: Sequence[Window]
    since: date
    until: date
    lines: Sequence[Line]
    previous: Micros

    @property
    def spent(self) -> Micros:
        return Micros(sum(each.spent for each in self.lines))

    @property
    def by_day(self) -> Sequence[Line]:
        """One line for each day and kind on which anything was spent, the newest day first."""
        days = summed(self.lines, lambda line: (line.day, line.kind))
        return sorted(
            (each for each in days if each.spent),
            key=lambda each: (-each.day.toordinal(), each.kind),
        )

    @property
    def by_kind(self) -> Sequence[Line]:
        """The dearest first."""
        return sorted(summed(self.lines, lambda line: line.kind), key=lambda each: -each.spent)

    @property
    def by_model(self) -> Sequence[Line]:
        """The dearest first."""
        models = summed(self.lines, lambda line: (line.model, line.kind))
        return sorted(models, key=lambda each: (-each.spent, each.model))


@dataclass(frozen=True)
class UsageReports:
    db: Database
    clock: Clock
    budgets: Budgets

    async def of_user(self, user_id: str, days: int = REPORTED, until: date | None = None) -> Usage:
        """The `days` up to and with `until`, which is today unless said otherwise. BadInput for
        a time before there was money."""
        now = self.clock()
        last = until or self.budgets.calendar.day_of(now)
        if last.year < EARLIEST:
            raise BadInput(f"There is nothing from before {EARLIEST}.", field="until")
        return await self.db.read(self._read, user_id, now, last, days)

    def _read(self, tx: Tx, user_id: str, now: datetime, last: date, count: int) -> Usage:
        calendar = self.budgets.calendar
        days = calendar.days(last, count)
        before = list(calendar.days(last - timedelta(days=count), count).values())
        return Usage(
            self.budgets.windows(tx, user_id, now),
            min(days),
            last,
            report.lines(tx, user_id, days),
            report.spent_within(tx, user_id, Span(before[0].begins, before[-1].ends)),
        )
