"""Which jobs are due next, read ahead: one look through all of them serves hundreds of steps.

A list of names and nothing else. What is to be done is in the rows, and taking a job reads its row
again, so a list that has grown old is never wrong: it costs a look.
"""

import heapq
from collections.abc import Sequence
from datetime import UTC, datetime

from app.generation.queue import Due

AHEAD = 500
"""Jobs read at a time. With ten thousand waiting that is a look every minute or so."""

EVER = datetime.max.replace(tzinfo=UTC)


class Agenda:
    def __init__(self) -> None:
        self._list: list[Due] = []
        self._until: datetime | None = None

    def forget(self) -> None:
        """Something is there, or may be, that this knows nothing of."""
        self._until = None

    def is_blank(self, now: datetime) -> bool:
        """Whether what is not on the list could have its turn now."""
        if self._until is None:
            return True
        used_up = not self._list or self._list[0].at > self._until
        return used_up and now >= self._until

    def begin(self) -> None:
        """Anew. What is added from now on is kept by the `fill` that follows."""
        self._list, self._until = [], EVER

    def fill(self, upcoming: Sequence[Due]) -> None:
        """With the next `AHEAD` there are, the earliest first. If they are fewer, they are all."""
        if self._until is not None:
            self._list = list(heapq.merge(sorted(self._list), upcoming))
            self._until = EVER if len(upcoming) < AHEAD else upcoming[-1].at

    def add(self, due: Due) -> None:
        """One more, unless it comes so late that the next look will find it."""
        if self._until is not None and due.at < self._until:
            heapq.heappush(self._list, due)

    def take(self, now: datetime, limit: int) -> list[str]:
        """The ids of those that are due, the longest waiting first."""
        taken: list[str] = []
        while self._list and self._list[0].at <= now and len(taken) < limit:
            taken.append(heapq.heappop(self._list).generation_id)
        return taken

    def next(self) -> datetime | None:
        """When there will be something to take, as far as is known."""
        known = self._list[0].at if self._list else EVER
        soonest = min(known, self._until or EVER)
        return None if soonest == EVER else soonest
