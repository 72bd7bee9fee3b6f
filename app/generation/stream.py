"""A list of events one can wait on: many may read along, from any place, while it grows."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress

KEEP_AWAKE = 15.0
"""Seconds without an event after which a comment keeps proxies from closing the connection."""


class EventLog:
    """The events of one answer as they go over the wire, numbered from 1."""

    def __init__(self) -> None:
        self._frames: list[bytes] = []
        self._ended = False
        self._grown = asyncio.Event()

    def __len__(self) -> int:
        return len(self._frames)

    def add(self, event: str, data: str) -> None:
        """`data` is JSON on one line."""
        self._frames.append(frame_of(len(self._frames) + 1, event, data))
        self._wake()

    def end(self) -> None:
        """Nothing more will come."""
        self._ended = True
        self._wake()

    async def follow(self, after: int, gone: asyncio.Event) -> AsyncGenerator[bytes]:
        """Everything after event `after`, as it comes; what is there at once comes together.

        Ends with the log, or as soon as `gone` is set. `after` what has not come yet is now.
        """
        seen = min(max(0, after), len(self._frames))
        # The pulse has the timer, so that waiting for the next event needs none.
        pulse = asyncio.create_task(self._pulse(gone))
        try:
            while not gone.is_set():
                grown = self._grown
                if seen < len(self._frames):
                    fresh, seen = self._frames[seen:], len(self._frames)
                    yield b"".join(fresh)
                elif self._ended:
                    return
                else:
                    await grown.wait()
                    if seen >= len(self._frames) and not self._ended:
                        yield b": still here\n\n"
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


def frame_of(number: int, event: str, data: str) -> bytes:
    """One event as it goes over the wire. `data` is JSON on one line."""
    return f"id: {number}\nevent: {event}\ndata: {data}\n\n".encode()
