"""A clock that tests turn."""

import asyncio
from datetime import UTC, datetime, timedelta


class TurnableClock:
    """A `Clock` that stands still until it is turned."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **by: float) -> None:
        """`clock.turn(seconds=5)`; takes what `timedelta` takes."""
        self.now += timedelta(**by)

    async def sleep(self, seconds: float) -> None:
        """For whoever waits by this clock: the time has passed at once."""
        self.turn(seconds=seconds)
        await asyncio.sleep(0)
