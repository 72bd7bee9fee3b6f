"""`kill -9` again and again at moments nobody chose, while people ask for everything at once."""

import asyncio
import math
import random
from contextlib import suppress

import httpx
import pytest

from app.db import Row
from app.money import from_usd
from tests.process.books import Books
from tests.process.installation import Installation
from tests.process.processes import eventually
from tests.process.stories import (
    ASKS,
    PROMISED,
    RUNS,
    Install,
    closed,
    everywhere,
    new_prompt,
)
from tests.studio import Person

KILLS = 2 if RUNS == 1 else 3

pytestmark = pytest.mark.timeout(120 + 60 * RUNS)


async def test_a_storm_of_kills_loses_nothing_and_buys_nothing_twice(install: Install) -> None:
    await everywhere(install, {"the storm": _storm}, times=math.ceil(RUNS / KILLS))


async def _storm(home: Installation) -> None:
    acknowledged = set[str]()
    await home.start()
    ada = await home.person()
    for _ in range(KILLS):
        asking = asyncio.create_task(_ask_on_and_on(ada, acknowledged))
        await asyncio.sleep(random.uniform(0.1, 3))
        await home.kill()
        await asking
        assert acknowledged <= {each["id"] for each in home.books().generations}
        await home.start()
        ada = await home.again(ada)
    await _all_ended(ada)
    books = await closed(home)
    for generation in books.generations:
        await _bought_at_most_once(home, books, generation)


async def _ask_on_and_on(ada: Person, acknowledged: set[str]) -> None:
    with suppress(httpx.TransportError):
        while True:
            kind = random.choice(list(ASKS))
            acknowledged.add((await ada.ask(kind, new_prompt(), **ASKS[kind]))["id"])
            await asyncio.sleep(random.uniform(0, 0.5))


async def _all_ended(ada: Person) -> None:
    """Every one of them, within what is promised, without anybody's doing."""

    async def nothing_left() -> bool:
        query = {"state": ["queued", "running"]}
        return not (await ada.http.get("/api/generations", params=query)).json()["items"]

    await eventually(nothing_left, within=PROMISED)


async def _bought_at_most_once(home: Installation, books: Books, row: Row) -> None:
    sends = len(await home.gateway.sends(row["prompt"]))
    assert sends <= 1, row
    if row["state"] == "succeeded":
        assert sends == 1
    if row["kind"] == "video" and row["state"] == "succeeded":
        [job] = await home.gateway.jobs(row["prompt"])
        assert books.spent(row) == from_usd(str(job["cost"]))
    allowed = {"text": "interrupted", "image": "unknown", "video": "unknown"}
    assert row["state"] in ("succeeded", allowed[row["kind"]]), row
