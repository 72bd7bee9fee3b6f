"""Costs that we computed, corrected once the gateway tells the real ones."""

import base64
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from app.clock import new_id
from app.db import Tx
from app.demo import DemoGateway, DemoOptions, Fault, VideoOutcome
from app.generation.corrections import AT_ONCE
from app.studio import Workshop
from tests.clocks import TurnableClock
from tests.generation.books import Books, books
from tests.generation.films import FILM
from tests.generation.films import PRICE as FILM_PRICE
from tests.studio import Json, Person, Studio

pytestmark = pytest.mark.asyncio(loop_scope="module")

DRAWS = "bytedance-seed/seedream-4.5"
PRICE = 40_000  # micros for one picture of DRAWS, exactly
MINUTE = timedelta(minutes=1)
NAME = "gen-img-1795000100-Example0000000000000"


async def look(studio: Studio, **later: float) -> None:
    """Let time pass, and let the costs be asked after that are due."""
    studio.clock.turn(**later)
    await studio.part(Workshop).corrections.look()


def asked(studio: Studio) -> list[str]:
    """The names that the gateway was asked about."""
    return [each.query["id"] for each in studio.demo.recorded("GET", "/generation")]


def tells(cost: float) -> Fault:
    return Fault.status(200, {"data": {"id": NAME, "total_cost": cost}})


async def stopped_text(studio: Studio, person: Person) -> Json:
    """A text that was stopped half-way, so that its cost had to be computed."""
    studio.demo.script(path="/chat/completions", answer=Fault.stall(after=8))
    async with person.streaming("Tell me about boats") as stream:
        generation_id = (await anext(stream)).data["generation"]["id"]
        for _ in range(3):
            await anext(stream)
        stopped = await person.http.post(f"/api/generations/{generation_id}/cancel")
    return stopped.json()


async def unpriced_image(studio: Studio, person: Person) -> Json:
    """An image whose answer did not say what it cost."""
    picture = await studio.made(person, "image", model=DRAWS)
    file = (await person.http.get(picture["media"][0]["url"])).content
    answer: Json = {"created": 0, "data": [{"b64_json": base64.b64encode(file).decode()}]}
    studio.demo.script(path="/images", answer=Fault.status(200, answer, {"X-Generation-Id": NAME}))
    return await studio.made(person, "image", model=DRAWS)


async def test_a_stopped_text_costs_in_the_end_what_the_gateway_says(
    shared: Studio, ada: Person
) -> None:
    stopped = await stopped_text(shared, ada)
    assert (stopped["state"], stopped["cost_source"]) == ("cancelled", "computed")
    await look(shared, seconds=59)
    assert asked(shared) == []
    shared.demo.script(method="GET", path="/generation", answer=tells(0.0123))
    await look(shared, seconds=1)
    corrected = await ada.status(stopped["id"])
    assert (corrected["cost_micros"], corrected["cost_source"]) == (12_300, "gateway")
    assert await books(shared, ada) == Books(12_300, 0)
    await look(shared, days=2)
    assert len(asked(shared)) == 1


async def test_it_is_asked_after_under_the_name_the_answer_had(shared: Studio, ada: Person) -> None:
    """Nothing is scripted here: the demo gateway only knows its own names."""
    text = await stopped_text(shared, ada)
    shared.demo.script_video(VideoOutcome(usage=False))
    film = await shared.made(ada, "video", **FILM)
    await look(shared, minutes=1)
    for each in (text, film):
        corrected = await ada.status(each["id"])
        assert corrected["cost_source"] == "gateway", corrected["kind"]
        assert corrected["cost_micros"] > 0
    assert corrected["cost_micros"] == FILM_PRICE
    assert asked(shared)[0].startswith("gen-")


async def test_a_text_that_broke_before_its_first_word_is_asked_after_by_its_header(
    shared: Studio, ada: Person
) -> None:
    shared.demo.script(path="/chat/completions", answer=Fault.cut_stream(after_chunks=0))
    text = await ada.say("Tell me about boats")
    assert (text["state"], text["text"], text["cost_source"]) == ("interrupted", "", "computed")
    shared.demo.script(method="GET", path="/generation", answer=tells(0.0002))
    await look(shared, minutes=1)
    assert (await ada.status(text["id"]))["cost_micros"] == 200


async def test_an_image_without_a_cost_is_asked_after_by_its_header(
    shared: Studio, ada: Person
) -> None:
    image = await unpriced_image(shared, ada)
    assert (image["cost_micros"], image["cost_source"]) == (PRICE, "computed")
    shared.demo.script(method="GET", path="/generation", answer=tells(0.05))
    await look(shared, minutes=1)
    assert asked(shared) == [NAME]
    assert (await ada.status(image["id"]))["cost_micros"] == 50_000
    assert await books(shared, ada) == Books(PRICE + 50_000, 0)


async def test_a_picture_that_does_not_open_is_asked_after_too(shared: Studio, ada: Person) -> None:
    broken = base64.b64encode(b"\x89PNG\r\n\x1a\n and no more").decode()
    answer: Json = {"created": 0, "data": [{"b64_json": broken}]}
    shared.demo.script(path="/images", answer=Fault.status(200, answer, {"X-Generation-Id": NAME}))
    image = await shared.made(ada, "image", model=DRAWS)
    assert (image["state"], image["cost_source"]) == ("failed", "computed")
    shared.demo.script(method="GET", path="/generation", answer=tells(0))
    await look(shared, minutes=1)
    corrected = await ada.status(image["id"])
    assert (corrected["cost_micros"], corrected["cost_source"]) == (0, "gateway")
    assert await books(shared, ada) == Books(0, 0)


