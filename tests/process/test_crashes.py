"""`kill -9` at named points of a generation: nothing is lost, and nothing is bought twice.

What ends `unknown` does so on purpose: the request may have left, its answer is gone, and the
gateway has no way to ask whether it came. Its money stays on hold for an administrator.
"""

import pytest

from tests.process.conftest import Install
from tests.process.installation import Installation
from tests.process.stories import (
    RUNS,
    Fate,
    closed,
    crash_and_return,
    ends_as,
    new_prompt,
    side_by_side,
)

pytestmark = pytest.mark.timeout(120 + 240 * RUNS)

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

IMAGES = {
    "before-an-image-is-asked": Fate.of("unknown", 0),
    "while-an-image-is-made": Fate.of("unknown", 0, 1),
    "after-an-image-arrived": Fate.of("unknown", 1),
    "after-rename-before-settle": Fate.of("unknown", 1),
}

TEXTS = {
    "before-the-first-word": Fate.of("interrupted", 0),
    "mid-text:60": Fate.of("interrupted", 1),
    "while-keeping-up:3": Fate.of("interrupted", 1),
    "while-ending-a-text": Fate.of("interrupted", 1),
    "after-ending-a-text": DELIVERED,
}

# At these points images and texts are no different from films, so they have their turn in the
# long version only.
MORE_IMAGES = {
    "after-booking": DELIVERED,
    "while-claiming": DELIVERED,
    "before-rename": Fate.of("unknown", 1),
    "while-settling": Fate.of("unknown", 1),
    "after-settling": DELIVERED,
}

MORE_TEXTS = {"after-booking": Fate.of("interrupted", 0)}


async def test_a_film_is_bought_once_wherever_the_server_is_killed(install: Install) -> None:
    await _crash_everywhere(install, "video", FILMS)


async def test_an_image_is_bought_once_wherever_the_server_is_killed(install: Install) -> None:
    await _crash_everywhere(install, "image", IMAGES | (MORE_IMAGES if RUNS > 1 else {}))


async def test_a_text_is_kept_as_far_as_it_came(install: Install) -> None:
    await _crash_everywhere(install, "text", TEXTS | (MORE_TEXTS if RUNS > 1 else {}))


async def test_a_film_between_two_polls_is_followed_by_the_next_server(
    patient: Installation,
) -> None:
    await _crash(patient, "between-polls", "video", DELIVERED)


async def _crash_everywhere(install: Install, kind: str, fates: dict[str, Fate]) -> None:
    await side_by_side(
        (f"{kind}: {point}", _crash(install(), point, kind, fate))
        for _ in range(RUNS)
        for point, fate in fates.items()
    )


async def _crash(home: Installation, point: str, kind: str, fate: Fate) -> None:
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
