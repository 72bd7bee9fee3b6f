"""Fetching a finished film: tried again by itself, never by a new submit."""

import base64
import shutil

import pytest

from app.db import Tx
from app.demo import Fault, VideoOutcome
from app.demo.faults import Proceed
from app.demo.wire import Answer, bytes_answer
from app.settings import MIB
from tests.generation.books import Books, books
from tests.generation.films import PRICE, downloads, job_of, submitted
from tests.generation.jobs import finished, step, until_done
from tests.studio import Json, Person, Studio

pytestmark = pytest.mark.asyncio(loop_scope="module")

CONTENT = "/videos/*/content"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


async def _picture(_: Proceed) -> Answer:
    return bytes_answer(PIXEL, "video/mp4")


BROKEN = {
    "half a film": Fault.truncate(20_000),
    "nothing": Fault.truncate(0),
    "a page": Fault.html(200),
    "a page of the edge": Fault.html(502),
    "JSON": Fault.garbage(),
    "a picture": Fault(_picture),
    "cut": Fault.cut_stream(after_chunks=1),
    "reset": Fault.cut_stream(after_chunks=1, reset=True),
    "nobody listens": Fault.refuse(),
    "409": Fault.known("409_video_content"),
    "410": Fault.known("410_video_content"),
    "404": Fault.known("404_video_job"),
    "500": Fault.status(500),
    "401": Fault.status(401),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
async def test_a_download_that_fails_is_tried_again_alone(
    shared: Studio, ada: Person, broken: Fault
) -> None:
    shared.demo.script(path=CONTENT, method="GET", answer=broken, times=2)
    shared.demo.script_video(VideoOutcome(seconds=0))
    asked = await submitted(shared, ada, "Bumpy")
    for _ in range(2):
        await step(shared, asked["id"])
        waiting = await ada.status(asked["id"])
        assert (waiting["state"], waiting["stage"]) == ("running", "downloading")
        assert waiting["media"] == []
    made = await finished(shared, ada, asked["id"])
    assert (made["state"], made["error"], len(made["media"])) == ("succeeded", None, 1)
    assert (made["media"][0]["kind"], downloads(shared, "Bumpy")) == ("video", 3)
    assert len(shared.demo.recorded("POST", "/videos")) == 1
    assert await books(shared, ada) == Books(PRICE, 0)


async def test_a_film_that_is_handed_out_no_more_was_paid_for_all_the_same(
    shared: Studio, ada: Person
) -> None:
    shared.demo.script_video(VideoOutcome(seconds=0, lifetime=0))
    asked = await submitted(shared, ada, "Gone")
    await until_done(shared, asked["id"])
    ada = await shared.again(ada)
    made = await ada.status(asked["id"])
    error = made["error"]
    assert (made["state"], error["code"], error["charged"]) == ("failed", "download-failed", "yes")
    assert (made["cost_micros"], made["cost_source"]) == (PRICE, "gateway")
    assert downloads(shared, "Gone") == 61
    assert len(shared.demo.recorded("POST", "/videos")) == 1
    assert await books(shared, ada) == Books(PRICE, 0)


async def test_a_film_that_is_too_large_is_fetched_once(shared: Studio, ada: Person) -> None:
    shared.demo.script(path=CONTENT, method="GET", answer=Fault.huge(2 * MIB), times=None)
    shared.demo.script_video(VideoOutcome(seconds=0))
    asked = await submitted(shared, ada, "Endless")
    made = await finished(shared, ada, asked["id"])
    error = made["error"]
    assert (made["state"], error["code"], error["charged"]) == ("failed", "too-large", "yes")
    assert downloads(shared, "Endless") == 1
    assert await books(shared, ada) == Books(PRICE, 0)


async def test_a_film_waits_for_a_folder_that_cannot_be_written(
    shared: Studio, ada: Person
) -> None:
    folder = shared.data_dir / "media" / "tmp"
    shared.demo.script_video(VideoOutcome(seconds=0))
    asked = await submitted(shared, ada, "Patient")
    shutil.rmtree(folder)
    for _ in range(70):
        assert await step(shared, asked["id"]) is not None
    folder.mkdir()
    made = await finished(shared, ada, asked["id"])
    assert (made["state"], len(made["media"])) == ("succeeded", 1)
    assert await books(shared, ada) == Books(PRICE, 0)


async def test_all_outputs_of_a_film_are_kept_in_order(shared: Studio, ada: Person) -> None:
    shared.demo.script_video(VideoOutcome(seconds=0, outputs=2))
    made = await finished(shared, ada, (await submitted(shared, ada, "Twins"))["id"])
    films = [(await ada.http.get(each["url"])).content for each in made["media"]]
    assert len(films) == len(set(films)) == 2
    asked = shared.demo.recorded("GET", f"/videos/{job_of(shared, 'Twins')}/content")
    assert [each.query["index"] for each in asked] == ["0", "1"]


async def test_what_can_be_had_is_kept_when_the_rest_never_comes(
    shared: Studio, ada: Person
) -> None:
    shared.demo.script_video(VideoOutcome(seconds=0))
    asked = await submitted(shared, ada, "One of two")
    shared.demo.script(path="/videos/*", method="GET", answer=ready(outputs=2), times=None)
    assert await step(shared, asked["id"]) is not None
    assert (await ada.status(asked["id"]))["media"] == []
    await shared.db.write(_failed_often, asked["id"])
    made = await finished(shared, ada, asked["id"])
    assert (made["state"], len(made["media"])) == ("succeeded", 1)
    assert await books(shared, ada) == Books(PRICE, 0)


async def test_a_cost_that_is_not_told_is_computed_and_marked(shared: Studio, ada: Person) -> None:
    shared.demo.script_video(VideoOutcome(seconds=0, usage=False))
    made = await finished(shared, ada, (await submitted(shared, ada, "No bill"))["id"])
    assert (made["cost_micros"], made["cost_source"]) == (PRICE, "computed")
    assert await books(shared, ada) == Books(PRICE, 0)


async def test_a_film_is_fetched_from_the_configured_host_only(shared: Studio, ada: Person) -> None:
    shared.demo.script_video(VideoOutcome(seconds=0, signed_urls=True, relative_polling_url=True))
    asked = await submitted(shared, ada, "Elsewhere")
    shared.demo.script(path="/videos/*", method="GET", answer=ready(outputs=1))
    made = await finished(shared, ada, asked["id"])
    assert made["state"] == "succeeded"
    job = job_of(shared, "Elsewhere")
    looked = {each.path for each in shared.demo.requests.all() if each.method == "GET"}
    assert looked == {f"/videos/{job}", f"/videos/{job}/content"}
    assert all(each.with_key for each in shared.demo.requests.all())


def ready(outputs: int) -> Fault:
    """A film that is done, and of which the gateway tells addresses on another host."""
    place = "https://elsewhere.example/film"
    done: Json = {
        "id": "gen-vid-1",
        "polling_url": place,
        "status": "completed",
        "unsigned_urls": [f"{place}/{index}" for index in range(outputs)],
        "urls": [f"{place}/signed/{index}" for index in range(outputs)],
        "usage": {"cost": PRICE / 1_000_000},
    }
    return Fault.status(200, done)


def _failed_often(tx: Tx, generation_id: str) -> None:
    tx.run("UPDATE jobs SET failures = 60 WHERE generation_id = $id", id=generation_id)
