"""Stories of crashes: somebody asks, the server is killed at a point, another one starts."""

import asyncio
import os
import random
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Self

import httpx

from app.db import Row
from app.money import from_usd
from tests.process.books import Books, audited
from tests.process.installation import Installation
from tests.process.processes import PATIENCE, eventually
from tests.studio import Json, Person

RUNS = int(os.environ.get("FAULT_RUNS", "1"))
"""How often each point is crashed at. `make test-faults` says 10."""

AT_ONCE = 12  # stories side by side: they mostly wait
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


async def everywhere(install: Install, stories: Mapping[str, Story]) -> None:
    """Tell every story `RUNS` times, each in an installation of its own, some at once; then say
    which went wrong."""
    limit = asyncio.Semaphore(AT_ONCE)

    async def tell(name: str, story: Story) -> None:
        async with limit:
            try:
                await story(install())
            except Exception as error:
                error.add_note(f"This was the story of {name}.")
                raise

    tellings = [tell(name, story) for _ in range(RUNS) for name, story in stories.items()]
    ends = await asyncio.gather(*tellings, return_exceptions=True)
    if wrong := [end for end in ends if isinstance(end, Exception)]:
        raise ExceptionGroup(f"{len(wrong)} of {len(ends)} stories went wrong", wrong)


async def crash_and_return(
    home: Installation, point: str, kind: str, prompt: str
) -> tuple[Person, Row]:
    """Ask, be killed at `point`, start again. Her, not having looked since, and the row as it
    was written when nobody ran."""
    await home.start(dies=point)
    ada = await home.person()
    with suppress(httpx.TransportError):
        await ada.ask(kind, prompt, **ASKS[kind])
    await home.server.killed()
    row = home.books().of(prompt)
    await home.start()
    return ada, row


async def ends_as(home: Installation, ada: Person, row: Row, fate: Fate) -> Json:
    """It ends by itself within what is promised, nobody being signed in; it is what its fate
    allows; it was sent no more than that; and its money is right, on every page."""
    if row["state"] in UNFINISHED and row["kind"] != "text":
        ending = rf"generation {row['id']}: (made|lost|failed)"
        await home.server.says(ending, within=PROMISED)
    ada = await home.again(ada)
    seen = await ada.status(row["id"])
    assert seen["state"] in fate.states, seen
    assert len(await home.gateway.sends(row["prompt"])) in fate.sends
    await _check_delivery(home, ada, seen)
    return seen


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


async def _check_delivery(home: Installation, ada: Person, seen: Json) -> None:
    if seen["kind"] == "text":
        return
    delivered = seen["state"] == "succeeded"
    assert len(seen["media"]) == delivered
    for each in seen["media"]:
        for url in (each["url"], each["thumbnail_url"]):
            assert (await ada.http.get(url)).status_code == 200
    window = await ada.usage()
    cost = await _gateway_cost(home, seen) if delivered else 0
    held = seen["quote"]["amount_micros"] if seen["state"] == "unknown" else 0
    assert (window["spent_micros"], window["held_micros"]) == (cost, held)


async def _gateway_cost(home: Installation, seen: Json) -> int:
    if seen["kind"] == "image":
        return seen["cost_micros"]
    [job] = await home.gateway.jobs(seen["prompt"])
    assert job["submits"] == 1
    return from_usd(str(job["cost"]))
