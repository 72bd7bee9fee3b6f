"""Waiting for something on behalf of somebody, who may hang up or lose the right to it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

from starlette.requests import Request


@asynccontextmanager
async def presence(request: Request) -> AsyncGenerator[asyncio.Event]:
    """An event that is set when the client hangs up. The body has been read."""
    left = asyncio.Event()

    async def listen() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass
        left.set()

    task = asyncio.create_task(listen())
    try:
        yield left
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def first_of(*events: asyncio.Event, seconds: float | None = None) -> None:
    """Until one of them is set, or the time is over."""
    waiting = [asyncio.create_task(each.wait()) for each in events]
    try:
        await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in waiting:
            each.cancel()
