"""Models that keep failing are left alone, for everybody, until one probe finds them well."""

import asyncio

import pytest

from app.catalog.model import Kind
from app.demo import Fault
from app.routing.breakers import Breakers
from tests.generation.jobs import finished, step
from tests.generation.plans import on_a_route
from tests.studio import Json, Person, Studio

pytestmark = pytest.mark.asyncio(loop_scope="module")

FLASH, LITE = "google/gemini-2.5-flash", "google/gemini-2.5-flash-lite"
KLEIN = "black-forest-labs/flux.2-klein-4b"
FILM: Json = {"model": "x-ai/grok-imagine-video", "params": {"duration": 1, "resolution": "480p"}}
DOWN = Fault.known("502_provider")


async def send(person: Person, kind: str, **body: object) -> tuple[int, Json]:
    answer = await person.http.post(f"/api/generations/{kind}", json={"prompt": "A boat"} | body)
    return answer.status_code, answer.json()


async def fail(studio: Studio, person: Person, kind: str, model: str, times: int = 5) -> None:
    """So often that its circuit opens."""
    path = "/images" if kind == "image" else "/chat/completions"
    studio.demo.script(path=path, model=model, answer=DOWN, times=times)
    for _ in range(times):
        assert (await studio.made(person, kind, model=model))["state"] == "failed"


def states(studio: Studio) -> dict[str | None, str]:
    return {each.model: each.state for each in studio.part(Breakers).snapshot()}


def sent(studio: Studio) -> int:
    return len([each for each in studio.demo.requests.all() if each.method == "POST"])


@pytest.mark.parametrize(("kind", "model"), [("text", FLASH), ("image", KLEIN)])
async def test_what_keeps_failing_is_refused_at_once_and_nothing_is_booked(
    shared: Studio, ada: Person, kind: str, model: str
) -> None:
    await fail(shared, ada, kind, model)
    assert states(shared) == {None: "closed", model: "open"}
    before = sent(shared)
    status, problem = await send(ada, kind, model=model)
    assert (status, problem["code"]) == (502, "gateway-unavailable")
    assert 0 < problem["retry_after"] <= 30
    assert sent(shared) == before
    assert len((await ada.http.get("/api/generations")).json()["items"]) == 5
    assert (await ada.usage())["held_micros"] == 0


async def test_a_price_is_told_all_the_same(shared: Studio, ada: Person) -> None:
    await fail(shared, ada, "image", KLEIN)
    status, quote = await send(ada, "image/quote", model=KLEIN)
    assert (status, quote["amount_micros"]) == (200, 14_000)


async def test_half_open_lets_one_of_a_hundred_requests_through(
    shared: Studio, ada: Person
) -> None:
    await fail(shared, ada, "text", FLASH)
    shared.clock.turn(seconds=30)
    assert states(shared)[FLASH] == "half-open"
    shared.demo.script(path="/chat/completions", answer=Fault.stall())
    before = sent(shared)
    answers = await asyncio.gather(*(send(ada, "text", model=FLASH) for _ in range(100)))
    codes = [status for status, _ in answers]
    assert (codes.count(202), codes.count(502)) == (1, 99)
    assert sent(shared) == before + 1
    [probe] = [each["id"] for status, each in answers if status == 202]
    await ada.http.post(f"/api/generations/{probe}/cancel")
    assert states(shared)[FLASH] == "half-open"
    assert (await ada.say("And now?", model=FLASH))["state"] == "succeeded"
    assert FLASH not in states(shared)


async def test_a_probe_that_fails_keeps_it_closed_to_everybody(shared: Studio, ada: Person) -> None:
    await fail(shared, ada, "text", FLASH)
    shared.clock.turn(seconds=30)
    shared.demo.script(path="/chat/completions", model=FLASH, answer=DOWN)
    assert (await ada.say("Are you there?", model=FLASH))["state"] == "failed"
    assert (await send(ada, "text", model=FLASH))[0] == 502


async def test_a_request_that_is_refused_for_its_price_is_no_probe(
    shared: Studio, ada: Person
) -> None:
    await fail(shared, ada, "image", KLEIN)
    shared.clock.turn(seconds=30)
    assert (await send(ada, "image", model=KLEIN, max_cost_micros=1))[0] == 402
    assert (await shared.made(ada, "image", model=KLEIN))["state"] == "succeeded"


async def test_a_route_passes_over_what_fails_and_says_so(shared: Studio, ada: Person) -> None:
    await on_a_route(shared, ada, Kind.TEXT, FLASH, LITE)
    await fail(shared, ada, "text", FLASH)
    before = sent(shared)
    answer = await ada.say("Tell me about boats")
    assert answer["answered_by"] == LITE
    [passed_over] = answer["attempts"]
    assert (passed_over["model"], passed_over["code"]) == (FLASH, "gateway-unavailable")
    assert sent(shared) == before + 1


async def test_when_all_models_of_a_route_are_down_nothing_is_booked_until_one_is_back(
    shared: Studio, ada: Person
) -> None:
    await on_a_route(shared, ada, Kind.TEXT, FLASH, LITE)
    shared.demo.script(path="/chat/completions", answer=DOWN, times=None)
    for _ in range(5):
        answer = await ada.say("Is anybody there?")
        assert (answer["state"], answer["cost_micros"]) == ("failed", 0)
        assert {each["model"] for each in answer["attempts"]} == {FLASH, LITE}
    before = sent(shared)
    status, problem = await send(ada, "text")
    assert (status, problem["code"]) == (502, "gateway-unavailable")
    assert "Every model" in problem["detail"]
    assert (sent(shared), (await ada.usage())["held_micros"]) == (before, 0)
    shared.demo.reset()
    shared.clock.turn(seconds=30)
    assert (await ada.say("And now?"))["answered_by"] == FLASH


async def test_a_gateway_that_nobody_reaches_is_left_alone_as_a_whole(
    shared: Studio, ada: Person
) -> None:
    shared.demo.script(path="/videos", answer=Fault.refuse(), times=5)
    film = (await ada.ask("video", **FILM))["id"]
    for _ in range(4):
        await step(shared, film)
    assert states(shared)[None] == "open"
    for kind in ("text", "image", "video"):
        assert (await send(ada, kind))[0] == 502
    made = await finished(shared, ada, film)
    assert made["state"] == "succeeded"
    assert states(shared)[None] == "closed"


async def test_a_queued_film_waits_until_its_model_is_back(shared: Studio, ada: Person) -> None:
    shared.demo.script(path="/videos", answer=Fault.known("503_availability"), times=7)
    films = [(await ada.ask("video", f"Boat {n}", **FILM))["id"] for n in range(3)]
    made = [await finished(shared, ada, film) for film in films]
    assert [each["state"] for each in made] == ["succeeded"] * 3
    assert [len(shared.demo.submits(f"Boat {n}")) for n in range(3)] == [1, 1, 1]


async def test_a_film_that_nobody_takes_within_the_hour_fails_at_no_cost(
    shared: Studio, ada: Person
) -> None:
    shared.demo.script(path="/videos", answer=Fault.known("503_availability"), times=None)
    films = [(await ada.ask("video", f"Boat {n}", **FILM))["id"] for n in range(3)]
    made = [await finished(shared, ada, film) for film in films]
    assert [each["state"] for each in made] == ["failed"] * 3
    assert {each["error"]["code"] for each in made} <= {"gateway-busy", "gateway-unavailable"}
    assert (await ada.usage())["held_micros"] == 0
