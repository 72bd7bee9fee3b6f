"""Asking again and again: how long it took, how often a second."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import aiohttp


def client() -> aiohttp.ClientSession:
    """As many connections as are wanted."""
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), read_bufsize=2**20)


@dataclass(frozen=True)
class Times:
    """In milliseconds."""

    took: Sequence[float]
    seconds: float

    @property
    def p50(self) -> float:
        return statistics.median(self.took)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.took, n=20)[-1]

    @property
    def p99(self) -> float:
        return statistics.quantiles(self.took, n=100)[-1]

    @property
    def per_second(self) -> float:
        return len(self.took) / self.seconds


async def timed(ask: Callable[[int], Awaitable[None]], times: int, at_once: int = 1) -> Times:
    """`ask` that often, `at_once` at any time; each is told which it is."""
    took: list[float] = []
    numbers = iter(range(times))

    async def one_after_the_other() -> None:
        for number in numbers:
            begun = time.perf_counter()
            await ask(number)
            took.append((time.perf_counter() - begun) * 1000)

    begun = time.perf_counter()
    await asyncio.gather(*(one_after_the_other() for _ in range(at_once)))
    return Times(took, time.perf_counter() - begun)
