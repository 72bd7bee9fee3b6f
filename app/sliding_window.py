"""How often something happened lately, for limits that slide along with the time."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

MAX_KEYS = 20_000
"""Beyond this the oldest are forgotten, so that a flood cannot fill the memory."""


@dataclass
class SlidingWindow:
    """When each key's latest events were, in memory. `span` is how far it looks back."""

    span: timedelta
    _events: dict[str, deque[datetime]] = field(default_factory=dict[str, deque[datetime]])

    def used(self, key: str, now: datetime) -> int:
        """How many events of `key` are within the window."""
        events = self._events.get(key)
        while events and events[0] <= now - self.span:
            events.popleft()
        return len(events) if events else 0

    def wait(self, key: str, limit: int, now: datetime) -> timedelta:
        """How long until `key` has less than `limit` events; zero if it has."""
        used = self.used(key, now)
        if used < limit:
            return timedelta(0)
        return self._events[key][used - limit] + self.span - now if limit else self.span

    def until_next(self, key: str, now: datetime) -> timedelta:
        """How long until the oldest event leaves the window; zero if there is none."""
        return self._events[key][0] + self.span - now if self.used(key, now) else timedelta(0)

    def count(self, key: str, now: datetime) -> None:
        # Taken out and put back, so that the keys stand in the order of their latest event.
        events = self._events.pop(key, deque[datetime]())
        events.append(now)
        self._events[key] = events
        if len(self._events) > MAX_KEYS:
            del self._events[next(iter(self._events))]

    def forgive_one(self, key: str) -> None:
        if events := self._events.get(key):
            events.pop()

    def forget(self, key: str) -> None:
        self._events.pop(key, None)
