"""Another model in the place of one that cannot answer: when, which, and at what price."""

from typing import Any

import pytest

from app.catalog.model import Kind
from app.catalog.service import Catalogue
from app.db import Row, Tx
from app.demo import Fault, VideoOutcome
from app.money import Micros
from app.routing.model import Route, RouteKey
from app.routing.rules import Rules
from app.usage.budgets import Limits, set_limits
from app.usage.verify import verify
from tests.generation.jobs import finished, step
from tests.generation.plans import in_a_tier, on_a_route
from tests.studio import Json, Person, Studio

pytestmark = pytest.mark.asyncio(loop_scope="module")

FLASH, LITE, DEEPSEEK = (
    "google/gemini-2.5-flash",
    "google/gemini-2.5-flash-lite",
    "deepseek/deepseek-v3.2",
)
PRO, SEEDREAM, KLEIN = (
    "black-forest-labs/flux.2-pro",
    "bytedance-seed/seedream-4.5",
    "black-forest-labs/flux.2-klein-4b",
)
FAST, GROK, LITE_FILM = (
    "google/veo-3.1-fast",
    "x-ai/grok-imagine-video",
    "google/veo-3.1-lite",
)
PATHS = {"text": "/chat/completions", "image": "/images", "video": "/videos"}


def asked(studio: Studio, kind: str) -> list[str]:
    """The models the gateway was asked for, in order."""
    return [each.body["model"] for each in studio.demo.recorded("POST", PATHS[kind])]


def tried(generation: Json) -> list[tuple[str, str]]:
    return [(each["model"], each["code"]) for each in generation["attempts"]]


def break_down(studio: Studio, kind: str, model: str, fault: Fault) -> None:
    studio.demo.script(path=PATHS[kind], model=model, answer=fault, times=None)


async def sound(studio: Studio) -> None:
    """The books agree with each other, whatever has happened so far."""
    assert (await studio.db.read(verify)).differences == ()


async def holds(studio: Studio, generation_id: str) -> list[int]:
    return [row["amount_micros"] for row in await studio.db.read(_holds, generation_id)]


def _holds(tx: Tx, generation_id: str) -> list[Row]:
    return tx.rows(
        """
        SELECT amount_micros FROM ledger
         WHERE generation_id = $id AND kind = 'hold' ORDER BY id
        """,
        id=generation_id,
    )


# -- within the chain, and to the fallback route --------------------------------------------


async def test_a_model_that_fails_is_stood_in_for_and_the_answer_says_so(
    shared: Studio, ada: Person
) -> None:
    await on_a_route(shared, ada, Kind.TEXT, FLASH, LITE, DEEPSEEK)
    break_down(shared, "text", FLASH, Fault.known("502_provider"))
    answer = await ada.say("Tell me about boats")
    assert (answer["state"], answer["model"]) == ("succeeded", "auto")
    assert answer["answered_by"] == LITE
    assert tried(answer) == [(FLASH, "gateway-failed")]
    assert asked(shared, "text") == [FLASH, LITE]
    assert answer["cost_source"] == "gateway"
    await sound(shared)


async def test_a_busy_model_is_asked_again_before_another_is(shared: Studio, ada: Person) -> None:
    await on_a_route(shared, ada, Kind.TEXT, FLASH, LITE)
    break_down(shared, "text", FLASH, Fault.known("503_unavailable"))
    answer = await ada.say("Tell me about boats")
    assert answer["answered_by"] == LITE
    assert asked(shared, "text") == [FLASH, FLASH, LITE]
    assert tried(answer) == [(FLASH, "gateway-busy")]


async def test_after_the_chain_comes_the_fallback_route(shared: Studio, ada: Person) -> None:
    tier = await on_a_route(shared, ada, Kind.TEXT, FLASH, LITE, fallback="auto/fast")
    fast = Route(RouteKey(Kind.TEXT, "auto/fast", tier.name), (LITE, DEEPSEEK))
    await shared.part(Rules).put_route(fast)
    for model in (FLASH, LITE):
        break_down(shared, "text", model, Fault.known("502_provider"))
    answer = await ada.say("Tell me about boats")
    assert answer["answered_by"] == DEEPSEEK
    assert [model for model, _ in tried(answer)] == [FLASH, LITE]


async def test_when_all_fail_it_fails_at_no_cost_and_names_them_all(
    shared: Studio, ada: Person
) -> None:
    await on_a_route(shared, ada, Kind.TEXT, FLASH, LITE, DEEPSEEK)
    shared.demo.script(path=PATHS["text"], answer=Fault.known("502_provider"), times=None)
    answer = await ada.say("Tell me about boats")
    assert (answer["state"], answer["cost_micros"]) == ("failed", 0)
    assert (answer["error"]["charged"], answer["answered_by"]) == ("no", None)
    assert [model for model, _ in tried(answer)] == [FLASH, LITE, DEEPSEEK]
    assert (await ada.usage())["held_micros"] == 0
    await sound(shared)


