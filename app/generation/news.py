"""Tells who waits that something of theirs has changed. What changed is read from the database."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Generator
from contextlib import contextmanager

from app.generation.model import Generation

QUIET_FOR = 60.0
"""Seconds for which it is believed that nothing has changed because nothing was told."""


class News:
    """In memory: a lost wake-up costs a long poll some haste, never its answer."""

    def __init__(self) -> None:
        self._waiting: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._quiet: dict[str, tuple[int, float]] = {}
        self._closing = False

    def __call__(self, generation: Generation) -> None:
        """Something about this generation has been committed."""
        self.tell(generation.user_id)

    def tell(self, user_id: str) -> None:
        self._quiet.pop(user_id, None)
        for waiting in self._waiting.get(user_id, ()):
            waiting.set()

    def found_nothing(self, user_id: str, cursor: int) -> None:
        """This person has nothing newer than `cursor`. Only for who was listening since before
        they looked, and was told nothing meanwhile."""
        self._quiet[user_id] = cursor, time.monotonic() + QUIET_FOR

    def is_quiet(self, user_id: str, cursor: int) -> bool:
        """Whether looking for what is newer than `cursor` would find nothing."""
        newest, until = self._quiet.get(user_id, (cursor, 0.0))
        return newest <= cursor and time.monotonic() < until

    def close(self) -> None:
        """Send everybody home: the server is going down."""
        self._closing = True
        for events in self._waiting.values():
            for waiting in events:
                waiting.set()

    @property
    def closing(self) -> bool:
        return self._closing

    @contextmanager
    def listening(self, user_id: str) -> Generator[asyncio.Event]:
        """An event that is set when something of this person's changes. Listen first, then
        look, so that nothing falls in between."""
        event = asyncio.Event()
        self._waiting[user_id].add(event)
        if self._closing:
            event.set()
        try:
            yield event
        finally:
            self._waiting[user_id].discard(event)
            if not self._waiting[user_id]:
                del self._waiting[user_id]
