"""Which steps are due next, and how many run side by side: one lane for what is made, and one for
looking at films that the gateway makes, so that a slow picture keeps no film waiting.
"""

import asyncio
import math
from datetime import datetime, timedelta

from app.clock import Clock
from app.db import Database, Tx
from app.generation import queue
from app.generation.agenda import AHEAD, Agenda
from app.generation.model import Job
from app.generation.queue import Due

LEASE = timedelta(minutes=30)  # after which another process may take it over
READ_AGAIN = 60.0  # seconds, though nobody has said that there is anything new
BEAT = timedelta(seconds=0.5)
"""Looks that are due within this time are taken together. One by one, each would be two commits:
13 ms of processor time at sixty a second, 4 ms taken by the half second."""


class Lane:
    """`at_once` steps side by side: looks, or everything else."""

    def __init__(
        self, db: Database, clock: Clock, process: str, *, at_once: int, looks: bool
    ) -> None:
        self._db = db
        self._clock = clock
        self._process = process
        self._free = at_once
        self.looks = looks
        self.jobs = 0
        """How many there are in this lane, taken or not, as of when that was last read."""
        self._agenda = Agenda()
        self._read_at = -math.inf  # by the event loop's clock
        self._taken_at: datetime | None = None

    def forget(self) -> None:
        """Something is there, or may be, that this knows nothing of."""
        self._agenda.forget()
        self._taken_at = None

    def add(self, due: Due) -> None:
        """One more is due, unless it belongs to the other lane."""
        if due.is_look is self.looks:
            self._agenda.add(due)

    def release(self) -> None:
        """A step that was taken is over."""
        self._free += 1

    def next(self) -> datetime | None:
        """When there will be something to take, as far as is known."""
        due = self._agenda.next() if self._free > 0 else None
        if due is None or self._taken_at is None:
            return due
        return max(due, self._taken_at + BEAT)

    async def claim(self) -> list[Job]:
        """Take what is due, the longest waiting first. `release` each once its step is over.

        Raises what the database raises; whatever was due then will be found again.
        """
        now = self._clock()
        if self._free <= 0 or self._rests(now):
            return []
        try:
            return await self._take(now)
        except BaseException:
            self.forget()
            raise

    def _rests(self, now: datetime) -> bool:
        """A clock that was put back is no reason to rest."""
        return self._taken_at is not None and timedelta(0) <= now - self._taken_at < BEAT

    async def _take(self, now: datetime) -> list[Job]:
        await self._read_ahead(now)
        ids = self._agenda.take(now, self._free)
        if not ids:
            return []
        self._taken_at = now if self.looks else None
        jobs = await self._db.write(
            queue.claim, ids, now=now, lease_until=now + LEASE, process=self._process
        )
        self._free -= len(jobs)
        return jobs

    async def _read_ahead(self, now: datetime) -> None:
        """Read which jobs are next, unless that is known."""
        time = asyncio.get_running_loop().time()
        if self._agenda.is_blank(now) or time >= self._read_at + READ_AGAIN:
            self._agenda.begin()
            found, self.jobs = await self._db.read(self._ahead, now)
            self._agenda.fill(found)
            self._read_at = time

    def _ahead(self, tx: Tx, now: datetime) -> tuple[list[Due], int]:
        found = queue.upcoming(tx, now=now, process=self._process, looks=self.looks, limit=AHEAD)
        return found, queue.count(tx, looks=self.looks)
