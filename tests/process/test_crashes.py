"""`kill -9` at named points of a generation: nothing is lost, and nothing is bought twice.

What ends `unknown` does so on purpose: the request may have left, its answer is gone, and the
gateway has no way to ask whether it came. Its money stays on hold for an administrator.
"""

import math
from collections.abc import Mapping
from contextlib import suppress
from functools import partial

import httpx
import pytest

from app.db import Row
from tests.process.books import Books
from tests.process.installation import Installation, RemoteGateway
from tests.process.stories import (
    ASKS,
    CHAIN,
    RUNS,
    Fate,
    Install,
    Story,
    closed,
    ends_as,
    everywhere,
    money_is_right,
    new_prompt,
)
from tests.studio import Json

pytestmark = pytest.mark.timeout(120 + 120 * RUNS)

DELIVERED = Fate.of("succeeded", 1)

FILMS = {
    "after-booking": DELIVERED,
    "while-claiming": DELIVERED,
    "before-submit": Fate.of("unknown", 0),
    "while-submitting": Fate.of("unknown succeeded", 0, 1),
    "after-submit-before-commit": Fate.of("unknown", 1),
    "while-storing-the-job-id": Fate.of("unknown", 1),
    "after-commit": DELIVERED,
    "while-polling": DELIVERED,
    "while-downloading": DELIVERED,
    "before-rename": DELIVERED,
    "after-rename-before-settle": DELIVERED,
    "while-settling": DELIVERED,
    "after-settling": DELIVERED,
}

SLOW_FILMS = {"between-polls": DELIVERED}

IMAGES = {
    "after-booking": DELIVERED,
    "while-claiming": DELIVERED,
    "before-an-image-is-asked": Fate.of("unknown", 0),
    "while-an-image-is-made": Fate.of("unknown", 0, 1),
    "after-an-image-arrived": Fate.of("unknown", 1),
    "before-rename": Fate.of("unknown", 1),
    "after-rename-before-settle": Fate.of("unknown", 1),
    "while-settling": Fate.of("unknown", 1),
    "after-settling": DELIVERED,
}

TEXTS = {
    "after-booking": Fate.of("interrupted", 0),
    "before-the-first-word": Fate.of("interrupted", 0),
    "mid-text:60": Fate.of("interrupted", 1),
    "while-keeping-up:3": Fate.of("interrupted", 1),
    "while-ending-a-text": Fate.of("interrupted", 1),
    "after-ending-a-text": DELIVERED,
}


async def test_a_film_is_bought_once_wherever_the_server_is_killed(install: Install) -> None:
    await _crash_everywhere(install, "video", FILMS)


async def test_a_film_between_two_polls_is_followed_by_the_next_server(
    install: Install, slow_gateway: RemoteGateway
) -> None:
    await _crash_everywhere(install, "video", SLOW_FILMS, slow_gateway)


async def test_an_image_is_bought_once_wherever_the_server_is_killed(install: Install) -> None:
    await _crash_everywhere(install, "image", IMAGES)


async def test_a_text_is_kept_as_far_as_it_came(install: Install) -> None:
    await _crash_everywhere(install, "text", TEXTS)


async def _crash_everywhere(
    install: Install, kind: str, fates: Mapping[str, Fate], gateway: RemoteGateway | None = None
) -> None:
    stories: dict[str, Story] = {
        f"{kind}: {point}": partial(_crash, point=point, kind=kind, fate=fate, gateway=gateway)
        for point, fate in fates.items()
    }
    await everywhere(install, stories, times=math.ceil(RUNS / CHAIN))


async def _crash(
    home: Installation, *, point: str, kind: str, fate: Fate, gateway: RemoteGateway | None
) -> None:
    """Crash after crash at the same point. Whoever is started to go on with what the last one left
    is the next to be killed."""
    home.gateway = gateway or home.gateway
    home.spare()
    await home.start(dies=point)
    ada, ended = await home.person(), list[Json]()
    for _ in range(min(RUNS, CHAIN)):
        prompt = new_prompt()
        home.doom()
        with suppress(httpx.TransportError):
            await ada.ask(kind, prompt, **ASKS[kind])
        await home.server.killed()
        row = home.books().of(prompt)
        home.spare()
        await home.start(dies=point)
        ended.append(await ends_as(home, ada, row, fate))
        ada = await home.again(ada)
    if kind != "text":
        await money_is_right(home, ada, ended)
    books = await closed(home)
    for each in ended:
        row = books.of(each["prompt"])
        assert row["state"] == each["state"]
        if kind == "text" and 1 in fate.sends:
            _is_kept_and_booked(books, each, row)


def _is_kept_and_booked(books: Books, seen: Json, row: Row) -> None:
    """What came of it is there, and what it cost is known or being asked for."""
    assert len(seen["text"]) > 20
    assert books.spent(row) > 0
    asked = row["id"] in {each["generation_id"] for each in books.cost_checks}
    assert asked != (row["cost_source"] == "gateway")
