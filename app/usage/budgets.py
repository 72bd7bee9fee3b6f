"""Budgets: what a person may spend per day and per month, checked where the hold is written."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.db import Tx
from app.errors import AppError
from app.money import ZERO, Micros, show
from app.usage import ledger
from app.usage.calendar import Calendar, WindowName


class BudgetExceeded(AppError):
    status, code, title = 402, "budget-exceeded", "Your budget is used up"


WARN_AT = 80
"""Percent of a budget, from which on people are told."""


@dataclass(frozen=True)
class Limits:
    """What may be spent; None is no limit."""

    day: Micros | None = None
    month: Micros | None = None


UNLIMITED = Limits()


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

    @property
    def warning(self) -> bool:
        """It is nearly used up, what is set aside counted in."""
        return self.limit is not None and 100 * (self.spent + self.held) >= WARN_AT * self.limit


def no_tier(_tx: Tx, _user_id: str) -> Limits:
    """Nobody's tier limits anything."""
    return UNLIMITED


def no_key(_tx: Tx, _key_id: str, _now: datetime) -> tuple[Micros | None, datetime]:
    """No key has a budget of its own."""
    return None, _now


@dataclass(frozen=True)
class Budgets:
    """Whose allowance applies, and how much of it is left."""

    calendar: Calendar
    standard: Limits
    """For everybody for whom nothing else is set."""
    of_tier: Callable[[Tx, str], Limits] = no_tier
    """What the tier of the person with this id allows. The smaller of this and the standard
    counts, unless something is set for that person."""
    of_key: Callable[[Tx, str, datetime], tuple[Micros | None, datetime]] = no_key
    """What an API key may spend in all, and since when there is one. Raises for a key that is no
    longer good."""

    def limits_of(self, tx: Tx, user_id: str) -> Limits:
        return self.allowed(own_limits(tx, user_id), self.of_tier(tx, user_id))

    def allowed(self, own: Limits, tier: Limits) -> Limits:
        """What counts of what is set for a person and what their tier allows."""
        return Limits(
            own.day if own.day is not None else _smaller(self.standard.day, tier.day),
            own.month if own.month is not None else _smaller(self.standard.month, tier.month),
        )

    def windows(self, tx: Tx, user_id: str, now: datetime) -> list[Window]:
        """Day and month, as they stand in this transaction."""
        return self._windows(tx, user_id, self.limits_of(tx, user_id), now)

    def _windows(self, tx: Tx, user_id: str, limits: Limits, now: datetime) -> list[Window]:
        day, month = self.calendar.window("day", now), self.calendar.window("month", now)
        stands = ledger.standing(tx, user_id, day=day.begins, month=month.begins)
        return [
            Window("day", stands.spent_day, stands.held, limits.day, day.ends),
            Window("month", stands.spent_month, stands.held, limits.month, month.ends),
        ]

    def check(
        self,
        tx: Tx,
        user_id: str,
        amount: Micros,
        now: datetime,
        key_id: str | None = None,
        tier: Limits | None = None,
    ) -> None:
        """Refuse if `amount` does not fit. Runs in the transaction of the hold, so two requests
        at once cannot both spend the last cent. What is free is never refused.

        `tier` is what the person's tier allows, if that has been read in this transaction.
        """
        if key_id is not None:
            self._check_key(tx, key_id, amount, now)
        allowed = self.of_tier(tx, user_id) if tier is None else tier
        limits = self.allowed(own_limits(tx, user_id), allowed)
        if limits == UNLIMITED or amount == 0:
            return
        for window in self._windows(tx, user_id, limits, now):
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

    def _check_key(self, tx: Tx, key_id: str, amount: Micros, now: datetime) -> None:
        limit, since = self.of_key(tx, key_id, now)
        if limit is None or amount == 0:
            return
        left = Micros(max(0, limit - ledger.of_keys(tx, [key_id], since).get(key_id, ZERO)))
        if amount > left:
            raise BudgetExceeded(
                f"This needs about {show(amount)}, and {show(left)} of this API key's budget is "
                "left.",
                needed_micros=amount,
                left_micros=left,
                window="key",
                resets_at=None,
            )


def _smaller(one: Micros | None, other: Micros | None) -> Micros | None:
    return min((each for each in (one, other) if each is not None), default=None)


def own_limits(tx: Tx, user_id: str) -> Limits:
    """What an administrator allows this one person; None is left to tier and standard."""
    rows = tx.remembered("SELECT * FROM budgets WHERE user_id = $user_id", user_id=user_id)
    return Limits(rows[0]["day_micros"], rows[0]["month_micros"]) if rows else UNLIMITED


def set_limits(tx: Tx, user_id: str, limits: Limits) -> None:
    """Change `own_limits`."""
    tx.run(
        """
        INSERT INTO budgets VALUES ($user_id, $day, $month)
        ON CONFLICT (user_id) DO UPDATE SET day_micros = $day, month_micros = $month
        """,
        user_id=user_id,
        day=limits.day,
        month=limits.month,
    )