async def test_an_image_goes_to_the_next_model_at_once(shared: Studio, ada: Person) -> None:
    await on_a_route(shared, ada, Kind.IMAGE, SEEDREAM, PRO)
    break_down(shared, "image", SEEDREAM, Fault.known("502_provider"))
    made = await shared.made(ada, "image")
    assert (made["state"], made["answered_by"]) == ("succeeded", PRO)
    assert tried(made) == [(SEEDREAM, "gateway-failed")]
    assert len(made["media"]) == 1
    await sound(shared)


async def test_a_film_waits_a_little_for_a_busy_model_and_is_bought_once(
    shared: Studio, ada: Person
) -> None:
    await on_a_route(shared, ada, Kind.VIDEO, FAST, LITE_FILM)
    break_down(shared, "video", FAST, Fault.known("503_availability"))
    film = await ada.ask("video", "A boat that waits")
    made = await finished(shared, ada, film["id"])
    assert (made["state"], made["answered_by"]) == ("succeeded", LITE_FILM)
    assert asked(shared, "video") == [FAST, FAST, FAST, LITE_FILM]
    assert tried(made) == [(FAST, "gateway-busy")]
    assert len(shared.demo.submits("A boat that waits")) == 1
    await sound(shared)


async def test_each_model_gets_the_defaults_that_are_its_own(shared: Studio, ada: Person) -> None:
    await on_a_route(shared, ada, Kind.VIDEO, FAST, GROK)
    break_down(shared, "video", FAST, Fault.known("429_plain"))
    film = await ada.ask("video", "A boat", params={"duration": 4})
    before = film["params"]
    made = await finished(shared, ada, film["id"])
    assert made["state"] == "succeeded"
    grok = shared.part(Catalogue).find(Kind.VIDEO, GROK)
    assert grok is not None
    assert made["params"] == grok.complete({"duration": 4}) != before


# -- never ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault",
    [
        "400_content_policy",
        "403_moderation",
        "400_context_length",
        "422_unprocessable",
        "404_data_policy",
        "401_bad_key",
        "402_insufficient_credits",
        "429_free_tier_daily",
        "408_timeout",
        "504_gateway_timeout",
        "524_edge_timeout",
    ],
)
@pytest.mark.parametrize("kind", ["text", "image"])
async def test_what_would_fail_elsewhere_too_or_may_have_happened_is_not_asked_elsewhere(
    shared: Studio, ada: Person, kind: str, fault: str
) -> None:
    models = (FLASH, LITE) if kind == "text" else (SEEDREAM, PRO)
    await on_a_route(shared, ada, Kind(kind), *models)
    break_down(shared, kind, models[0], Fault.known(fault))
    made = await shared.made(ada, kind)
    assert made["state"] != "succeeded"
    assert made["attempts"] == []
    assert asked(shared, kind) == [models[0]]


@pytest.mark.parametrize("kind", ["image", "video"])
async def test_what_nobody_knows_the_fate_of_is_never_bought_again(
    shared: Studio, ada: Person, kind: str
) -> None:
    models = (SEEDREAM, PRO) if kind == "image" else (FAST, LITE_FILM)
    await on_a_route(shared, ada, Kind(kind), *models)
    break_down(shared, kind, models[0], Fault.drop_before_answer())
    made = await shared.made(ada, kind)
    assert made["state"] == "unknown"
    assert asked(shared, kind) == [models[0]]


async def test_nothing_is_asked_elsewhere_after_the_first_word(shared: Studio, ada: Person) -> None:
    await on_a_route(shared, ada, Kind.TEXT, FLASH, LITE)
    break_down(shared, "text", FLASH, Fault.midstream_error(after_chunks=4))
    answer = await ada.say("Tell me about boats")
    assert answer["state"] == "interrupted"
    assert answer["text"]
    assert asked(shared, "text") == [FLASH]


async def test_nothing_is_asked_elsewhere_once_a_film_was_accepted(
    shared: Studio, ada: Person
) -> None:
    await on_a_route(shared, ada, Kind.VIDEO, FAST, LITE_FILM)
    shared.demo.script_video(VideoOutcome(status="failed", error="Provider failed"))
    made = await shared.made(ada, "video")
    assert made["state"] == "failed"
    assert asked(shared, "video") == [FAST]


