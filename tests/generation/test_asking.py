"""Asking: what is refused before anything is bought, and what the same request twice means."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.demo import Fault
from app.money import Micros
from app.usage.budgets import Limits, set_limits
from tests.clocks import TurnableClock
from tests.generation.books import Books, books
from tests.generation.films import FILM, PRICE
from tests.studio import Json, Person, Studio, demo_for_tests

pytestmark = pytest.mark.asyncio(loop_scope="module")

KLEIN = "black-forest-labs/flux.2-klein-4b"
GROK = "x-ai/grok-imagine-video"
DIME: Json = {"model": GROK, "params": {"duration": 2, "resolution": "480p"}}
"""Exactly $0.10."""
NOBODYS = "01a1fe00-0000-7000-8000-000000000000"


async def send(person: Person, kind: str, **body: Any) -> httpx.Response:
    headers = body.pop("headers", None)
    body = {"prompt": "A paper boat"} | body
    return await person.http.post(f"/api/generations/{kind}", json=body, headers=headers)


async def refused(studio: Studio, person: Person, kind: str, status: int, **body: Any) -> Json:
    """The problem document. A quote says the same, and nothing was booked, made or sent."""
    answer = await send(person, kind, **body)
    document = answer.json()
    assert answer.status_code == status, document
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert {"type", "title", "status", "detail", "code"} <= document.keys()
    assert (await person.http.get("/api/generations")).json()["items"] == []
    assert [each for each in studio.demo.requests.all() if each.method == "POST"] == []
    assert await books(studio, person) == Books(0, 0)
    return document


# -- what cannot be done ------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["text", "image", "video"])
@pytest.mark.parametrize(
    "body",
    [
        {"colour": "red"},
        {"prompt": 5},
        {"params": {"n": [1]}},
        {"params": "n=1"},
        {"inputs": [{"media_id": NOBODYS, "role": "villain"}]},
        {"inputs": [{"media_id": NOBODYS, "role": "reference", "weight": 1}]},
        {"inputs": [{"media_id": "1", "role": "reference"}]},
        {"max_cost_micros": -1},
        {"max_cost_micros": 0.5},
        {"max_cost_micros": True},
        {"max_cost_micros": "5"},
        {"prompt": "x" * 200_001},
    ],
)
async def test_what_is_not_a_request_is_refused(
    shared: Studio, ada: Person, kind: str, body: Json
) -> None:
    document = await refused(shared, ada, kind, 422, **body)
    assert document["errors"][0]["field"].split(".")[0] == next(iter(body))


async def test_a_text_and_a_prompted_image_need_words(shared: Studio, ada: Person) -> None:
    await refused(shared, ada, "text", 422, prompt="  ")
    document = await refused(shared, ada, "image", 422, prompt="", model=KLEIN)
    assert document["field"] == "prompt"


@pytest.mark.parametrize(
    ("kind", "body", "field", "supported"),
    [
        ("video", {"model": GROK, "params": {"duration": 99}}, "duration", list(range(1, 16))),
        ("video", {"model": GROK, "params": {"resolution": "4K"}}, "resolution", ["480p", "720p"]),
        ("image", {"model": KLEIN, "params": {"n": 2}}, "n", {"min": 1, "max": 1}),
        ("text", {"params": {"temperature": 9}}, "temperature", {"min": 0.0, "max": 2.0}),
    ],
)
async def test_an_unsupported_value_is_refused_naming_the_supported(
    shared: Studio, ada: Person, kind: str, body: Json, field: str, supported: object
) -> None:
    document = await refused(shared, ada, kind, 422, **body)
    assert (document["field"], document["supported"]) == (f"params.{field}", supported)


async def test_an_unsupported_parameter_is_refused_naming_the_others(
    shared: Studio, ada: Person
) -> None:
    document = await refused(shared, ada, "video", 422, model=GROK, params={"generate_audio": True})
    assert "seed" in document["supported"]
    assert "seed" in document["detail"]
    document = await refused(shared, ada, "image", 422, model=KLEIN, params={"mood": "blue"})
    assert "aspect_ratio" in document["supported"]


async def test_a_model_nobody_offers_is_refused_and_not_replaced(
    shared: Studio, ada: Person
) -> None:
    for kind, model in [
        ("video", KLEIN),
        ("image", GROK),
        ("text", "acme/none"),
        ("image", "auto/no"),
    ]:
        document = await refused(shared, ada, kind, 422, model=model)
        assert (document["field"], model in document["detail"]) == ("model", True)


async def test_what_is_not_there_is_not_found(shared: Studio, ada: Person) -> None:
    given = [{"media_id": NOBODYS, "role": "reference"}]
    await refused(shared, ada, "image", 404, model=KLEIN, inputs=given)
    await refused(shared, ada, "text", 404, thread_id=NOBODYS)
    await refused(shared, ada, "text", 404, thread_id="not an id, only of the length of one")
    await refused(shared, ada, "text", 404, parent_id=NOBODYS)


async def test_what_is_somebody_elses_is_not_found_either(shared: Studio, ada: Person) -> None:
    image = await shared.made(ada, "image", model=KLEIN)
    said = await ada.say("Mine")
    shared.demo.requests.clear()
    bob = await shared.person("bob")
    given = [{"media_id": image["media"][0]["id"], "role": "first_frame"}]
    await refused(shared, bob, "video", 404, **FILM, inputs=given)
    await refused(shared, bob, "text", 404, thread_id=said["thread_id"])
    await refused(shared, bob, "text", 404, thread_id=said["thread_id"], parent_id=said["id"])


async def test_a_quote_says_the_same_and_changes_nothing(shared: Studio, ada: Person) -> None:
    place = "/api/generations/video/quote"
    quoted = await ada.http.post(place, json={"prompt": "A paper boat", **FILM})
    told = quoted.json()
    assert (told["amount_micros"], told["kind"], told["model"]) == (PRICE, "exact", GROK)
    assert sum(part["amount_micros"] for part in told["parts"]) == PRICE
    wrong = {"prompt": "A paper boat", "model": GROK, "params": {"duration": 99}}
    assert (await ada.http.post(place, json=wrong)).status_code == 422
    assert await books(shared, ada) == Books(0, 0)


# -- the same request twice ---------------------------------------------------------------


@pytest.mark.parametrize("kind", ["text", "image", "video"])
async def test_the_same_request_with_the_same_key_is_the_same_generation(
    shared: Studio, ada: Person, kind: str
) -> None:
    shared.demo.script(path="/videos", answer=Fault.status(400))
    shared.demo.script(path="/images", answer=Fault.status(400))
    body: Json = {"headers": {"Idempotency-Key": "one"}, "max_cost_micros": 900_000}
    first = await send(ada, kind, **body)
    ended = await shared.ended(ada, first.json()["id"])
    for _ in range(2):
        again = await send(ada, kind, **body)
        assert (again.status_code, again.json()) == (202, ended)
        assert again.headers["Location"] == first.headers["Location"]
    other = await send(ada, kind, **(body | {"prompt": "Another boat"}))
    assert (other.status_code, other.json()["code"]) == (409, "conflict")
    assert len((await ada.http.get("/api/generations")).json()["items"]) == 1


async def test_fifty_sends_at_once_with_one_key_buy_one(shared: Studio, ada: Person) -> None:
    body: Json = FILM | {"headers": {"Idempotency-Key": "fifty"}}
    answers = await asyncio.gather(*(send(ada, "video", **body) for _ in range(50)))
    assert {answer.status_code for answer in answers} == {202}
    [only] = {answer.json()["id"] for answer in answers}
    assert await books(shared, ada) == Books(0, PRICE)
    assert (await shared.ended(ada, only))["state"] == "succeeded"
    assert len(shared.demo.recorded("POST", "/videos")) == 1
    assert await books(shared, ada) == Books(PRICE, 0)


async def test_a_key_is_good_for_a_day_and_for_one_person(shared: Studio, ada: Person) -> None:
    body: Json = {"model": KLEIN, "headers": {"Idempotency-Key": "daily"}}
    bob = await shared.person("bert")
    first, his = await send(ada, "image", **body), await send(bob, "image", **body)
    shared.turn(hours=23.9)
    ada = await shared.again(ada)
    same = await send(ada, "image", **body)
    shared.turn(hours=0.2)
    anew = await send(ada, "image", **body)
    ids = [answer.json()["id"] for answer in (first, his, same, anew)]
    assert ids[2] == ids[0]
    assert len(set(ids)) == 3
    await shared.ended(ada, ids[3])


async def test_without_a_key_every_send_is_its_own(shared: Studio, ada: Person) -> None:
    ids = {(await send(ada, "image", model=KLEIN)).json()["id"] for _ in range(2)}
    assert len(ids) == 2
    for each in ids:
        await shared.ended(ada, each)


# -- the price ----------------------------------------------------------------------------


async def test_a_price_above_what_was_allowed_is_refused(shared: Studio, ada: Person) -> None:
    document = await refused(shared, ada, "video", 402, **FILM, max_cost_micros=PRICE - 1)
    assert document["code"] == "max-cost-exceeded"
    assert (document["quote_micros"], document["max_cost_micros"]) == (PRICE, PRICE - 1)
    allowed = await send(ada, "video", **FILM, max_cost_micros=PRICE)
    assert allowed.status_code == 202
    await shared.ended(ada, allowed.json()["id"])


async def test_a_high_price_is_asked_back_before_it_is_spent(shared: Studio, ada: Person) -> None:
    dear: Json = {"model": "google/veo-3.1-fast", "params": {"resolution": "4K", "duration": 8}}
    document = await refused(shared, ada, "video", 402, **dear)
    assert document["code"] == "confirmation-required"
    quoted = await ada.http.post("/api/generations/video/quote", json={"prompt": "Boat", **dear})
    assert (quoted.json()["confirm"], quoted.json()["amount_micros"]) == (
        True,
        document["quote_micros"],
    )
    shared.demo.script(path="/videos", answer=Fault.status(400))
    confirmed = await send(ada, "video", **dear, max_cost_micros=document["quote_micros"])
    assert confirmed.status_code == 202
    assert (await shared.ended(ada, confirmed.json()["id"]))["cost_micros"] == 0


# -- the budget ---------------------------------------------------------------------------


async def allow(studio: Studio, person: Person, **limits: int) -> None:
    given = Limits(**{window: Micros(limit) for window, limit in limits.items()})
    await studio.db.write(set_limits, person.user["id"], given)


@pytest.mark.parametrize("window", ["day", "month"])
async def test_what_does_not_fit_the_budget_is_refused(
    shared: Studio, ada: Person, window: str
) -> None:
    await allow(shared, ada, **{window: PRICE - 1})
    document = await refused(shared, ada, "video", 402, **FILM)
    assert (document["code"], document["window"]) == ("budget-exceeded", window)
    assert (document["needed_micros"], document["left_micros"]) == (PRICE, PRICE - 1)
    assert document["resets_at"] == (await ada.usage(window))["resets_at"].replace("Z", "+00:00")


async def test_two_hundred_dimes_at_once_against_a_dollar_start_ten(
    shared: Studio, ada: Person
) -> None:
    await allow(shared, ada, day=1_000_000)
    shared.demo.script(path="/videos", answer=Fault.status(429), times=None)
    answers = await asyncio.gather(*(send(ada, "video", **DIME) for _ in range(200)))
    codes = [answer.status_code for answer in answers]
    assert (codes.count(202), codes.count(402)) == (10, 190)
    assert await books(shared, ada) == Books(0, 1_000_000)
    day = await ada.usage()
    assert (day["left_micros"], day["limit_micros"]) == (0, 1_000_000)


async def test_what_is_given_back_can_be_spent_again(shared: Studio, ada: Person) -> None:
    await allow(shared, ada, day=PRICE)
    shared.demo.script(path="/videos", answer=Fault.status(400))
    await shared.made(ada, "video", **FILM)
    assert (await ada.usage())["left_micros"] == PRICE
    assert (await shared.made(ada, "video", **FILM))["state"] == "succeeded"
    assert (await ada.usage())["left_micros"] == 0
    assert (await send(ada, "video", **FILM)).status_code == 402


async def test_a_new_day_brings_a_new_budget(shared: Studio, ada: Person) -> None:
    await allow(shared, ada, day=14_000)
    await shared.made(ada, "image", model=KLEIN)
    assert (await send(ada, "image", model=KLEIN)).status_code == 402
    shared.turn(hours=24)
    ada = await shared.again(ada)
    assert (await shared.made(ada, "image", model=KLEIN))["state"] == "succeeded"
    month = await ada.usage("month")
    assert (month["spent_micros"], month["limit_micros"]) == (28_000, 50_000_000)


# -- the disk -----------------------------------------------------------------------------


@pytest.fixture
async def full(tmp_path: Path, clock: TurnableClock) -> AsyncIterator[Studio]:
    """A studio whose disk was filled up after something had been made."""
    running = await Studio(tmp_path / "data", clock, demo_for_tests(clock)).start()
    yield running
    await running.close()


@pytest.mark.asyncio(loop_scope="function")
async def test_on_a_full_disk_nothing_new_is_made_and_reading_goes_on(full: Studio) -> None:
    ada = await full.person()
    key = {"Idempotency-Key": "before"}
    made = await full.ended(ada, (await send(ada, "image", model=KLEIN, headers=key)).json()["id"])
    await full.restart(min_free_bytes=2**60)
    ada = await full.again(ada)
    for kind in ("text", "image", "video"):
        answer = await send(ada, kind)
        assert (answer.status_code, answer.json()["code"]) == (507, "disk-full")
    assert (await ada.http.get(made["media"][0]["url"])).status_code == 200
    assert (await ada.http.get("/api/generations")).json()["items"] == [made]
    same = await send(ada, "image", model=KLEIN, headers=key)
    assert (same.status_code, same.json()) == (202, made)
    assert len(full.demo.recorded("POST", "/images")) == 1
    assert (await books(full, ada)).held == 0
