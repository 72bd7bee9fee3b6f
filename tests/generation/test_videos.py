"""Videos: submitted once, polled, fetched; and told truthfully whatever the gateway does."""

import pytest

from app.demo import Fault, VideoOutcome
from tests.generation.books import Books, books
from tests.generation.films import FILM, PRICE, gaps, polls, submitted
from tests.generation.jobs import finished, step, until_done
from tests.studio import Person, Studio

pytestmark = pytest.mark.asyncio(loop_scope="module")

FOREVER = VideoOutcome(seconds=1e9)
"""A film that never gets done."""


async def test_a_text_becomes_a_film_with_a_poster(shared: Studio, ada: Person) -> None:
    asked = await ada.ask("video", "A train at night", **FILM)
    assert asked["state"] in (
        "queued",
        "running",
    )  # the runner may have been quicker than the answer
    await step(shared, asked["id"])
    waiting = await ada.status(asked["id"])
    assert (waiting["state"], waiting["stage"]) == ("running", "waiting")
    assert await books(shared, ada) == Books(0, PRICE)
    made = await finished(shared, ada, asked["id"])
    assert (made["state"], made["stage"], made["error"]) == ("succeeded", None, None)
    assert (made["answered_by"], made["cost_source"]) == (FILM["model"], "gateway")
    [film] = made["media"]
    assert (film["kind"], film["mime"], film["duration_s"]) == ("video", "video/mp4", 1.0)
    whole = await ada.http.get(film["url"])
    assert whole.content[4:8] == b"ftyp"
    assert len(whole.content) == film["bytes"]
    assert (await ada.http.get(film["thumbnail_url"])).status_code == 200
    assert len(shared.demo.submits("A train at night")) == 1
    assert await books(shared, ada) == Books(PRICE, 0)


async def test_two_pictures_become_the_first_and_the_last_frame(
    shared: Studio, ada: Person
) -> None:
    image = await shared.made(ada, "image", model="black-forest-labs/flux.2-klein-4b")
    media_id = image["media"][0]["id"]
    frames = [{"media_id": media_id, "role": role} for role in ("last_frame", "first_frame")]
    film = FILM | {"model": "bytedance/seedance-2.0-mini", "params": {"duration": 4}}
    asked = await ada.ask("video", "Between", inputs=frames, **film)
    made = await finished(shared, ada, asked["id"])
    assert (made["state"], made["inputs"]) == ("succeeded", frames)
    sent = shared.demo.recorded("POST", "/videos")[-1].body["frame_images"]
    assert [each["frame_type"] for each in sent] == ["first_frame", "last_frame"]
    assert all(each["image_url"]["url"].startswith("data:image/") for each in sent)


async def test_a_film_is_asked_after_every_5_s_and_later_every_10_to_30(
    shared: Studio, ada: Person
) -> None:
    shared.demo.script_video(FOREVER)
    asked = await submitted(shared, ada, "Slow")
    for _ in range(16):
        await step(shared, asked["id"])
    assert polls(shared, "Slow")[:12] == [5.0 * (number + 1) for number in range(12)]
    shared.turn(minutes=25)
    for _ in range(16):
        await step(shared, asked["id"])
    later = gaps(polls(shared, "Slow")[17:])
    assert all(10 <= gap <= 30 for gap in later)
    assert max(later) > 15
    assert len(set(later)) == len(later), "spread, so that jobs do not march in step"
    assert (await ada.status(asked["id"]))["state"] == "running"


async def test_after_an_hour_it_is_asked_after_hourly_and_given_up_after_a_day_more(
    shared: Studio, ada: Person
) -> None:
    shared.demo.script_video(FOREVER)
    asked = await submitted(shared, ada, "Never")
    ada = await _a_day_later(shared, ada, asked["id"])
    assert gaps(polls(shared, "Never")) == [3600.0] * 24
    ended = await ada.status(asked["id"])
    error = ended["error"]
    assert (ended["state"], error["code"], error["charged"]) == ("failed", "expired", "maybe")
    assert "within a day" in error["message"]
    assert len(shared.demo.submits("Never")) == 1
    assert await books(shared, ada) == Books(0, 0)


