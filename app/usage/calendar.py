"""Where days and months begin: midnight on the clocks of the configured time zone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

WindowName = Literal["day", "month"]


class Span(NamedTuple):
    """From `begins` up to but without `ends`, both in UTC."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True)
class Calendar:
    zone: ZoneInfo

    def window(self, name: WindowName, now: datetime) -> Span:
        """The day or month that `now` lies in. A day may have 23 or 25 hours."""
        today = self.day_of(now)
        if name == "day":
            return Span(self._start(today), self._start(today + timedelta(days=1)))
        first = today.replace(day=1)
        return Span(self._start(first), self._start((first + timedelta(days=32)).replace(day=1)))

    def day_of(self, moment: datetime) -> date:
        """What the calendar on the wall says at that moment."""
        return moment.astimezone(self.zone).date()

    def days(self, last: date, count: int) -> dict[date, Span]:
        """The `count` days up to and with `last`, the earliest first."""
        dates = [last - timedelta(days=back) for back in reversed(range(count))]
        starts = [self._start(each) for each in (*dates, last + timedelta(days=1))]
        return {day: Span(*span) for day, span in zip(dates, pairwise(starts), strict=True)}

    def _start(self, day: date) -> datetime:
        # Of a midnight that comes twice this is the first; one that the clocks skip is the
        # moment in which they do.
        return datetime.combine(day, time(), self.zone).astimezone(UTC)
