"""Keeps the database at most a second behind the answers being written.

On a timer for all answers together, never per token: what is new of all of them is appended in
one statement.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager

from app.db import Database, Tx
from app.gateway.model import Answered
from app.generation import answers, repository
from app.generation.live import LiveText
from app.generation.news import News
from app.tasks import beside

logger = logging.getLogger(__name__)

EVERY = 0.5  # seconds

Pieces = Sequence[tuple[str, int, str, str]]


class Partials:
    def __init__(self, db: Database, lives: Callable[[], Iterable[LiveText]], news: News) -> None:
        self._db = db
        self._lives = lives
        self._news = news
        self._waiting: list[tuple[str, int, str, str]] = []

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        """Write for as long as the block lasts."""
        async with beside(self._loop(), "partial texts"):
            yield

    async def _loop(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            try:
                await self.write()
            except Exception:
                # What is waiting is written with the next round, or with the ending.
                logger.exception("cannot write partial texts, trying again in %s s", EVERY)

    async def write(self) -> None:
        """Write what is new. What could not be written is kept for the next time."""
        # One that is ending writes all of it itself; pieces after that would come too late.
        lives = {live.generation.id: live for live in self._lives() if not live.ending}
        self._waiting = [piece for piece in self._waiting if piece[0] in lives]
        self._waiting += [piece for live in lives.values() if (piece := live.unwritten())]
        answered = [each for live in lives.values() if (each := live.newly_answered())]
        if self._waiting or answered:
            await self._db.write(_write, self._waiting, answered)
            self._waiting = []
        for generation_id, _ in answered:
            self._news(lives[generation_id].generation)


def _write(tx: Tx, pieces: Pieces, answered: Sequence[tuple[str, Answered]]) -> None:
    if pieces:
        answers.append_pieces(tx, pieces)
    for generation_id, who in answered:
        repository.started(tx, generation_id, who.model, who.generation_id)