@pytest.mark.parametrize(("kind", "model"), [("text", FLASH), ("image", SEEDREAM)])
async def test_a_named_model_is_pinned(shared: Studio, ada: Person, kind: str, model: str) -> None:
    break_down(shared, kind, model, Fault.known("502_provider"))
    made = await shared.made(ada, kind, model=model)
    assert (made["state"], made["answered_by"]) == ("failed", None)
    assert asked(shared, kind) == [model]


# -- the price ------------------------------------------------------------------------------


async def dearer(studio: Studio, person: Person, **ask: Any) -> Json:
    """A picture whose first model is down, and the next costs $0.04 instead of $0.03."""
    await on_a_route(studio, person, Kind.IMAGE, PRO, SEEDREAM, KLEIN)
    break_down(studio, "image", PRO, Fault.known("502_provider"))
    return await studio.made(person, "image", **ask)


async def test_a_dearer_model_is_not_asked_without_asking_the_person(
    shared: Studio, ada: Person
) -> None:
    made = await dearer(shared, ada)
    assert made["answered_by"] == KLEIN
    assert tried(made) == [(PRO, "gateway-failed"), (SEEDREAM, "max-cost-exceeded")]
    assert asked(shared, "image") == [PRO, KLEIN]
    assert await holds(shared, made["id"]) == [made["quote"]["amount_micros"]]


async def test_a_dearer_model_may_stand_in_within_what_the_person_allowed(
    shared: Studio, ada: Person
) -> None:
    made = await dearer(shared, ada, max_cost_micros=40_000)
    assert (made["state"], made["answered_by"]) == ("succeeded", SEEDREAM)
    assert (made["quote"]["amount_micros"], made["cost_micros"]) == (30_000, 40_000)
    assert await holds(shared, made["id"]) == [30_000, 10_000]
    assert (await ada.usage())["held_micros"] == 0
    await sound(shared)


async def test_a_dearer_model_does_not_stand_in_against_the_budget(
    shared: Studio, ada: Person
) -> None:
    await shared.db.write(set_limits, ada.user["id"], Limits(Micros(35_000)))
    made = await dearer(shared, ada, max_cost_micros=40_000)
    assert made["answered_by"] == KLEIN
    assert tried(made)[1] == (SEEDREAM, "budget-exceeded")
    assert await holds(shared, made["id"]) == [30_000]
    await sound(shared)


# -- what was booked ------------------------------------------------------------------------


async def test_the_chain_of_the_booking_counts_whatever_the_route_becomes(
    shared: Studio, ada: Person
) -> None:
    tier = await on_a_route(shared, ada, Kind.VIDEO, FAST, LITE_FILM)
    break_down(shared, "video", FAST, Fault.known("429_plain"))
    film = await ada.ask("video", "A boat on its way")
    await step(shared, film["id"])
    await shared.part(Rules).put_route(Route(RouteKey(Kind.VIDEO, "auto", tier.name), (GROK,)))
    made = await finished(shared, ada, film["id"])
    assert made["answered_by"] == LITE_FILM


async def test_a_restart_goes_on_along_the_same_chain(shared: Studio, ada: Person) -> None:
    await on_a_route(shared, ada, Kind.VIDEO, FAST, LITE_FILM)
    break_down(shared, "video", FAST, Fault.known("429_plain"))
    film = await ada.ask("video", "A boat at rest")
    await step(shared, film["id"])
    await shared.restart()
    ada = await shared.again(ada)
    made = await finished(shared, ada, film["id"])
    assert (made["state"], made["answered_by"]) == ("succeeded", LITE_FILM)
    assert asked(shared, "video") == [FAST, FAST, FAST, LITE_FILM]


async def test_a_film_that_was_cancelled_meanwhile_is_not_asked_of_another_model(
    shared: Studio, ada: Person
) -> None:
    await on_a_route(shared, ada, Kind.VIDEO, FAST, LITE_FILM)
    break_down(shared, "video", FAST, Fault.known("429_plain"))
    film = await ada.ask("video", "A boat that turns back")
    await step(shared, film["id"])
    await ada.http.post(f"/api/generations/{film['id']}/cancel")
    shared.turn(minutes=10)
    ended = await ada.status(film["id"])
    assert (ended["state"], ended["cost_micros"]) == ("cancelled", 0)
    assert LITE_FILM not in asked(shared, "video")


async def test_a_kind_of_ones_own_tier_needs_no_route(shared: Studio, ada: Person) -> None:
    await in_a_tier(shared, ada, models={Kind.TEXT: (DEEPSEEK,)})
    answer = await ada.say("Tell me about boats")
    assert (answer["model"], answer["answered_by"]) == ("auto", DEEPSEEK)
