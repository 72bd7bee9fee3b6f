"""Stories of crashes: somebody asks, the server is killed at a point, another one starts."""

import asyncio
import os
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from app.db import Row
from app.money import from_usd
from tests.process.books import Books, audited
from tests.process.installation import Installation
from tests.process.processes import PATIENCE, eventually
from tests.studio import Json, Person

RUNS = int(os.environ.get("FAULT_RUNS", "1"))
"""How often each point is crashed at. `make test-faults` says 10."""

AT_ONCE = 6  # stories side by side: they mostly wait
CHAIN = 5
"""How many crashes one installation lives through, each survivor being the next to be killed."""

PROMISED = 30.0
"""Seconds after a restart within which everything the gateway finished is in the library."""

Install = Callable[[], Installation]
Story = Callable[[Installation], Awaitable[None]]

FILM: Mapping[str, Any] = {
    "model": "x-ai/grok-imagine-video",
    "params": {"duration": 1, "resolution": "480p"},
}
IMAGE: Mapping[str, Any] = {"model": "bytedance-seed/seedream-4.5"}
ASKS: Mapping[str, Mapping[str, Any]] = {"video": FILM, "image": IMAGE, "text": {}}
UNFINISHED = ("queued", "running")
THINGS = ("boats", "rain", "neon", "tides", "owls", "roofs", "glass", "ferns")


@dataclass(frozen=True)
class Fate:
    """What may become of a generation, and how many requests the gateway may have seen for it."""

    states: frozenset[str]
    sends: frozenset[int]

    @classmethod
    def of(cls, states: str, *sends: int) -> Self:
        return cls(frozenset(states.split()), frozenset(sends))


def new_prompt() -> str:
    """Like no other, and answered at length."""
    return f"{' and '.join(random.sample(THINGS, 3))}, 300 words, {random.getrandbits(40):010x}"


async def everywhere(install: Install, stories: Mapping[str, Story], *, times: int = RUNS) -> None:
    """Tell every story so many times, each in an installation of its own, some at once; then say
    which went wrong."""
    limit = asyncio.Semaphore(AT_ONCE)

    async def tell(name: str, story: Story) -> None:
        async with limit:
            try:
                await story(install())
            except Exception as error:
                error.add_note(f"This was the story of {name}.")
                raise

    tellings = [tell(name, story) for _ in range(times) for name, story in stories.items()]
    ends = await asyncio.gather(*tellings, return_exceptions=True)
    if wrong := [end for end in ends if isinstance(end, Exception)]:
        raise ExceptionGroup(f"{len(wrong)} of {len(ends)} stories went wrong", wrong)


async def ends_as(home: Installation, ada: Person, row: Row, fate: Fate) -> Json:
    """It ends by itself within what is promised, nobody being signed in; it is what its fate
    allows; it was sent no more than that; and what was made opens."""
    if row["state"] in UNFINISHED and row["kind"] != "text":
        ending = rf"generation {row['id']}: (made|lost|failed)"
        await home.server.says(ending, within=PROMISED)
    seen = await (await home.again(ada)).status(row["id"])
    assert seen["state"] in fate.states, seen
    assert len(await home.gateway.sends(row["prompt"])) in fate.sends
    if seen["kind"] != "text":
        assert len(seen["media"]) == (seen["state"] == "succeeded")
        for each in seen["media"]:
            for url in (each["url"], each["thumbnail_url"]):
                assert (await ada.http.get(f"{home.url}{url}")).status_code == 200
    return seen


async def money_is_right(home: Installation, ada: Person, seen: Sequence[Json]) -> None:
    """All that she asked for, as these say it ended, is what the gateway took and she is shown."""
    delivered = [each for each in seen if each["state"] == "succeeded"]
    lost = [each for each in seen if each["state"] == "unknown"]
    spent = sum([await _gateway_cost(home, each) for each in delivered])
    held = sum(each["quote"]["amount_micros"] for each in lost)
    window = await (await home.again(ada)).usage()
    assert (window["spent_micros"], window["held_micros"]) == (spent, held)


async def seen_when(
    ada: Person, generation_id: str, wanted: Callable[[Json], bool], *, within: float = PATIENCE
) -> Json:
    """Its status as soon as that is as `wanted`."""

    async def look() -> Json | None:
        seen = await ada.status(generation_id)
        return seen if wanted(seen) else None

    return await eventually(look, within=within)


def has_words(seen: Json) -> bool:
    return bool(seen["text"])


def has_ended(seen: Json) -> bool:
    return seen["state"] not in UNFINISHED


async def closed(home: Installation) -> Books:
    """Stop it as an operator does, and look into everything."""
    await home.stop()
    return await audited(home.data)


async def _gateway_cost(home: Installation, seen: Json) -> int:
    if seen["kind"] == "image":
        return seen["cost_micros"]
    [job] = await home.gateway.jobs(seen["prompt"])
    assert job["submits"] == 1
    return from_usd(str(job["cost"]))
