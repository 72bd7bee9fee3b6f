"""What is done now and then is done, whatever happens beside it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from app.janitor import Chore, Janitor

NEVER = timedelta(days=1)
AT_ONCE = timedelta(0)


async def test_what_is_done_once_a_day_is_done_soon_after_the_start() -> None:
    done = asyncio.Event()
    async with Janitor(Chore("sweep", NEVER, _telling(done)), soon=AT_ONCE).running():
        async with asyncio.timeout(30):
            await done.wait()


async def test_a_chore_that_fails_is_tried_again_and_stops_no_other() -> None:
    tries, done = 0, asyncio.Event()

    async def fails_once() -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise OSError("not now")
        done.set()

    async with Janitor(Chore("stubborn", AT_ONCE, fails_once)).running():
        async with asyncio.timeout(30):
            await done.wait()
    assert tries > 1


def _telling(done: asyncio.Event) -> Callable[[], Awaitable[None]]:
    async def chore() -> None:
        done.set()

    return chore
