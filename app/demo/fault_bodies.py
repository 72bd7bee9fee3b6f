"""Bodies that go wrong: stalled, cut, shortened, broken off with an error, or far too long."""

import asyncio
import json
from contextlib import aclosing

from app.demo.wire import Body, Json

EVENT = b"data: "
BLOCK = bytes(64 * 1024)


async def first(body: Body, count: int) -> Body:
    """So many pieces, then a proper end."""
    async with aclosing(body):
        while count > 0:
            count -= 1
            try:
                yield await anext(body)
            except StopAsyncIteration:
                return


async def first_bytes(body: Body, count: int) -> Body:
    """So many bytes, then a proper end."""
    async with aclosing(body):
        async for piece in body:
            yield piece[:count]
            count -= len(piece)
            if count <= 0:
                return


async def stalled(body: Body, after: int) -> Body:
    """So many pieces, then nothing, for ever."""
    async with aclosing(first(body, after)) as beginning:
        async for piece in beginning:
            yield piece
        await asyncio.Event().wait()


async def cut(body: Body, after: int, error: type[ConnectionError]) -> Body:
    """So many pieces, then the connection breaks."""
    async with aclosing(first(body, after)) as beginning:
        async for piece in beginning:
            yield piece
    raise error


async def broken_off(body: Body, after: int, error: Json, done: bool) -> Body:
    """So many pieces, then an event that tells an error, as text streams do."""
    head: Json = {}
    async with aclosing(first(body, after)) as beginning:
        async for piece in beginning:
            if piece.startswith(EVENT + b"{"):
                head = json.loads(piece[len(EVENT) :])
            yield piece
    choice = {
        "index": 0,
        "delta": {"content": ""},
        "finish_reason": "error",
        "native_finish_reason": None,
    }
    event = head | {"error": error, "choices": [choice]}
    yield EVENT + json.dumps(event, separators=(",", ":")).encode() + b"\n\n"
    if done:
        yield EVENT + b"[DONE]\n\n"


async def huge(body: Body, size: int) -> Body:
    """At least `size` bytes that begin like a film."""
    await body.aclose()
    yield b"\x00\x00\x00\x20ftypisom"
    for _ in range(0, size, len(BLOCK)):
        yield BLOCK
