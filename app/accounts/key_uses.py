"""When and from where each API key was last used: kept in memory, and written now and then."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from app.accounts import key_repository
from app.accounts.keys import LastUse
from app.db import Database
from app.tasks import beside

logger = logging.getLogger(__name__)

EVERY = 60.0  # seconds


class KeyUses:
    """A request only leaves a note here, so it waits for nothing, and each key is written at most
    once a minute however often it is used."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._unwritten: dict[str, LastUse] = {}

    def note(self, key_id: str, use: LastUse) -> None:
        self._unwritten[key_id] = use

    def newest(self, key_id: str) -> LastUse | None:
        """What the database does not know yet."""
        return self._unwritten.get(key_id)

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        """Write for as long as the block lasts, and once more at its end."""
        async with beside(self._loop(), "key uses"):
            yield
            await self._try_to_write()

    async def _loop(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            await self._try_to_write()

    async def _try_to_write(self) -> None:
        try:
            await self.write()
        except Exception:
            logger.exception("cannot write when API keys were used, trying again")

    async def write(self) -> None:
        """Write what is new. What could not be written is kept for the next time."""
        writing, self._unwritten = self._unwritten, {}
        if not writing:
            return
        try:
            await self._db.write(key_repository.note_uses, list(writing.items()))
        except BaseException:
            self._unwritten = writing | self._unwritten
            raise
