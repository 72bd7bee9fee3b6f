"""What a person may know of their own spending."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.clock import Clock
from app.db import Database, Row, Tx
from app.usage import report
from app.usage.budgets import Budgets, Window

REPORTED = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Usage:
    """The windows of the budget as they stand, and the last 31 days in tables."""

    windows: Sequence[Window]
    by_day: Sequence[Row]
    by_model: Sequence[Row]


@dataclass(frozen=True)
class UsageReports:
    db: Database
    clock: Clock
    budgets: Budgets

    async def of_user(self, user_id: str) -> Usage:
        return await self.db.read(self._read, user_id, self.clock())

    def _read(self, tx: Tx, user_id: str, now: datetime) -> Usage:
        calendar = self.budgets.calendar
        since = calendar.start_of("day", now - REPORTED)
        return Usage(
            self.budgets.windows(tx, user_id, now),
            report.by_day(tx, user_id, since, calendar.zone.key),
            report.by_model(tx, user_id, since),
        )