async def test_a_gateway_that_cannot_be_asked_for_a_day_ends_the_wait(
    shared: Studio, ada: Person
) -> None:
    asked = await submitted(shared, ada, "Silence")
    shared.demo.script(path="/videos/*", method="GET", answer=Fault.status(500), times=None)
    await until_done(shared, asked["id"])
    ada = await shared.again(ada)
    ended = await ada.status(asked["id"])
    first_hour = [each for each in polls(shared, "Silence") if each < 3600]
    assert max(gaps(first_hour)) <= 360
    assert gaps(polls(shared, "Silence"))[-24:] == [3600.0] * 24
    assert (ended["state"], ended["error"]["code"]) == ("failed", "expired")
    assert await books(shared, ada) == Books(0, 0)


async def test_time_in_which_the_server_was_off_is_no_silence_of_the_gateways(
    shared: Studio, ada: Person
) -> None:
    shared.demo.script_video(VideoOutcome(seconds=0, lifetime=1e6))
    asked = await submitted(shared, ada, "Over the holidays")
    shared.demo.script(path="/videos/*", method="GET", answer=Fault.refuse(), times=2)
    shared.turn(days=3)
    await until_done(shared, asked["id"])
    ada = await shared.again(ada)
    assert (await ada.status(asked["id"]))["state"] == "succeeded"
    assert await books(shared, ada) == Books(PRICE, 0)


async def test_a_clock_that_was_days_ahead_and_is_put_right_holds_nothing_up(
    shared: Studio, ada: Person
) -> None:
    shared.turn(days=3)
    asked = await submitted(shared, await shared.again(ada), "From tomorrow")
    shared.turn(days=-3)
    job = {"id": "x", "status": "failed", "error": "Out of memory"}
    shared.demo.script(path="/videos/*", method="GET", answer=Fault.status(200, job))
    ended = await shared.ended(ada, asked["id"])
    assert (ended["state"], ended["error"]["code"]) == ("failed", "video-failed")
    assert await books(shared, ada) == Books(0, 0)


async def test_waiting_is_counted_from_when_the_gateway_took_the_film(
    shared: Studio, ada: Person
) -> None:
    busy = Fault.status(429, headers={"Retry-After": "3600"})
    shared.demo.script(path="/videos", answer=busy, times=3)
    shared.demo.script_video(FOREVER)
    asked = await ada.ask("video", "After a queue", **FILM)
    for _ in range(5):
        await step(shared, asked["id"])
    assert polls(shared, "After a queue") == [5.0, 10.0]


@pytest.mark.parametrize(
    ("outcome", "code", "who", "says"),
    [
        (VideoOutcome("failed", "Content policy violation"), "moderated", "user", "refused"),
        (VideoOutcome("failed", {"code": "refusal"}), "moderated", "user", "refused"),
        (VideoOutcome("failed", "Out of memory"), "video-failed", "nobody", "Out of memory"),
        (VideoOutcome("failed", generation_id=False), "moderated", "user", "refused"),
        (VideoOutcome("cancelled"), "video-cancelled", "nobody", "cancelled this"),
        (VideoOutcome("expired"), "video-expired", "nobody", "took too long"),
    ],
)
async def test_what_became_of_a_film_is_told_truthfully_and_costs_nothing(
    shared: Studio, ada: Person, outcome: VideoOutcome, code: str, who: str, says: str
) -> None:
    shared.demo.script_video(outcome)
    asked = await ada.ask("video", "Unlucky", **FILM)
    ended = await finished(shared, ada, asked["id"])
    error = ended["error"]
    assert (ended["state"], error["code"], error["who"]) == ("failed", code, who)
    assert says in error["message"]
    assert (error["charged"], ended["cost_micros"]) == ("no", 0)
    assert await books(shared, ada) == Books(0, 0)


