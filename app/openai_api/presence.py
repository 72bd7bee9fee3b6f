"""Waiting for something on behalf of somebody, who may hang up or lose the right to it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from starlette.requests import Request

from app.tasks import beside


@asynccontextmanager
async def presence(request: Request) -> AsyncGenerator[asyncio.Event]:
    """An event that is set when the client hangs up. The body has been read."""
    left = asyncio.Event()

    async def listen() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass
        left.set()

    async with beside(listen(), "presence"):
        yield left
