"""What everybody together has spent, beside what they had in as many days before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.admin import cost_queries
from app.admin.cost_queries import ANY, By, Only, Period, Sums
from app.clock import Clock
from app.db import Database, Row, Tx
from app.errors import BadInput
from app.usage.calendar import Calendar
from app.usage.service import EARLIEST, REPORTED

LONGEST = 366
"""Days, as in one's own report."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """From `since`, or so many `days`, up to and with `until`: a month, and today, unless said
    otherwise."""

    since: date | None = None
    until: date | None = None
    days: int | None = None
    by: Sequence[By] = (By.PERSON,)
    only: Only = ANY


@dataclass(frozen=True, slots=True)
class Costs:
    """`lines` are the dearest, and `rest` the `more` that are left out; both together are the
    `total`, which is the ledger's. `by_day` tells day and kind, the newest day first, and `names`
    whom and which key all of it is of, if one was asked for."""

    period: Period
    names: Row
    total: Sums
    lines: Sequence[Row]
    rest: Sums
    more: int
    by_day: Sequence[Row]


@dataclass(frozen=True)
class CostReports:
    db: Database
    clock: Clock
    calendar: Calendar

    async def report(self, wanted: Wanted, limit: int) -> Costs:
        """BadInput for days that make no sense."""
        return await self.db.read(_report, self._period(wanted), wanted, limit)

    async def table(self, wanted: Wanted) -> tuple[Period, Sequence[Row]]:
        """Every line of the same."""
        period = self._period(wanted)
        rows = await self.db.read(
            cost_queries.lines, period, wanted.by, wanted.only, cost_queries.ALL
        )
        return period, rows

    def _period(self, wanted: Wanted) -> Period:
        last = wanted.until or self.calendar.day_of(self.clock())
        if min(last, wanted.since or last).year < EARLIEST:
            raise BadInput(f"There is nothing from before {EARLIEST}.", field="from")
        if wanted.since and wanted.days:
            raise BadInput("Say from when on, or how many days, not both.", field="days")
        first = wanted.since or last - timedelta(days=(wanted.days or REPORTED) - 1)
        count = (last - first).days + 1
        if not 1 <= count <= LONGEST:
            raise BadInput(f"Ask for one day to {LONGEST}, the first of them first.", field="from")
        return Period(
            self.calendar.days(last, count),
            self.calendar.days(first - timedelta(days=1), count),
        )


def _report(tx: Tx, period: Period, wanted: Wanted, limit: int) -> Costs:
    whole = cost_queries.lines(tx, period, (), wanted.only, 1)
    total = Sums.of(whole[0]) if whole else Sums()
    found = cost_queries.lines(tx, period, wanted.by, wanted.only, limit)
    return Costs(
        period,
        cost_queries.names(tx, wanted.only),
        total,
        found,
        total.without([Sums.of(row) for row in found]),
        found[0]["lines"] - len(found) if found else 0,
        cost_queries.lines(tx, period, (By.DAY, By.KIND), wanted.only, cost_queries.ALL),
    )