async def test_a_failed_film_that_was_charged_for_is_booked(shared: Studio, ada: Person) -> None:
    asked = await submitted(shared, ada, "Dear failure")
    job = {"id": "x", "status": "failed", "error": "Broke", "usage": {"cost": 0.02}}
    shared.demo.script(path="/videos/*", method="GET", answer=Fault.status(200, job))
    ended = await finished(shared, ada, asked["id"])
    assert (ended["state"], ended["error"]["charged"]) == ("failed", "yes")
    assert await books(shared, ada) == Books(20_000, 0)


async def test_a_status_nobody_has_heard_of_means_still_running(
    shared: Studio, ada: Person
) -> None:
    shared.demo.script_video(VideoOutcome("dead", seconds=0))
    asked = await submitted(shared, ada, "Odd")
    for _ in range(5):
        await step(shared, asked["id"])
    assert (await ada.status(asked["id"]))["state"] == "running"


async def test_in_progress_need_never_come(shared: Studio, ada: Person) -> None:
    shared.demo.script_video(VideoOutcome(seconds=0, in_progress=False, old_style_id=True))
    asked = await submitted(shared, ada, "Quick")
    assert await step(shared, asked["id"]) is None
    assert (await ada.status(asked["id"]))["state"] == "succeeded"


MISSED = {
    "408": Fault.status(408),
    "425": Fault.status(425),
    "429": Fault.status(429),
    "500": Fault.status(500),
    "502 as a page": Fault.html(502),
    "404 as a page": Fault.html(404),
    "200 as a page": Fault.html(200),
    "no JSON": Fault.garbage(),
    "401": Fault.status(401),
    "nobody listens": Fault.refuse(),
    "cut": Fault.cut_stream(after_chunks=0),
    "reset": Fault.drop_before_answer(reset=True),
}


@pytest.mark.parametrize("missed", MISSED.values(), ids=MISSED.keys())
async def test_a_missed_look_is_no_verdict(shared: Studio, ada: Person, missed: Fault) -> None:
    shared.demo.script(path="/videos/*", method="GET", answer=missed, times=4)
    shared.demo.script_video(VideoOutcome("failed", "Out of memory", seconds=0))
    asked = await submitted(shared, ada, "Bumpy")
    for _ in range(4):
        assert await step(shared, asked["id"]) is not None
        assert (await ada.status(asked["id"]))["state"] == "running"
    ended = await finished(shared, ada, asked["id"])
    assert ended["error"]["code"] == "video-failed"
    assert len(shared.demo.submits("Bumpy")) == 1


async def test_a_busy_gateway_is_asked_again_when_it_says(shared: Studio, ada: Person) -> None:
    late = Fault.status(503, headers={"Retry-After": "123"})
    shared.demo.script(path="/videos/*", method="GET", answer=late)
    shared.demo.script_video(FOREVER)
    asked = await submitted(shared, ada, "Later")
    await step(shared, asked["id"])
    await step(shared, asked["id"])
    assert polls(shared, "Later") == [5.0, 128.0]


async def test_three_times_no_such_job_in_a_row_end_it(shared: Studio, ada: Person) -> None:
    asked = await submitted(shared, ada, "Forgotten")
    shared.demo.script(path="/videos/*", method="GET", answer=Fault.status(404), times=None)
    ended = await finished(shared, ada, asked["id"])
    error = ended["error"]
    assert (ended["state"], error["code"], error["charged"]) == ("failed", "job-gone", "maybe")
    assert len(polls(shared, "Forgotten")) == 3
    assert await books(shared, ada) == Books(0, 0)


async def test_twice_no_such_job_is_not_believed(shared: Studio, ada: Person) -> None:
    shared.demo.script_video(FOREVER)
    asked = await submitted(shared, ada, "Hiccup")
    for _ in range(2):
        shared.demo.script(path="/videos/*", method="GET", answer=Fault.status(404), times=2)
        for _ in range(3):
            await step(shared, asked["id"])
    assert (await ada.status(asked["id"]))["state"] == "running"


async def _a_day_later(studio: Studio, person: Person, generation_id: str) -> Person:
    """Until it has ended, without the many steps of the first hour; its owner, signed in again."""
    studio.turn(hours=1)
    await until_done(studio, generation_id)
    return await studio.again(person)
