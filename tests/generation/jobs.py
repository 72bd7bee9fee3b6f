"""Jobs, step by step: the clock is turned to the moment the next step is due, and no further."""

import asyncio
from datetime import timedelta

from app.db import Row, Tx
from tests.studio import PATIENCE, Json, Person, Studio


async def pause(studio: Studio, generation_id: str) -> timedelta | None:
    """Wait until no step is under way. How long until the next; None when nothing is left to do."""
    async with asyncio.timeout(PATIENCE):
        while True:
            job = await studio.db.read(_job, generation_id)
            if job is None:
                return None
            if job["leased_by"] is None and job["due_at"] > studio.clock.now:
                return job["due_at"] - studio.clock.now
            await asyncio.sleep(0.005)


async def step(studio: Studio, generation_id: str) -> timedelta | None:
    """Let one step more be done. The pause after it; None when nothing is left to do."""
    wait = await pause(studio, generation_id)
    if wait is None:
        return None
    studio.turn(seconds=wait.total_seconds())
    return await pause(studio, generation_id)


async def until_done(studio: Studio, generation_id: str, steps: int = 200) -> None:
    """Step by step until nothing is left to do, however long that takes on the clock."""
    for _ in range(steps):
        if await step(studio, generation_id) is None:
            return
    raise AssertionError(f"still something to do after {steps} steps")


async def finished(studio: Studio, person: Person, generation_id: str) -> Json:
    """What its owner sees when nothing is left to do. Within the hour that a sign-in lasts."""
    await until_done(studio, generation_id)
    return await person.status(generation_id)


def _job(tx: Tx, generation_id: str) -> Row | None:
    return tx.row("SELECT * FROM jobs WHERE generation_id = $id", id=generation_id)
