"""The whole app for tests that cannot await: it lives in a thread of its own."""

import asyncio
from collections.abc import Coroutine, Generator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

from tests.clocks import TurnableClock
from tests.studio import PATIENCE, Studio, demo_for_tests

T = TypeVar("T")


class House:
    """A studio, and the loop it lives in."""

    def __init__(self, folder: Path) -> None:
        clock = TurnableClock()
        self.studio = Studio(folder / "data", clock, demo_for_tests(clock))
        self._loop = asyncio.new_event_loop()

    @contextmanager
    def open(self) -> Generator["House"]:
        thread = Thread(target=self._loop.run_forever, name="house")
        thread.start()
        try:
            self._done(self.studio.start())
            yield self
        finally:
            self._done(self.studio.close())
            self._loop.call_soon_threadsafe(self._loop.stop)
            thread.join()
            self._loop.close()

    def _done(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)
