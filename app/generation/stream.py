"""A list of events one can wait on: many may read along, from any place, while it grows."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from typing import Generic, TypeVar

T = TypeVar("T")

KEEP_AWAKE = 15.0
"""Seconds without an event after which a comment keeps proxies from closing the connection."""

STILL_HERE = b": still here\n\n"


class Growing(Generic[T]):
    """A list that one can wait on. It grows at its end, until nothing more will come."""

    def __init__(self) -> None:
        self._items: list[T] = []
        self._ended = False
        self._grown = asyncio.Event()

    def __len__(self) -> int:
        return len(self._items)

    def put(self, item: T) -> None:
        self._items.append(item)
        self._wake()

    def end(self) -> None:
        """Nothing more will come."""
        self._ended = True
        self._wake()

    async def begun(self) -> None:
        """Until something is here, or nothing will come."""
        while not self._items and not self._ended:
            await self._grown.wait()

    async def grown(self, after: int, gone: asyncio.Event) -> AsyncGenerator[list[T]]:
        """Everything after item `after`, as it comes; what is there at once comes together, and
        nothing at all when for a while nothing has come.

        Ends with the list, or as soon as `gone` is set. `after` what has not come yet is now.
        """
        seen = min(max(0, after), len(self._items))
        # The pulse has the timer, so that waiting for the next item needs none.
        pulse = asyncio.create_task(self._pulse(gone))
        try:
            while not gone.is_set():
                grown = self._grown
                if seen < len(self._items):
                    fresh, seen = self._items[seen:], len(self._items)
                    yield fresh
                elif self._ended:
                    return
                else:
                    await grown.wait()
                    if seen >= len(self._items) and not self._ended:
                        yield []
        finally:
            pulse.cancel()

    async def _pulse(self, gone: asyncio.Event) -> None:
        while not gone.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(gone.wait(), KEEP_AWAKE)
            self._wake()

    def _wake(self) -> None:
        self._grown.set()
        self._grown = asyncio.Event()


class EventLog(Growing[bytes]):
    """The events of one answer as they go over the wire, numbered from 1."""

    def add(self, event: str, data: str) -> None:
        """`data` is JSON on one line."""
        self.put(frame_of(len(self) + 1, event, data))

    async def follow(self, after: int, gone: asyncio.Event) -> AsyncGenerator[bytes]:
        """Everything after event `after`, see `grown`."""
        async with aclosing(self.grown(after, gone)) as grown:
            async for frames in grown:
                yield b"".join(frames) or STILL_HERE


def frame_of(number: int, event: str, data: str) -> bytes:
    """One event as it goes over the wire. `data` is JSON on one line."""
    return f"id: {number}\nevent: {event}\ndata: {data}\n\n".encode()
