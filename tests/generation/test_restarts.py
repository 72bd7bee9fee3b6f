"""Restarts: every job goes on from where it was, by itself, and nothing is bought again."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.demo import Fault, VideoOutcome
from tests.clocks import TurnableClock
from tests.generation.books import Books, books
from tests.generation.films import FILM, PRICE, submitted
from tests.generation.jobs import pause, step, until_done
from tests.studio import Studio, demo_for_tests

KLEIN = "black-forest-labs/flux.2-klein-4b"


@pytest.fixture
async def hasty(tmp_path: Path, clock: TurnableClock) -> AsyncIterator[Studio]:
    """A studio that gives the steps under way no time to finish when it is stopped."""
    running = await Studio(tmp_path / "data", clock, demo_for_tests(clock)).start(stop_grace=0)
    yield running
    await running.close()


async def test_every_film_goes_on_from_where_it_was_with_one_submit_each(hasty: Studio) -> None:
    ada = await hasty.person()
    busy = Fault.status(503, headers={"Retry-After": "300"})
    hasty.demo.script(path="/videos", answer=busy)
    queued = await ada.ask("video", "Queued", **FILM)
    await pause(hasty, queued["id"])
    hasty.demo.script_video(VideoOutcome(seconds=40))
    waiting = await submitted(hasty, ada, "Waiting")
    hasty.demo.script_video(VideoOutcome(seconds=0))
    downloading = await submitted(hasty, ada, "Downloading")
    hasty.demo.script(path="/videos/*/content", method="GET", answer=Fault.status(500))
    await step(hasty, downloading["id"])
    assert await stages(hasty) == [
        ("queued", None),
        ("running", "waiting"),
        ("running", "downloading"),
    ]

    await hasty.restart()
    for each in (queued, waiting, downloading):
        await until_done(hasty, each["id"])
    again = await hasty.again(ada)
    for prompt, each in [("Queued", queued), ("Waiting", waiting), ("Downloading", downloading)]:
        assert (await again.status(each["id"]))["state"] == "succeeded"
        assert len(hasty.demo.submits(prompt)) == 1
    assert await books(hasty, again) == Books(3 * PRICE, 0)


async def test_what_was_being_sent_is_unknown_and_never_sent_again(hasty: Studio) -> None:
    ada = await hasty.person()
    hasty.demo.script(path="/videos", answer=Fault.silence())
    hasty.demo.script(path="/images", answer=Fault.silence())
    film = await ada.ask("video", "In flight", **FILM)
    image = await ada.ask("image", "In flight", model=KLEIN)
    await hasty.until(lambda: len(hasty.demo.recorded("POST", "/images")) == 1)
    await hasty.until(lambda: len(hasty.demo.recorded("POST", "/videos")) == 1)
    held = (await ada.usage())["held_micros"]
    for _ in range(2):
        await hasty.restart()
        hasty.turn(minutes=45)
        for each in (film, image):
            assert await pause(hasty, each["id"]) is None
    again = await hasty.again(ada)
    for each in (film, image):
        ended = await again.status(each["id"])
        assert (ended["state"], ended["error"]["charged"]) == ("unknown", "maybe")
    assert len(hasty.demo.recorded("POST", "/videos")) == 1
    assert len(hasty.demo.recorded("POST", "/images")) == 1
    assert await books(hasty, again) == Books(0, held)


async def test_a_step_cut_short_is_done_again_at_once(hasty: Studio) -> None:
    ada = await hasty.person()
    hasty.demo.script_video(VideoOutcome(seconds=0))
    film = await submitted(hasty, ada, "Half here")
    hasty.demo.script(path="/videos/*/content", method="GET", answer=Fault.stall(after=1))
    hasty.turn(seconds=5)
    await hasty.until(lambda: len(contents(hasty)) == 1)
    await hasty.restart()
    assert await pause(hasty, film["id"]) is None
    again = await hasty.again(ada)
    assert (await again.status(film["id"]))["state"] == "succeeded"
    assert list((hasty.data_dir / "media" / "tmp").iterdir()) == []
    assert await books(hasty, again) == Books(PRICE, 0)


async def test_what_arrived_while_nobody_was_there_is_fetched_at_the_start(hasty: Studio) -> None:
    ada = await hasty.person()
    film = await submitted(hasty, ada, "Overnight")
    await hasty.stop()
    hasty.clock.turn(minutes=50)
    await hasty.start()
    assert await pause(hasty, film["id"]) is None
    assert (await (await hasty.again(ada)).status(film["id"]))["state"] == "succeeded"


async def test_a_stop_lets_steps_under_way_finish(studio: Studio) -> None:
    ada = await studio.person()
    studio.demo.script(path="/videos", answer=Fault.delay(0.3))
    film = await ada.ask("video", "Just in time", **FILM)
    await studio.until(lambda: len(studio.demo.recorded("POST", "/videos")) == 1)
    await studio.restart()
    await until_done(studio, film["id"])
    again = await studio.again(ada)
    assert (await again.status(film["id"]))["state"] == "succeeded"
    assert len(studio.demo.submits("Just in time")) == 1


async def stages(studio: Studio) -> list[tuple[str, str | None]]:
    """State and stage of everything, in the order in which it was asked for."""
    rows = await studio.db.read(lambda tx: tx.rows("SELECT * FROM generations ORDER BY id"))
    return [(row["state"], row["stage"]) for row in rows]


def contents(studio: Studio) -> list[str]:
    """Which contents were asked for."""
    return [each.path for each in studio.demo.requests.all() if each.path.endswith("/content")]
