"""What every endpoint of the demo gateway works with."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from app.clock import Clock
from app.demo.catalogue import Catalogue
from app.demo.generations import Generations
from app.demo.options import DemoOptions

COMMENT_EVERY = 1.0


@dataclass(frozen=True, slots=True)
class Context:
    """The clock dates everything and moves films on; `sleep` is how the gateway takes its time."""

    options: DemoOptions
    clock: Clock
    sleep: Callable[[float], Awaitable[None]]
    catalogue: Catalogue
    generations: Generations

    async def waiting(self, seconds: float) -> AsyncIterator[None]:
        """Take `seconds`, and yield at once and then every second, to say so meanwhile."""
        yield
        while seconds > 0:
            await self.sleep(min(seconds, COMMENT_EVERY))
            seconds -= COMMENT_EVERY
            if seconds > 0:
                yield
