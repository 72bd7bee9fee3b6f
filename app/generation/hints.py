"""The gateway says that a film has ended: look at it now instead of at its next time.

A hint, and no more. Asking the gateway stays the only way to learn what became of a film, so it
does not matter whether a hint comes twice, late, never, or before we have written down what the
film is called: the usual look comes anyway.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from pydantic import SecretStr

from app.clock import Clock
from app.db import Database
from app.gateway.callbacks import film_of
from app.generation import queue

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Hints:
    """Without a `secret` nothing is believed."""

    db: Database
    clock: Clock
    secret: SecretStr | None
    wake_runner: Callable[[], None]

    async def heard(self, signature: str, body: bytes) -> None:
        """Raises NotSigned unless the gateway has signed this body. Otherwise the answer is the
        same, whether we know the film or not."""
        now = self.clock()
        film = film_of(self.secret, signature, body, now)
        if film is None:
            return
        for generation_id in await self.db.write(queue.hasten, film, now):
            logger.info("generation %s: the gateway says that it has ended", generation_id)
            self.wake_runner()
