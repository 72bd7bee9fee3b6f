"""Watches what is left of the key that everybody shares. The gateway's numbers lag by minutes."""

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.clock import Clock
from app.gateway.client import Gateway
from app.gateway.errors import GatewayMisconfigured, GatewayProblem
from app.money import Micros

logger = logging.getLogger(__name__)

LOOK_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class KeyState:
    """What the gateway last said. `limit` None: there is none. `problem` is why the last look
    failed, for the operator; the numbers are then older than `looked_at`, or all None."""

    looked_at: datetime | None = None
    heard_at: datetime | None = None
    label: str = ""
    limit: Micros | None = None
    remaining: Micros | None = None
    used: Micros | None = None
    refused: bool = False
    problem: str | None = None


class KeyWatch:
    """`low_below`: with less left, `low` is true."""

    def __init__(self, gateway: Gateway, clock: Clock, low_below: Micros) -> None:
        self._gateway = gateway
        self._clock = clock
        self.low_below = low_below
        self.state = KeyState()

    @property
    def low(self) -> bool:
        remaining = self.state.remaining
        return remaining is not None and remaining < self.low_below

    async def look(self) -> KeyState:
        """Ask the gateway now. Never raises for what the gateway does."""
        was_low = self.low
        try:
            found = await self._gateway.key()
        except GatewayMisconfigured as problem:
            self._failed(problem.operator_reason, refused=True)
        except GatewayProblem as problem:
            self._failed(problem.detail, refused=False)
        else:
            now = self._clock()
            self.state = KeyState(
                now, now, found.label, found.limit, found.limit_remaining, found.usage
            )
        if self.low and not was_low:
            logger.warning("the shared key runs low: %s micros are left", self.state.remaining)
        return self.state

    async def run(self) -> None:
        """Look for as long as the task lives."""
        while True:
            try:
                await self.look()
            except Exception:
                logger.exception("the shared key could not be looked at")
            await asyncio.sleep(LOOK_EVERY.total_seconds())

    def _failed(self, why: str, *, refused: bool) -> None:
        if self.state.problem is None:
            logger.warning("the shared key: %s", why)
        self.state = replace(self.state, looked_at=self._clock(), refused=refused, problem=why)
