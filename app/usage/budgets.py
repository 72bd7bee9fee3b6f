"""Budgets: what a person may spend per day and per month, checked where the hold is written."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from app.db import Tx
from app.errors import AppError
from app.money import Micros, show
from app.usage import ledger

WindowName = Literal["day", "month"]


class BudgetExceeded(AppError):
    status, code, title = 402, "budget-exceeded", "Your budget is used up"


@dataclass(frozen=True)
class Limits:
    """What may be spent; None is no limit."""

    day: Micros | None = None
    month: Micros | None = None


@dataclass(frozen=True)
class Window:
    """One budget of one person as it stands. `left` is never below zero."""

    name: WindowName
    spent: Micros
    held: Micros
    limit: Micros | None
    resets_at: datetime

    @property
    def left(self) -> Micros | None:
        if self.limit is None:
            return None
        return Micros(max(0, self.limit - self.spent - self.held))


@dataclass(frozen=True)
class Calendar:
    """Where days and months begin."""

    zone: ZoneInfo

    def start_of(self, window: WindowName, now: datetime) -> datetime:
        midnight = now.astimezone(self.zone).replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight if window == "day" else midnight.replace(day=1)

    def end_of(self, window: WindowName, now: datetime) -> datetime:
        start = self.start_of(window, now)
        # Wall-clock arithmetic: a day of 23 or 25 hours still ends at midnight.
        if window == "day":
            return start + timedelta(days=1)
        return (start + timedelta(days=32)).replace(day=1)


@dataclass(frozen=True)
class Budgets:
    """Whose allowance applies, and how much of it is left."""

    calendar: Calendar
    standard: Limits
    """For everybody for whom nothing else is set."""

    def limits_of(self, tx: Tx, user_id: str) -> Limits:
        row = tx.row("SELECT * FROM budgets WHERE user_id = $user_id", user_id=user_id)
        if row is None:
            return self.standard
        return Limits(
            self.standard.day if row["day_micros"] is None else Micros(row["day_micros"]),
            self.standard.month if row["month_micros"] is None else Micros(row["month_micros"]),
        )

    def windows(self, tx: Tx, user_id: str, now: datetime) -> list[Window]:
        """Day and month, as they stand in this transaction."""
        limits = self.limits_of(tx, user_id)
        held = ledger.held_of_user(tx, user_id)
        return [
            self._window(tx, user_id, "day", limits.day, held, now),
            self._window(tx, user_id, "month", limits.month, held, now),
        ]

    def _window(
        self,
        tx: Tx,
        user_id: str,
        name: WindowName,
        limit: Micros | None,
        held: Micros,
        now: datetime,
    ) -> Window:
        spent = ledger.spent_since(tx, user_id, self.calendar.start_of(name, now))
        return Window(name, spent, held, limit, self.calendar.end_of(name, now))

    def check(self, tx: Tx, user_id: str, amount: Micros, now: datetime) -> None:
        """Refuse if `amount` does not fit. Runs in the transaction of the hold, so two requests
        at once cannot both spend the last cent."""
        for window in self.windows(tx, user_id, now):
            left = window.left
            if left is not None and amount > left:
                raise BudgetExceeded(
                    f"This needs about {show(amount)}, and {show(left)} of your budget for the "
                    f"{window.name} is left.",
                    needed_micros=amount,
                    left_micros=left,
                    window=window.name,
                    resets_at=window.resets_at.isoformat(),
                )


def set_limits(tx: Tx, user_id: str, limits: Limits) -> None:
    """What an administrator allows this one person; None falls back to the standard."""
    tx.run(
        """
        INSERT INTO budgets VALUES ($user_id, $day, $month)
        ON CONFLICT (user_id) DO UPDATE SET day_micros = $day, month_micros = $month
        """,
        user_id=user_id,
        day=limits.day,
        month=limits.month,
    )
