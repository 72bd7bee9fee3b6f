"""What has to be done now and then: nothing here is urgent, and nothing here may stop the rest."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta

logger = logging.getLogger(__name__)


SOON = timedelta(minutes=10)
"""By then what was left unfinished goes on, and the first people have what they came for."""


@dataclass(frozen=True)
class Chore:
    """Something done every so often, the first time soon after the start: who restarts every day
    would otherwise never see what is done once a day."""

    name: str
    every: timedelta
    do: Callable[[], Awaitable[object]]


class Janitor:
    def __init__(self, *chores: Chore, soon: timedelta = SOON) -> None:
        self._chores = chores
        self._soon = soon

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        """Do the chores for as long as the block lasts."""
        tasks = [
            asyncio.create_task(_repeat(each, min(each.every, self._soon)), name=each.name)
            for each in self._chores
        ]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            for task in tasks:
                with suppress(asyncio.CancelledError):
                    await task


async def _repeat(chore: Chore, pause: timedelta) -> None:
    while True:
        await asyncio.sleep(pause.total_seconds())
        pause = chore.every
        try:
            await chore.do()
        except Exception:
            logger.exception("%s failed, trying again in %s", chore.name, chore.every)
