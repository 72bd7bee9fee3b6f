"""The place in line of what waits for its turn, which is one line for the whole house."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.clock import Clock
from app.db import Database
from app.generation import queue
from app.generation.admission import LONGEST

FRESH = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Place:
    """1 is next: so many jobs, whoever's, have their turn until this one has."""

    id: str
    place: int


@dataclass
class Line:
    """Read at most every two seconds, and only while somebody asks: one look serves everybody.
    Each is told the places of their own, and of the others no more than how many come before."""

    db: Database
    clock: Clock
    _read_at: datetime | None = field(default=None, init=False, repr=False)
    _places: Mapping[str, Sequence[Place]] = field(
        default_factory=dict[str, Sequence[Place]], init=False, repr=False
    )

    async def of_user(self, user_id: str) -> Sequence[Place]:
        """Of all this person's pictures and films that wait, the next one first."""
        now = self.clock()
        if self._read_at is None or now - self._read_at >= FRESH:
            self._places = _by_owner(await self.db.read(queue.line, since=now - LONGEST))
            self._read_at = now
        return self._places.get(user_id, ())


def _by_owner(line: Sequence[tuple[str, str]]) -> Mapping[str, Sequence[Place]]:
    places = defaultdict[str, list[Place]](list)
    for place, (generation_id, user_id) in enumerate(line, start=1):
        places[user_id].append(Place(generation_id, place))
    return places
