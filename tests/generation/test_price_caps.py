"""The most that one request to a model may cost: refused before anything is booked or sent."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from app.catalog.model import Kind
from app.catalog.service import Catalogue
from app.demo import Fault
from app.money import Micros
from tests.generation.books import Books, books
from tests.generation.plans import on_a_route
from tests.studio import Json, Person, Studio

pytestmark = pytest.mark.asyncio(loop_scope="module")

PRO, SEEDREAM, KLEIN = (
    "black-forest-labs/flux.2-pro",
    "bytedance-seed/seedream-4.5",
    "black-forest-labs/flux.2-klein-4b",
)
ASKS: dict[str, Json] = {
    "text": {"model": "google/gemini-2.5-flash", "params": {"max_tokens": 2_000}},
    "image": {"model": KLEIN},
    "video": {
        "model": "x-ai/grok-imagine-video",
        "params": {"duration": 2, "resolution": "480p"},
    },
}
DEAR: Json = {"model": "google/veo-3.1-fast", "params": {"resolution": "4K", "duration": 8}}
"""Asked back before it is spent."""
UNPRICED = "openrouter/auto"
CAPPED = [PRO, SEEDREAM, UNPRICED, *(each["model"] for each in (DEAR, *ASKS.values()))]


@pytest_asyncio.fixture(loop_scope="module", autouse=True)
async def uncapped(shared: Studio) -> AsyncIterator[None]:
    """Each test begins without caps."""
    yield
    for model in CAPPED:
        await cap(shared, model, None)


async def cap(studio: Studio, model: str, micros: int | None) -> None:
    limit = None if micros is None else Micros(micros)
    await studio.part(Catalogue).change(model, price_cap=limit)


async def quoted(person: Person, kind: str, **ask: Any) -> Json:
    answer = await person.http.post(f"/api/generations/{kind}/quote", json=_body(ask))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def send(person: Person, kind: str, **ask: Any) -> httpx.Response:
    return await person.http.post(f"/api/generations/{kind}", json=_body(ask))


def _body(ask: Json) -> Json:
    return {"prompt": "A paper boat"} | ask


async def refused(studio: Studio, person: Person, kind: str, **ask: Any) -> Json:
    """The problem document. Nothing was booked, made or sent."""
    answer = await send(person, kind, **ask)
    document = answer.json()
    assert (answer.status_code, document["code"]) == (402, "price-cap-exceeded"), document
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (await person.http.get("/api/generations")).json()["items"] == []
    assert [each for each in studio.demo.requests.all() if each.method == "POST"] == []
    assert await books(studio, person) == Books(0, 0)
    return document


def asked(studio: Studio) -> list[str]:
    return [each.body["model"] for each in studio.demo.recorded("POST", "/images")]


@pytest.mark.parametrize("kind", ["text", "image", "video"])
async def test_what_would_cost_more_than_the_cap_is_refused_and_the_cap_itself_is_not(
    shared: Studio, ada: Person, kind: str
) -> None:
    ask = ASKS[kind]
    price = (await quoted(ada, kind, **ask))["amount_micros"]
    await cap(shared, ask["model"], price - 1)
    document = await refused(shared, ada, kind, **ask)
    assert (document["quote_micros"], document["price_cap_micros"]) == (price, price - 1)
    assert "or choose another model." in document["detail"]
    await cap(shared, ask["model"], price)
    assert (await shared.made(ada, kind, **ask))["state"] == "succeeded"


async def test_the_refusal_says_the_price_the_cap_and_what_to_do(
    shared: Studio, ada: Person
) -> None:
    await cap(shared, ASKS["video"]["model"], 50_000)
    document = await refused(shared, ada, "video", **ASKS["video"])
    assert document["detail"] == (
        "This costs about $0.10, and one request to SpaceXAI: Grok Imagine Video may cost at most "
        "$0.05 here. Ask for a shorter or smaller film, or choose another model."
    )
    shorter = {**ASKS["video"]["params"], "duration": 1}
    made = await shared.made(ada, "video", model=ASKS["video"]["model"], params=shorter)
    assert (made["state"], made["cost_micros"]) == ("succeeded", 50_000)


async def test_a_shorter_answer_may_fit_under_the_cap(shared: Studio, ada: Person) -> None:
    model = ASKS["text"]["model"]
    short: Json = {"model": model, "params": {"max_tokens": 100}}
    await cap(shared, model, (await quoted(ada, "text", **short))["amount_micros"])
    await refused(shared, ada, "text", model=model)
    assert (await ada.say("A paper boat", **short))["state"] == "succeeded"


async def test_no_consent_lifts_the_cap(shared: Studio, ada: Person) -> None:
    await cap(shared, KLEIN, 1)
    await refused(shared, ada, "image", model=KLEIN, max_cost_micros=10_000_000)


async def test_the_quote_tells_the_cap_and_asks_for_no_consent_to_what_is_refused(
    shared: Studio, ada: Person
) -> None:
    before = await quoted(ada, "video", **DEAR)
    assert (before["price_cap_micros"], before["confirm"]) == (None, True)
    await cap(shared, DEAR["model"], 1_000_000)
    told = await quoted(ada, "video", **DEAR)
    assert told == before | {"price_cap_micros": 1_000_000, "confirm": False}


async def test_what_has_no_known_price_does_not_fit_under_any_cap(
    shared: Studio, ada: Person
) -> None:
    await cap(shared, UNPRICED, 5_000_000)
    document = await refused(shared, ada, "text", model=UNPRICED, max_cost_micros=1_000)
    assert document["quote_micros"] is None
    assert document["detail"].endswith("may cost at most $5.00 here. Choose another model.")


async def test_what_was_made_before_the_cap_is_not_made_again_above_it(
    shared: Studio, ada: Person
) -> None:
    made = await shared.made(ada, "image", model=KLEIN)
    await cap(shared, KLEIN, made["quote"]["amount_micros"] - 1)
    again = await ada.http.post(f"/api/generations/{made['id']}/retry")
    assert (again.status_code, again.json()["code"]) == (402, "price-cap-exceeded")


async def test_a_route_begins_with_the_first_model_that_stays_within_its_cap(
    shared: Studio, ada: Person
) -> None:
    await on_a_route(shared, ada, Kind.IMAGE, PRO, KLEIN)
    await cap(shared, PRO, 29_999)
    assert (await quoted(ada, "image"))["model"] == KLEIN
    assert (await shared.made(ada, "image"))["answered_by"] == KLEIN
    assert asked(shared) == [KLEIN]


async def test_a_route_whose_models_are_all_above_their_caps_says_so(
    shared: Studio, ada: Person
) -> None:
    await on_a_route(shared, ada, Kind.IMAGE, PRO, KLEIN)
    await cap(shared, PRO, 29_999)
    await cap(shared, KLEIN, 1)
    document = await refused(shared, ada, "image")
    assert (document["quote_micros"], document["price_cap_micros"]) == (30_000, 29_999)


async def test_no_model_above_its_cap_stands_in_for_another(shared: Studio, ada: Person) -> None:
    await on_a_route(shared, ada, Kind.IMAGE, PRO, SEEDREAM, KLEIN)
    fault = Fault.known("502_provider")
    shared.demo.script(path="/images", model=PRO, answer=fault, times=None)
    await cap(shared, SEEDREAM, 39_999)
    made = await shared.made(ada, "image", max_cost_micros=40_000)
    assert (made["state"], made["answered_by"]) == ("succeeded", KLEIN)
    assert asked(shared) == [PRO, KLEIN]
