"""Memory, file descriptors and tasks of the app, second by second."""

import asyncio
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

import aiohttp

from bench.process import open_files, rss_mib

WINDOWS = 6
"""Parts of the time. The first is for warming up; the second is held against the last."""


@dataclass(frozen=True)
class Idle:
    """What is open when nothing is under way."""

    files: int
    tasks: int


@dataclass
class Watch:
    pid: int
    app: str
    http: aiohttp.ClientSession
    metrics_token: str
    rss: list[float] = field(default_factory=list[float])

    async def run(self) -> None:
        """A look at the memory every second, until cancelled."""
        while True:
            self.rss.append(rss_mib(self.pid))
            await asyncio.sleep(1)

    async def idle(self) -> Idle:
        return Idle(open_files(self.pid), await self._tasks())

    async def _tasks(self) -> int:
        token = {"Authorization": f"Bearer {self.metrics_token}"}
        async with self.http.get(f"{self.app}/metrics", headers=token) as answer:
            lines = (await answer.text()).splitlines()
        [line] = [each for each in lines if each.startswith("allucanget_tasks ")]
        return int(float(line.split()[1]))


def growth(samples: Sequence[float]) -> tuple[float, float]:
    """The median after warming up, and that of the end."""
    window = len(samples) // WINDOWS
    warm, last = samples[window : 2 * window], samples[-window:]
    return statistics.median(warm), statistics.median(last)
