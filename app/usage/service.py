"""What a person may know of their own spending."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.clock import Clock
from app.db import Database, Row, Tx
from app.usage import report
from app.usage.budgets import Budgets, Window

REPORTED = 31  # days, today with them


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
        days = self.budgets.calendar.days(now, REPORTED)
        since = min(each.begins for each in days.values())
        return Usage(
            self.budgets.windows(tx, user_id, now),
            report.by_day(tx, user_id, days),
            report.by_model(tx, user_id, since),
        )
