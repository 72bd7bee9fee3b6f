"""A film that was given up on, looked for once more because somebody asks for it."""

from collections.abc import Callable
from dataclasses import dataclass

from app.accounts.model import Caller
from app.admin.money import one_of
from app.clock import Clock
from app.db import Database, Row
from app.generation import queue
from app.generation.model import AskedAgain


@dataclass(frozen=True)
class LateFilms:
    db: Database
    clock: Clock
    wake_runner: Callable[[], None]

    async def ask_again(self, admin: Caller, generation_id: str, reason: str) -> Row:
        """Look for it now. If it is there it is delivered and booked, in the name of the one who
        asked and with the reason. Conflict if there is nothing to look for."""
        by = AskedAgain(admin.user.id, reason)
        await self.db.write(queue.ask_again, generation_id, by, self.clock())
        self.wake_runner()
        return await self.db.read(one_of, generation_id)
