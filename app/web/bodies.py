"""A request's body while it arrives: not more of it than announced for, and not for ever."""

import asyncio

from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

PATIENCE = 30.0
"""Seconds a sender may fall behind the slowest rate we put up with."""

SLOWEST = 8 * 1024
"""Bytes per second."""


def limited(receive: Receive, limit: int) -> Receive:
    """Ends a body that grows beyond `limit` bytes without having announced it, or that keeps its
    reader waiting. Whoever reads on behind its end waits for as long as they like."""
    clock = asyncio.get_running_loop().time
    begun: float | None = None
    received, whole = 0, False

    async def next_message() -> Message:
        nonlocal begun, received, whole
        if whole:
            return await receive()
        begun = clock() if begun is None else begun
        # The one kind of error that FastAPI lets through while it reads a body.
        try:
            async with asyncio.timeout_at(begun + PATIENCE + received / SLOWEST):
                message = await receive()
        except TimeoutError as error:
            hang_up = {"Connection": "close"}
            raise HTTPException(408, "This request came to a standstill.", hang_up) from error
        received += len(message.get("body", b""))
        whole = not message.get("more_body", False)
        if received > limit:
            raise HTTPException(413, f"A request may have {limit // 1024} KiB.")
        return message

    return next_message
