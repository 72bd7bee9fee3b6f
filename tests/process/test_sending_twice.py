"""The same thing sent by many tabs at once, and again after `kill -9`: made once, charged once."""

import asyncio
import math
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from uuid import uuid4

import httpx
import pytest

from tests.process.installation import Installation
from tests.process.stories import (
    ASKS,
    RUNS,
    Install,
    Story,
    closed,
    everywhere,
    has_ended,
    new_prompt,
    seen_when,
)
from tests.studio import Json, Person

pytestmark = pytest.mark.timeout(120 + 120 * RUNS)

TABS = 6


@pytest.mark.parametrize("point", ["while-booking", "after-booking"])
async def test_what_is_sent_again_after_a_kill_is_made_and_charged_once(
    install: Install, point: str
) -> None:
    stories: dict[str, Story] = {
        f"{kind}: {point}": partial(_send_again, point=point, kind=kind) for kind in ASKS
    }
    await everywhere(install, stories, times=math.ceil(RUNS / len(stories)))


async def _send_again(home: Installation, *, point: str, kind: str) -> None:
    prompt, key = new_prompt(), str(uuid4())
    await home.start(dies=point)
    ada = await home.person()
    assert await _from_many_tabs(ada, kind, prompt, key) == []
    await home.server.killed()
    booked = home.books().generations
    assert len(booked) == (point == "after-booking")
    await home.start()
    ada = await home.again(ada)
    answers = await _from_many_tabs(ada, kind, prompt, key)
    assert len(answers) == TABS
    [generation_id] = {answer["id"] for answer in answers} | {each["id"] for each in booked}
    await seen_when(ada, generation_id, has_ended)
    books = await closed(home)
    cut_off = kind == "text" and point == "after-booking"
    assert len(await home.gateway.sends(prompt)) == (0 if cut_off else 1)
    assert [each["kind"] for each in books.ledger] == ["hold", "settle"]


async def _from_many_tabs(ada: Person, kind: str, prompt: str, key: str) -> Sequence[Json]:
    """The answers of those that got one."""

    async def send() -> Json | None:
        with suppress(httpx.TransportError):
            return await ada.ask(kind, prompt, **ASKS[kind], headers={"Idempotency-Key": key})

    answers = await asyncio.gather(*(send() for _ in range(TABS)))
    return [answer for answer in answers if answer is not None]