async def test_the_same_cost_is_confirmed_without_an_entry(shared: Studio, ada: Person) -> None:
    image = await unpriced_image(shared, ada)
    shared.demo.script(method="GET", path="/generation", answer=tells(0.04))
    await look(shared, minutes=1)
    confirmed = await ada.status(image["id"])
    assert (confirmed["cost_micros"], confirmed["cost_source"]) == (PRICE, "gateway")
    assert await kinds(shared, image["id"]) == ["hold", "settle"]


async def test_while_the_gateway_knows_nothing_it_is_asked_less_and_less_often_for_a_day(
    shared: Studio, ada: Person, caplog: pytest.LogCaptureFixture
) -> None:
    shared.demo.script(method="GET", path="/generation", answer=Fault.status(404), times=None)
    text = await stopped_text(shared, ada)
    begun = shared.clock()
    with caplog.at_level(logging.WARNING, "app.generation.corrections"):
        while text["id"] not in caplog.text:
            await look(shared, minutes=1)
    times = [each.at - begun for each in shared.demo.recorded("GET", "/generation")]
    pauses = [(later - earlier) // MINUTE for earlier, later in pairwise([timedelta(0), *times])]
    assert pauses[:9] == [1, 2, 4, 8, 16, 32, 64, 128, 240]
    assert timedelta(hours=23) < times[-1] < timedelta(hours=25)
    await look(shared, days=1)
    assert len(asked(shared)) == len(times)
    ada = await shared.again(ada)
    assert (await ada.status(text["id"]))["cost_source"] == "computed"


async def test_one_that_fails_never_keeps_the_others_waiting(
    shared: Studio, ada: Person, caplog: pytest.LogCaptureFixture
) -> None:
    nobodys = new_id()
    image = await unpriced_image(shared, ada)
    await shared.db.write(_expect, [nobodys], shared.clock() - timedelta(minutes=1))
    shared.demo.script(method="GET", path="/generation", answer=tells(0.05), times=2)
    await look(shared, minutes=1)
    assert nobodys in caplog.text
    assert (await ada.status(image["id"]))["cost_micros"] == 50_000
    await shared.db.write(_forget)


@pytest.mark.parametrize(
    "answer", [Fault.status(500), Fault.html(), Fault.garbage(), Fault.refuse(), Fault.status(401)]
)
async def test_whatever_the_gateway_answers_it_is_asked_again(
    shared: Studio, ada: Person, answer: Fault
) -> None:
    image = await unpriced_image(shared, ada)
    shared.demo.script(method="GET", path="/generation", answer=answer)
    shared.demo.script(method="GET", path="/generation", answer=tells(0.05))
    await look(shared, minutes=1)
    assert (await ada.status(image["id"]))["cost_source"] == "computed"
    await look(shared, minutes=2)
    assert (await ada.status(image["id"]))["cost_micros"] == 50_000


async def test_only_so_many_are_asked_after_at_once(shared: Studio) -> None:
    await shared.db.write(_expect, [new_id() for _ in range(AT_ONCE + 5)], shared.clock())
    shared.demo.script(method="GET", path="/generation", answer=Fault.status(404), times=None)
    await look(shared)
    assert len(asked(shared)) == AT_ONCE
    await look(shared)
    assert len(asked(shared)) == AT_ONCE + 5
    await shared.db.write(_forget)


@pytest.fixture
async def slow_to_tell(tmp_path: Path, clock: TurnableClock) -> AsyncIterator[Studio]:
    """A studio whose gateway tells costs only after five minutes, as OpenRouter does."""
    options = DemoOptions(first_token_after=0, token_delay=0, image_seconds=0, generation_after=300)
    running = await Studio(tmp_path / "data", clock, DemoGateway(options, clock=clock)).start()
    yield running
    await running.close()


@pytest.mark.asyncio(loop_scope="function")
async def test_a_cost_is_asked_after_until_it_is_told_also_over_a_restart(
    slow_to_tell: Studio,
) -> None:
    studio = slow_to_tell
    ada = await studio.person()
    text = await stopped_text(studio, ada)
    for _ in range(2):
        await look(studio, minutes=1)
    await studio.restart()
    ada = await studio.again(ada)
    assert (await ada.status(text["id"]))["cost_source"] == "computed"
    for _ in range(10):
        await look(studio, minutes=1)
    told = await ada.status(text["id"])
    assert told["cost_source"] == "gateway"
    assert told["cost_micros"] > 0
    assert len(asked(studio)) == 3
    assert (await books(studio, ada)).held == 0


async def kinds(studio: Studio, generation_id: str) -> list[str]:
    rows = await studio.db.read(_entries, generation_id)
    return [str(row["kind"]) for row in rows]


def _entries(tx: Tx, generation_id: str) -> list[Json]:
    return tx.rows("SELECT kind FROM ledger WHERE generation_id = $id", id=generation_id)


def _expect(tx: Tx, ids: list[str], due_at: object) -> None:
    for each in ids:
        tx.run("INSERT INTO cost_checks VALUES ($id, $id, $due_at, 0)", id=each, due_at=due_at)


def _forget(tx: Tx) -> None:
    tx.run("DELETE FROM cost_checks")
