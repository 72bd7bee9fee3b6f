"""A film that was given up on, and that an administrator has looked for once more."""

from collections.abc import Sequence

import httpx
import pytest

from app.clock import new_id
from app.demo import Fault, VideoOutcome
from tests.generation.books import Books, books
from tests.generation.films import PRICE, submitted
from tests.generation.jobs import pause, until_done
from tests.studio import Json, Person, Studio

LATE = VideoOutcome(seconds=26 * 3600)
WHY = "Bob says that he was charged for it"


async def test_a_film_that_comes_after_we_gave_up_is_delivered_and_booked(studio: Studio) -> None:
    admin, bob, film = await _given_up(studio, LATE)
    studio.turn(hours=1)
    asked = await _ask_again(studio, admin, film["id"])
    assert (asked.status_code, asked.json()["state"]) == (202, "failed")
    assert await pause(studio, film["id"]) is None
    bob = await studio.again(bob)
    late = await bob.status(film["id"])
    assert (late["state"], late["error"], len(late["media"])) == ("succeeded", None, 1)
    assert await books(studio, bob) == Books(PRICE, 0)
    assert len(studio.demo.submits("Late")) == 1


async def test_the_ledger_says_who_asked_and_why(studio: Studio) -> None:
    admin, _, film = await _given_up(studio, LATE)
    studio.turn(hours=1)
    await _ask_again(studio, admin, film["id"])
    await pause(studio, film["id"])
    settle, release, hold = await _entries(studio, admin, film["id"])
    assert (settle["kind"], settle["amount_micros"]) == ("settle", PRICE)
    assert settle["actor"] == admin.user["id"]
    assert settle["reason"] == f"cost gateway; asked for again: {WHY}"
    assert [each["actor"] for each in (release, hold)] == ["system", "system"]


async def test_while_it_is_not_there_it_stays_given_up_and_may_be_asked_for_again(
    studio: Studio,
) -> None:
    admin, bob, film = await _given_up(studio, LATE)
    for _ in range(2):
        assert (await _ask_again(studio, admin, film["id"])).status_code == 202
        assert await pause(studio, film["id"]) is None
        assert await bob.status(film["id"]) == film
    assert await books(studio, bob) == Books(0, 0)


async def test_films_that_were_given_up_are_listed_until_they_come(studio: Studio) -> None:
    admin, _, film = await _given_up(studio, LATE)
    await (await studio.again(admin)).say("Hello")
    listed = await _listed(studio, admin)
    assert [(each["id"], each["code"]) for each in listed] == [(film["id"], "expired")]
    assert listed[0]["gateway_id"]
    assert not listed[0]["under_way"]
    studio.turn(hours=1)
    await _ask_again(studio, admin, film["id"])
    assert await pause(studio, film["id"]) is None
    assert await _listed(studio, admin) == []


async def test_who_looked_and_why_is_in_the_audit_log_though_nothing_is_found(
    studio: Studio,
) -> None:
    admin, _, film = await _given_up(studio, LATE)
    await _ask_again(studio, admin, film["id"])
    assert await pause(studio, film["id"]) is None
    admin = await studio.again(admin)
    [asked] = (await admin.http.get("/api/admin/audit")).json()["items"]
    assert (asked["action"], asked["subject"]) == ("generation.ask-again", film["id"])
    assert (asked["actor"], asked["address"]) == (admin.user["id"], "127.0.0.1")
    assert (asked["before"], asked["after"]) == (None, {"reason": WHY})


async def test_a_gateway_that_cannot_be_asked_just_then_is_asked_again(studio: Studio) -> None:
    admin, bob, film = await _given_up(studio, LATE)
    studio.turn(hours=1)
    studio.demo.script(path="/videos/*", method="GET", answer=Fault.status(502), times=3)
    await _ask_again(studio, admin, film["id"])
    assert (await _ask_again(studio, admin, film["id"])).status_code == 409
    await studio.restart()
    await until_done(studio, film["id"])
    assert (await (await studio.again(bob)).status(film["id"]))["state"] == "succeeded"
    assert (await _entries(studio, admin, film["id"]))[0]["actor"] == admin.user["id"]


@pytest.mark.parametrize("lost", [False, True])
async def test_what_was_never_accepted_or_has_arrived_cannot_be_asked_for(
    studio: Studio, lost: bool
) -> None:
    admin, bob = await studio.person("ada"), await studio.person("bob")
    if lost:
        studio.demo.script(path="/videos", answer=Fault.drop_before_answer())
    film = await studio.made(bob, "video")
    refused = await _ask_again(studio, admin, film["id"])
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    assert (await admin.http.get("/api/admin/audit")).json()["items"] == []
    assert await bob.status(film["id"]) == film


async def test_only_administrators_may_ask_and_only_with_a_reason(studio: Studio) -> None:
    admin, bob, film = await _given_up(studio, LATE)
    assert (await _ask_again(studio, bob, film["id"])).status_code == 403
    assert (await _ask_again(studio, admin, film["id"], why=" ")).status_code == 422
    assert (await _ask_again(studio, admin, new_id())).status_code == 404


async def _given_up(studio: Studio, outcome: VideoOutcome) -> tuple[Person, Person, Json]:
    """A film of Bob's that did not come within a day."""
    admin, bob = await studio.person("ada"), await studio.person("bob")
    studio.demo.script_video(outcome)
    film = await submitted(studio, bob, "Late")
    studio.turn(hours=1)
    await until_done(studio, film["id"])
    bob = await studio.again(bob)
    film = await bob.status(film["id"])
    assert (film["state"], film["error"]["code"]) == ("failed", "expired")
    return admin, bob, film


async def _ask_again(
    studio: Studio, person: Person, generation_id: str, why: str = WHY
) -> httpx.Response:
    """As somebody who has just signed in: an hour goes by between one question and the next."""
    person = await studio.again(person)
    path = f"/api/admin/generations/{generation_id}/ask-again"
    return await person.http.post(path, json={"reason": why})


async def _listed(studio: Studio, admin: Person) -> Sequence[Json]:
    admin = await studio.again(admin)
    return (await admin.http.get("/api/admin/generations/given-up")).json()["items"]


async def _entries(studio: Studio, admin: Person, generation_id: str) -> Sequence[Json]:
    admin = await studio.again(admin)
    query = {"generation_id": generation_id}
    return (await admin.http.get("/api/admin/ledger", params=query)).json()["items"]
