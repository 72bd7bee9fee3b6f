"""Asking the gateway for its lists. Asking is free, so what fails is simply asked again later."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.catalog.answers import PRICES, Answer, Answers
from app.clock import Clock
from app.gateway.client import Gateway
from app.gateway.errors import GatewayProblem

logger = logging.getLogger(__name__)

PRICES_LAST = timedelta(hours=12)
"""How long the prices of an image model are good; each takes a request of its own."""

PRICES_AT_ONCE = 4

Ask = Callable[[], Awaitable[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Fetched:
    """`complete`: every question was answered."""

    answers: tuple[Answer, ...]
    complete: bool


@dataclass(frozen=True)
class Questions:
    """What we ask the gateway."""

    gateway: Gateway
    clock: Clock

    async def lists(self) -> Fetched:
        """All lists of models. An empty one is as good as none: nobody offers nothing."""
        asks: dict[str, Ask] = {
            "text": self.gateway.text_models,
            "drawing": self.gateway.image_chat_models,
            "filming": self.gateway.listed_video_models,
            "embedding": self.gateway.embedding_models,
            "speech": self.gateway.speech_models,
            "image": self.gateway.image_models,
            "video": self.gateway.video_models,
        }
        found = await asyncio.gather(*(self._ask(name, ask) for name, ask in asks.items()))
        return _fetched(answer if answer and answer.value else None for answer in found)

    async def prices(self, known: Answers) -> Fetched:
        """The prices of those image models whose prices are not fresh, a few at a time."""
        oldest = self.clock() - PRICES_LAST
        stale = [
            info.id
            for info in known.image
            if (at := known.fetched.get(PRICES + info.id)) is None or at <= oldest
        ]
        at_once = asyncio.Semaphore(PRICES_AT_ONCE)

        async def ask(model_id: str) -> Answer | None:
            async with at_once:
                return await self._ask(
                    PRICES + model_id, lambda: self.gateway.image_prices(model_id)
                )

        return _fetched(await asyncio.gather(*map(ask, stale)))

    async def _ask(self, question: str, ask: Ask) -> Answer | None:
        try:
            value = await ask()
        except GatewayProblem as problem:
            logger.warning("catalogue: no answer to %r, the last one stays: %s", question, problem)
            return None
        return Answer(question, self.clock(), value)


def _fetched(found: Iterable[Answer | None]) -> Fetched:
    answers = list(found)
    good = tuple(answer for answer in answers if answer is not None)
    return Fetched(good, complete=len(good) == len(answers))
