"""What has to be done now and then: nothing here is urgent, and nothing here may stop the rest."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from app.tasks import beside

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
        async with AsyncExitStack() as stack:
            for each in self._chores:
                pause = min(each.every, self._soon)
                await stack.enter_async_context(beside(_repeat(each, pause), each.name))
            yield


async def _repeat(chore: Chore, pause: timedelta) -> None:
    while True:
        await asyncio.sleep(pause.total_seconds())
        pause = chore.every
        try:
            await chore.do()
        except Exception:
            logger.exception("%s failed, trying again in %s", chore.name, chore.every)
