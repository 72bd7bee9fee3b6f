"""One circuit breaker: stops asking what keeps failing, and finds out when it is well again.

    closed     everything passes
    open       nothing passes, for a while
    half-open  one probe passes; if it succeeds the circuit closes, if it fails it opens again

Whoever wants to pass says who they are, so that a probe which is announced when a request comes
in, and made later, stays the same probe.
"""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, get_args

SOON = timedelta(seconds=5)
"""A probe under way has usually found something out by then."""

State = Literal["closed", "open", "half-open"]
STATES: tuple[State, ...] = get_args(State)

MOST_REMEMBERED = 1_000
"""Calls looked back on at most, however many there were within the window."""


@dataclass(frozen=True, slots=True)
class Trip:
    """When a circuit opens: after so many failures within the window, if they are at least half
    of all calls. And for how long."""

    failures: int = 5
    window: timedelta = timedelta(seconds=60)
    rest: timedelta = timedelta(seconds=30)

    probe_patience: timedelta = timedelta(seconds=120)
    """A probe of which nothing was heard for so long is given up, and another one let through."""


@dataclass(slots=True)
class Breaker:
    """In memory, for one thing that may fail. Every method is given the time."""

    trip: Trip
    opened_at: datetime | None = None
    _calls: deque[tuple[datetime, bool]] = field(
        default_factory=lambda: deque[tuple[datetime, bool]](maxlen=MOST_REMEMBERED)
    )
    _probe: tuple[str, datetime] | None = None

    def state(self, now: datetime) -> State:
        if self.opened_at is None:
            return "closed"
        return "open" if now < self.opened_at + self.trip.rest else "half-open"

    def admits(self, who: str | None, now: datetime) -> bool:
        """Whether `who` would pass now, or anybody new if None. Changes nothing."""
        state = self.state(now)
        return state == "closed" or (state == "half-open" and self._may_probe(who, now))

    def enter(self, who: str, now: datetime) -> bool:
        """Pass, or not. Passing a half-open circuit makes `who` its probe."""
        if not self.admits(who, now):
            return False
        if self.opened_at is not None:
            self._probe = (who, now)
        return True

    def succeeded(self, who: str, now: datetime) -> None:
        """It answered. What passed before the circuit opened says nothing about it any more."""
        if self.opened_at is None:
            self._calls.append((now, True))
        elif self._is_probe(who):
            self.opened_at, self._probe = None, None
            self._calls.clear()

    def failed(self, who: str, now: datetime) -> None:
        if self.opened_at is None:
            self._calls.append((now, False))
            if self._too_many(now):
                self.opened_at = now
        elif self._is_probe(who):
            self.opened_at, self._probe = now, None

    def left(self, who: str) -> None:
        """It was not asked after all, or its answer says nothing: somebody else may probe."""
        if self._is_probe(who):
            self._probe = None

    def retry_at(self, now: datetime) -> datetime:
        """When asking is worth while again; `now` if it is now."""
        if self.opened_at is None:
            return now
        if self._probe is not None and self.state(now) == "half-open":
            return min(now + SOON, self._probe[1] + self.trip.probe_patience)
        return self.opened_at + self.trip.rest

    def counted(self, now: datetime) -> tuple[int, int]:
        """(calls, failures) within the window."""
        while self._calls and self._calls[0][0] <= now - self.trip.window:
            self._calls.popleft()
        return len(self._calls), sum(not well for _, well in self._calls)

    def _too_many(self, now: datetime) -> bool:
        calls, failures = self.counted(now)
        return failures >= self.trip.failures and 2 * failures >= calls

    def _may_probe(self, who: str | None, now: datetime) -> bool:
        if self._probe is None or self._is_probe(who):
            return True
        return now >= self._probe[1] + self.trip.probe_patience

    def _is_probe(self, who: str | None) -> bool:
        return self._probe is not None and self._probe[0] == who
