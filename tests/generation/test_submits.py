"""Sending what is paid for: written down before it leaves, and never sent twice."""

from datetime import timedelta
from functools import partial

import pytest

from app.clock import new_id
from app.db import Row, Tx
from app.demo import Fault, VideoOutcome
from app.demo.faults import Proceed
from app.demo.wire import Answer
from app.generation import queue
from tests.generation.books import Books, books
from tests.generation.films import FILM, PRICE, submitted
from tests.generation.jobs import finished, pause, step, until_done
from tests.studio import Person, Studio

pytestmark = pytest.mark.asyncio(loop_scope="module")


def looking(studio: Studio, seen: list[Row]) -> Fault:
    """The usual answer, and meanwhile a look at what is committed."""

    async def act(proceed: Proceed) -> Answer:
        seen.extend(await studio.db.read(_committed))
        return await proceed()

    return Fault(act)


@pytest.mark.parametrize(("kind", "path"), [("video", "/videos"), ("image", "/images")])
async def test_submitting_is_written_down_before_the_request_leaves(
    shared: Studio, ada: Person, kind: str, path: str
) -> None:
    seen: list[Row] = []
    shared.demo.script(path=path, answer=looking(shared, seen))
    ask = FILM if kind == "video" else {"model": "black-forest-labs/flux.2-klein-4b"}
    asked = await ada.ask(kind, "A kite", **ask)
    await pause(shared, asked["id"])
    [row] = seen
    assert (row["id"], row["state"], row["stage"]) == (asked["id"], "running", "submitting")
    assert row["held"] == asked["quote"]["amount_micros"]
    await finished(shared, ada, asked["id"])


async def test_the_gateways_name_for_it_is_written_down_before_the_first_look(
    shared: Studio, ada: Person
) -> None:
    seen: list[Row] = []
    shared.demo.script(path="/videos/*", method="GET", answer=looking(shared, seen))
    asked = await submitted(shared, ada, "Named")
    await step(shared, asked["id"])
    [job] = shared.demo.submits("Named")
    assert [(row["stage"], row["gateway_id"]) for row in seen] == [("waiting", job.id)]


LOST = {
    "the answer was lost": Fault.drop_before_answer(),
    "the connection was reset": Fault.drop_before_answer(reset=True),
    "the answer was cut": Fault.cut_stream(after_chunks=0),
    "the answer is half": Fault.truncate(20),
    "an edge gave up behind it": Fault.accepted_status(524),
    "an error behind it": Fault.accepted_status(500),
    "no JSON": Fault.garbage(202),
    "a page": Fault.html(200),
    "no name for the job": Fault.status(202, {"status": "pending"}),
}


@pytest.mark.parametrize("lost", LOST.values(), ids=LOST.keys())
async def test_a_film_that_may_be_running_is_unknown_and_never_sent_again(
    shared: Studio, ada: Person, lost: Fault
) -> None:
    shared.demo.script(path="/videos", answer=lost)
    asked = await ada.ask("video", "Where is it?", **FILM)
    assert await pause(shared, asked["id"]) is None
    shared.turn(minutes=45)
    ended = await ada.status(asked["id"])
    error = ended["error"]
    assert (ended["state"], error["code"], error["who"]) == ("unknown", "outcome-unknown", "admin")
    assert (error["charged"], error["retryable"], ended["cost_micros"]) == ("maybe", False, None)
    assert "not sent again" in error["message"]
    assert len(shared.demo.recorded("POST", "/videos")) == 1
    assert await books(shared, ada) == Books(0, PRICE)


@pytest.mark.parametrize(
    "busy",
    [
        Fault.refuse(),
        Fault.known("429_upstream"),
        Fault.known("402_in_flight_budget"),
        Fault.known("503_unavailable"),
        Fault.status(529),
    ],
)
async def test_a_film_that_certainly_was_not_begun_is_sent_again(
    shared: Studio, ada: Person, busy: Fault
) -> None:
    shared.demo.script(path="/videos", answer=busy, times=2)
    shared.demo.script_video(VideoOutcome("failed", "Out of memory", seconds=0))
    asked = await ada.ask("video", "Third time lucky", **FILM)
    await pause(shared, asked["id"])
    assert (await ada.status(asked["id"]))["state"] == "queued"
    assert await books(shared, ada) == Books(0, PRICE)
    await finished(shared, ada, asked["id"])
    assert len(shared.demo.recorded("POST", "/videos")) == 3
    assert len(shared.demo.submits("Third time lucky")) == 1
    assert await books(shared, ada) == Books(0, 0)


