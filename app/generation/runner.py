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
from datetime import timedelta

from app.clock import Clock, new_id
from app.db import Database
from app.generation import outcome, pace, queue
from app.generation.lane import Lane
from app.generation.model import Generation, Job, State
from app.generation.outcome import Outcome, Waiting
from app.generation.steps import Steps

logger = logging.getLogger(__name__)

HEARTBEAT = timedelta(seconds=30)  # one that has not looked for work for so long is not well
REST = timedelta(seconds=2)  # the longest we sleep with nothing to do
WRITE_AGAIN = timedelta(seconds=2)  # after a failure to write an outcome down
LOOKS_AT_ONCE = 64


class Runner:
    """`at_once` steps side by side, and looks at waiting films beside them. `wake()` it when there
    is something new to do."""

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
        self._grace = grace
        self._process = new_id()
        self._work = Lane(db, clock, self._process, at_once=at_once, looks=False)
        self._looks = Lane(db, clock, self._process, at_once=LOOKS_AT_ONCE, looks=True)
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
        for lane in self._lanes:
            lane.forget()
        self._woken.set()

    @property
    def _lanes(self) -> tuple[Lane, Lane]:
        return self._work, self._looks

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
                for lane in self._lanes:
                    for job in await self._claim(lane):
                        steps.create_task(self._work_on(job, lane), name=job.generation.id)
                await self._rest()

    async def _claim(self, lane: Lane) -> list[Job]:
        try:
            await self._take_over()
            jobs = await lane.claim()
        except Exception:
            # A full disk or a closed file must not end the loop: it may pass.
            logger.exception("cannot look for work, trying again in %s", REST)
            return []
        for job in jobs:
            if job.generation.state is State.QUEUED:
                self._news(job.generation)
        return jobs

    async def _take_over(self) -> None:
        if not self._took_over:
            await self._db.write(queue.take_over, now=self._clock(), process=self._process)
            self._took_over = True

    async def _work_on(self, job: Job, lane: Lane) -> None:
        try:
            result = await self._outcome(job)
            await self._write_down(job, result)
            logger.info("generation %s: %s", job.generation.id, type(result).__name__.lower())
        finally:
            lane.release()
            self._woken.set()

    async def _outcome(self, job: Job) -> Outcome:
        try:
            result = await self._steps.next(job)
            return self._one_of_many(result) if isinstance(result, Waiting) else result
        except Exception:
            logger.exception("generation %s: a bug in its step", job.generation.id)
            return self._steps.after_mistake(job)

    def _one_of_many(self, waiting: Waiting) -> Waiting:
        return replace(waiting, after=pace.among(waiting.after, self._looks.jobs))

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
            for lane in self._lanes:
                lane.add(due)
        if not isinstance(result, Waiting):
            self._news(job.generation)

    async def _rest(self) -> None:
        due = [at for lane in self._lanes if (at := lane.next()) is not None]
        pause = min([REST, *(max(timedelta(0), at - self._clock()) for at in due)])
        # Not wait_for, which on Python 3.11 loses a cancellation that meets the wake-up.
        with suppress(TimeoutError):
            async with asyncio.timeout(pause.total_seconds()):
                await self._woken.wait()
        self._woken.clear()
