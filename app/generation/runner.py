"""Work on queued images and videos in the background, until they end.

Nothing is remembered here. What to do next is in the database, so the process may be killed at
any moment and the next one carries on.
"""

import asyncio
import logging
import math
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta

from app.clock import Clock, new_id
from app.db import Database, Tx
from app.generation import outcome, pace, queue
from app.generation.agenda import AHEAD, Agenda
from app.generation.model import Generation, Job, State
from app.generation.outcome import Outcome, Waiting
from app.generation.steps import Steps

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=30)  # after which another process may take it over
HEARTBEAT = timedelta(seconds=30)  # one that has not looked for work for so long is not well
REST = timedelta(seconds=2)  # the longest we sleep with nothing to do
WRITE_AGAIN = timedelta(seconds=2)  # after a failure to write an outcome down
LOOK_AGAIN = 60.0  # seconds, though nobody has said that there is anything new


class Runner:
    """`at_once` steps side by side. `wake()` it when there is something new to do."""

    def __init__(
        self,
        db: Database,
        steps: Steps,
        clock: Clock,
        news: Callable[[Generation], None],
        *,
        at_once: int,
        grace: timedelta,
    ) -> None:
        self._db = db
        self._steps = steps
        self._clock = clock
        self._news = news
        self._free = at_once
        self._grace = grace
        self._process = new_id()
        self._agenda = Agenda()
        self._followed = 0  # as of the last look ahead
        self._looked_at = -math.inf  # by the event loop's clock
        self._woken = asyncio.Event()
        self._over_at = math.inf  # by the event loop's clock
        self._took_over = False
        self.last_beat = clock()

    @property
    def beats(self) -> bool:
        """Whether it has looked for work lately."""
        return self._clock() - self.last_beat < HEARTBEAT

    def wake(self) -> None:
        """There is something new to do: look for it now instead of at the next beat."""
        self._agenda.forget()
        self._woken.set()

    def stop(self) -> None:
        """Take nothing new. The steps under way may go on for the grace, which begins now."""
        now = asyncio.get_running_loop().time()
        self._over_at = min(self._over_at, now + self._grace.total_seconds())
        self.wake()

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        """Work for as long as the block lasts, then let the steps under way finish."""
        loop = asyncio.create_task(self._loop(), name="runner")
        try:
            yield
        finally:
            self.stop()
            left = self._over_at - asyncio.get_running_loop().time()
            await asyncio.wait({loop}, timeout=max(0.0, left))
            loop.cancel()
            with suppress(asyncio.CancelledError):
                await loop

    async def _loop(self) -> None:
        async with asyncio.TaskGroup() as steps:
            while self._over_at == math.inf:
                self.last_beat = self._clock()
                for job in await self._claim():
                    self._free -= 1
                    steps.create_task(self._work_on(job), name=job.generation.id)
                await self._rest()

    async def _claim(self) -> list[Job]:
        if self._free <= 0:
            return []
        now = self._clock()
        try:
            await self._look_ahead(now)
            ids = self._agenda.take(now, self._free)
            if not ids:
                return []
            jobs = await self._db.write(
                queue.claim, ids, now=now, lease_until=now + LEASE, process=self._process
            )
        except Exception:
            # A full disk or a closed file must not end the loop: it may pass.
            logger.exception("cannot look for work, trying again in %s", REST)
            self._agenda.forget()
            return []
        for job in jobs:
            if job.generation.state is State.QUEUED:
                self._news(job.generation)
        return jobs

    async def _look_ahead(self, now: datetime) -> None:
        """Read which jobs are next, unless that is known."""
        if not self._took_over:
            await self._db.write(queue.take_over, now=now, process=self._process)
            self._took_over = True
        time = asyncio.get_running_loop().time()
        if self._agenda.is_blank(now) or time >= self._looked_at + LOOK_AGAIN:
            self._agenda.begin()
            found, self._followed = await self._db.read(self._ahead, now)
            self._agenda.fill(found)
            self._looked_at = time

    def _ahead(self, tx: Tx, now: datetime) -> tuple[list[queue.Due], int]:
        found = queue.upcoming(tx, now=now, process=self._process, limit=AHEAD)
        return found, queue.followed(tx)

    async def _work_on(self, job: Job) -> None:
        try:
            result = await self._outcome(job)
            await self._write_down(job, result)
            logger.info("generation %s: %s", job.generation.id, type(result).__name__.lower())
        finally:
            self._free += 1
            self._woken.set()

    async def _outcome(self, job: Job) -> Outcome:
        try:
            result = await self._steps.next(job)
            return self._one_of_many(result) if isinstance(result, Waiting) else result
        except Exception:
            logger.exception("generation %s: a bug in its step", job.generation.id)
            return self._steps.after_mistake(job)

    def _one_of_many(self, waiting: Waiting) -> Waiting:
        return replace(waiting, after=pace.among(waiting.after, self._followed))

    async def _write_down(self, job: Job, result: Outcome) -> None:
        """Until it is written: what a step has learnt may be worth money."""
        while True:
            try:
                due = await self._db.write(outcome.record, job, result, self._clock())
                break
            except Exception:
                logger.exception("generation %s: cannot write %s down", job.generation.id, result)
                await asyncio.sleep(WRITE_AGAIN.total_seconds())
        if due is not None:
            self._agenda.add(due)
        if not isinstance(result, Waiting):
            self._news(job.generation)

    async def _rest(self) -> None:
        pause, due = REST, self._agenda.next()
        if due is not None and self._free > 0:
            pause = min(REST, max(timedelta(0), due - self._clock()))
        # Not wait_for, which on Python 3.11 loses a cancellation that meets the wake-up.
        with suppress(TimeoutError):
            async with asyncio.timeout(pause.total_seconds()):
                await self._woken.wait()
        self._woken.clear()