async def test_a_model_that_is_gone_when_its_turn_comes_costs_nothing(
    shared: Studio, ada: Person
) -> None:
    shared.demo.script(path="/videos", answer=Fault.status(429))
    asked = await ada.ask("video", "A kite", **FILM)
    await pause(shared, asked["id"])
    await shared.db.write(_choose, asked["id"], "acme/no-longer-offered")
    ended = await finished(shared, ada, asked["id"])
    assert (ended["state"], ended["error"]["charged"]) == ("failed", "no")
    assert ended["error"]["message"] == "The gateway no longer offers this model."
    assert await books(shared, ada) == Books(0, 0)


async def test_a_picture_deleted_before_its_turn_ends_it_at_no_cost(
    shared: Studio, ada: Person
) -> None:
    image = await shared.made(ada, "image", model="black-forest-labs/flux.2-klein-4b")
    frame = [{"media_id": image["media"][0]["id"], "role": "first_frame"}]
    shared.demo.script(path="/videos", answer=Fault.status(429))
    asked = await ada.ask("video", "A kite", **FILM, inputs=frame)
    await pause(shared, asked["id"])
    await ada.http.delete(f"/api/generations/{image['id']}")
    ended = await finished(shared, ada, asked["id"])
    assert (ended["state"], ended["error"]["who"]) == ("failed", "user")
    assert "deleted" in ended["error"]["message"]
    assert len(shared.demo.recorded("POST", "/videos")) == 1
    assert (await books(shared, ada)).held == 0


async def test_a_mistake_of_ours_in_mid_step_is_not_taken_for_a_refusal(
    shared: Studio, ada: Person
) -> None:
    shared.demo.script(path="/images", answer=Fault.status(429))
    asked = await ada.ask("image", model="black-forest-labs/flux.2-klein-4b")
    await pause(shared, asked["id"])
    await shared.db.write(_give, asked["id"], '[{"media_id": 5, "role": "reference"}]')
    await until_done(shared, asked["id"])
    await shared.db.write(_give, asked["id"], "[]")
    ended = await ada.status(asked["id"])
    assert (ended["state"], ended["error"]["code"]) == ("unknown", "outcome-unknown")
    assert (await books(shared, ada)).held > 0


async def test_a_step_that_outlives_its_lease_is_not_begun_a_second_time(
    shared: Studio, ada: Person
) -> None:
    looks: list[int] = []
    shared.demo.script_video(VideoOutcome(lifetime=1e6))
    asked = await submitted(shared, ada, "Long look")
    shared.demo.script(path="/videos/*", method="GET", answer=_two_hours(shared, looks))
    await until_done(shared, asked["id"])
    assert looks == [1]
    ada = await shared.again(ada)
    assert (await ada.status(asked["id"]))["state"] == "succeeded"
    assert await books(shared, ada) == Books(PRICE, 0)


async def test_a_job_that_is_named_twice_is_taken_once(shared: Studio, ada: Person) -> None:
    shared.demo.script(path="/videos", answer=Fault.status(429), times=1)
    asked = await ada.ask("video", "Once", **FILM)
    await pause(shared, asked["id"])
    now = shared.clock.now + timedelta(hours=1)
    claim = partial(queue.claim, now=now, lease_until=now, process=new_id())
    jobs = await shared.db.write(claim, [asked["id"], asked["id"]])
    assert [each.generation.id for each in jobs] == [asked["id"]]
    assert await shared.db.write(claim, [asked["id"]]) == []


def _two_hours(studio: Studio, looks: list[int]) -> Fault:
    """The usual answer after two hours, in which the runner looks for work more than once."""

    async def act(proceed: Proceed) -> Answer:
        studio.turn(hours=2)
        for _ in range(20):
            await studio.db.read(_committed)
        looks.append(len([each for each in studio.demo.requests.all() if each.method == "GET"]))
        return await proceed()

    return Fault(act)


def _committed(tx: Tx) -> list[Row]:
    return tx.rows(
        """
        SELECT generations.*, (SELECT sum(held_micros)::BIGINT FROM ledger
                                WHERE generation_id = generations.id) AS held
          FROM generations JOIN jobs ON jobs.generation_id = generations.id
        """
    )


def _choose(tx: Tx, generation_id: str, model: str) -> None:
    tx.run("UPDATE generations SET chosen = $model WHERE id = $id", id=generation_id, model=model)


def _give(tx: Tx, generation_id: str, given: str) -> None:
    tx.run("UPDATE generations SET inputs = $given WHERE id = $id", id=generation_id, given=given)
