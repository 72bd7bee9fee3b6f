"""`kill -9` at named points of a generation: nothing is lost, and nothing is bought twice.

What ends `unknown` does so on purpose: the request may have left, its answer is gone, and the
gateway has no way to ask whether it came. Its money stays on hold for an administrator.
"""

from collections.abc import Mapping
from functools import partial

import pytest

from tests.process.installation import Installation, RemoteGateway
from tests.process.stories import (
    RUNS,
    Fate,
    Install,
    Story,
    closed,
    crash_and_return,
    ends_as,
    everywhere,
    new_prompt,
)

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
    await everywhere(install, _stories("video", FILMS))


async def test_a_film_between_two_polls_is_followed_by_the_next_server(
    install: Install, slow_gateway: RemoteGateway
) -> None:
    await everywhere(install, _stories("video", SLOW_FILMS, slow_gateway))


async def test_an_image_is_bought_once_wherever_the_server_is_killed(install: Install) -> None:
    await everywhere(install, _stories("image", IMAGES))


async def test_a_text_is_kept_as_far_as_it_came(install: Install) -> None:
    await everywhere(install, _stories("text", TEXTS))


def _stories(
    kind: str, fates: Mapping[str, Fate], gateway: RemoteGateway | None = None
) -> dict[str, Story]:
    return {
        f"{kind}: {point}": partial(_crash, point=point, kind=kind, fate=fate, gateway=gateway)
        for point, fate in fates.items()
    }


async def _crash(
    home: Installation, *, point: str, kind: str, fate: Fate, gateway: RemoteGateway | None
) -> None:
    home.gateway = gateway or home.gateway
    ada, row = await crash_and_return(home, point, kind, new_prompt())
    seen = await ends_as(home, ada, row, fate)
    books = await closed(home)
    assert books.of(row["prompt"])["state"] == seen["state"]
    if kind == "text" and 1 in fate.sends:
        assert len(seen["text"]) > 20
        assert books.spent(row) > 0
        assert [each["generation_id"] for each in books.cost_checks] == (
            [row["id"]] if seen["state"] == "interrupted" else []
        )
