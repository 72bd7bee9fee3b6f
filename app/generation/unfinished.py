"""The texts and calls that the last process left in the middle, ended at the start of the next."""

import asyncio
import logging
from datetime import datetime

from app.clock import Clock
from app.db import Database, Tx
from app.errors import DiskFull
from app.generation import calls
from app.generation.ending import Endings
from app.generation.model import Generation
from app.generation.news import News

logger = logging.getLogger(__name__)

TRY_AGAIN = 2.0  # seconds


class Unfinished:
    """While the disk is full they wait: it must not keep people from reading what is there."""

    def __init__(self, db: Database, endings: Endings, clock: Clock, news: News) -> None:
        self._db = db
        self._news = news
        self._endings = endings
        self._clock = clock
        self._left_before: datetime | None = None

    async def interrupt(self) -> None:
        """Before anything is asked for: all that are unfinished, unless the disk is full."""
        now = self._clock()
        try:
            await self._db.write(self._end, now)
        except DiskFull as full:
            logger.error("texts cannot be ended yet: %s", full)
            self._left_before = now

    async def run(self) -> None:
        """Later, what could not be ended then; those of this process are none of them."""
        while self._left_before is not None:
            await asyncio.sleep(TRY_AGAIN)
            try:
                ended = await self._db.write(self._end, self._clock(), self._left_before)
                self._left_before = None
                for each in ended:
                    self._news(each)
            except Exception as error:
                logger.error("texts cannot be ended yet: %s", error)

    def _end(self, tx: Tx, now: datetime, until: datetime | None = None) -> list[Generation]:
        ended = self._endings.interrupt_unfinished(tx, now, until=until)
        calls.lose_unfinished(tx, now, until)
        return ended
