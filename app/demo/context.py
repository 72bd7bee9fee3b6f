"""What every endpoint of the demo gateway works with."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

from app.clock import Clock
from app.demo.catalogue import Catalogue
from app.demo.generations import Generations
from app.demo.options import DemoOptions

COMMENT_EVERY = 1.0


def pauses(seconds: float) -> Iterator[float]:
    """The time in parts of at most a second, at least one: before each, a stream shows life."""
    yield min(seconds, COMMENT_EVERY)
    while (seconds := seconds - COMMENT_EVERY) > 0:
        yield min(seconds, COMMENT_EVERY)


@dataclass(frozen=True, slots=True)
class Context:
    """The clock dates everything and moves films on; `sleep` is how the gateway takes its time."""

    options: DemoOptions
    clock: Clock
    sleep: Callable[[float], Awaitable[None]]
    catalogue: Catalogue
    generations: Generations
