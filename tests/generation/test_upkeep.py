"""What a person may do afterwards: stop, delete, bring back, ask again, name and keep."""

import asyncio

import pytest

from app.demo import Fault, VideoOutcome
from app.demo.faults import Proceed
from app.demo.wire import Answer
from tests.generation.books import Books, books
from tests.generation.films import FILM, PRICE, submitted
from tests.generation.jobs import finished, pause, step
from tests.studio import Json, Person, Studio

pytestmark = pytest.mark.asyncio(loop_scope="module")

KLEIN = "black-forest-labs/flux.2-klein-4b"
KLEIN_PRICE = 14_000
NOBODYS = "01a1fe00-0000-7000-8000-000000000000"


async def post(person: Person, generation_id: str, what: str) -> Json:
    answer = await person.http.post(f"/api/generations/{generation_id}/{what}")
    assert answer.status_code in (200, 202), answer.text
    return answer.json()


async def waiting_in_line(studio: Studio, person: Person) -> Json:
    """A film that is queued, since the gateway is busy."""
    studio.demo.script(path="/videos", answer=Fault.status(429, headers={"Retry-After": "60"}))
    asked = await person.ask("video", "In line", **FILM)
    await pause(studio, asked["id"])
    return await person.status(asked["id"])


def gate(opened: asyncio.Event) -> Fault:
    """The usual answer, once the gate is open."""

    async def act(proceed: Proceed) -> Answer:
        answer = await proceed()
        await opened.wait()
        return answer

    return Fault(act)


# -- cancel -------------------------------------------------------------------------------


async def test_cancelling_what_has_not_begun_is_free(shared: Studio, ada: Person) -> None:
    asked = await waiting_in_line(shared, ada)
    cancelled = await post(ada, asked["id"], "cancel")
    assert (cancelled["state"], cancelled["error"]["charged"]) == ("cancelled", "no")
    assert "cost nothing" in cancelled["error"]["message"]
    assert (cancelled["cost_micros"], cancelled["finished_at"]) == (0, shared_now(shared))
    shared.turn(minutes=5)
    assert await pause(shared, asked["id"]) is None
    assert shared.demo.submits("In line") == []
    assert await books(shared, ada) == Books(0, 0)


async def test_a_running_film_is_cancelled_at_once_and_kept_if_it_arrives(
    shared: Studio, ada: Person
) -> None:
    asked = await submitted(shared, ada, "Too late")
    cancelled = await post(ada, asked["id"], "cancel")
    assert (cancelled["state"], cancelled["error"]["charged"]) == ("cancelled", "maybe")
    assert "cannot stop" in cancelled["error"]["message"]
    assert await books(shared, ada) == Books(0, PRICE)
    arrived = await finished(shared, ada, asked["id"])
    assert (arrived["state"], arrived["error"], len(arrived["media"])) == ("succeeded", None, 1)
    assert await books(shared, ada) == Books(PRICE, 0)


@pytest.mark.parametrize("status", ["failed", "cancelled", "expired"])
async def test_a_cancelled_film_that_comes_to_nothing_gives_the_money_back_and_says_so(
    shared: Studio, ada: Person, status: str
) -> None:
    shared.demo.script_video(VideoOutcome(status))
    asked = await submitted(shared, ada, "Never mind")
    cancelled = await post(ada, asked["id"], "cancel")
    ended = await finished(shared, ada, asked["id"])
    assert (ended["state"], ended["error"]["charged"]) == ("cancelled", "no")
    assert "cost nothing" in ended["error"]["message"]
    assert ended["finished_at"] == cancelled["finished_at"]
    assert await books(shared, ada) == Books(0, 0)


async def test_a_cancelled_film_that_failed_and_was_charged_says_that(
    shared: Studio, ada: Person
) -> None:
    asked = await submitted(shared, ada, "Dear")
    await post(ada, asked["id"], "cancel")
    job = {"id": "x", "status": "failed", "error": "Broke", "usage": {"cost": 0.02}}
    shared.demo.script(path="/videos/*", method="GET", answer=Fault.status(200, job))
    ended = await finished(shared, ada, asked["id"])
    assert (ended["state"], ended["error"]["charged"]) == ("cancelled", "yes")
    assert await books(shared, ada) == Books(20_000, 0)


@pytest.mark.parametrize("kind", ["image", "video"])
async def test_cancelling_while_the_request_is_under_way_loses_nothing(
    shared: Studio, ada: Person, kind: str
) -> None:
    opened = asyncio.Event()
    path, ask = ("/videos", FILM) if kind == "video" else ("/images", {"model": KLEIN})
    shared.demo.script(path=path, answer=gate(opened))
    asked = await ada.ask(kind, "In flight", **ask)
    await shared.until(lambda: len(shared.demo.recorded("POST", path)) == 1)
    cancelled = await post(ada, asked["id"], "cancel")
    assert (cancelled["state"], cancelled["error"]["charged"]) == ("cancelled", "maybe")
    opened.set()
    arrived = await finished(shared, ada, asked["id"])
    assert (arrived["state"], len(arrived["media"])) == ("succeeded", 1)
    assert len(shared.demo.recorded("POST", path)) == 1
    assert (await books(shared, ada)).held == 0


async def test_cancelled_while_being_sent_to_a_busy_gateway_it_is_not_sent_again(
    shared: Studio, ada: Person
) -> None:
    opened = asyncio.Event()
    shared.demo.script(path="/videos", answer=_busy_behind(opened))
    asked = await ada.ask("video", "Busy", **FILM)
    await shared.until(lambda: len(shared.demo.recorded("POST", "/videos")) == 1)
    await post(ada, asked["id"], "cancel")
    opened.set()
    assert await pause(shared, asked["id"]) is None
    ended = await ada.status(asked["id"])
    assert (ended["state"], ended["error"]["charged"]) == ("cancelled", "no")
    assert len(shared.demo.recorded("POST", "/videos")) == 1
    assert await books(shared, ada) == Books(0, 0)


async def test_what_has_ended_stays_as_it_ended(shared: Studio, ada: Person) -> None:
    made = await shared.made(ada, "image", model=KLEIN)
    assert await post(ada, made["id"], "cancel") == made


# -- delete and restore -------------------------------------------------------------------


async def test_what_is_deleted_is_gone_with_its_files_until_it_is_restored(
    shared: Studio, ada: Person
) -> None:
    made = await shared.made(ada, "image", model=KLEIN)
    places = [f"/api/generations/{made['id']}", made["media"][0]["url"]]
    places.append(made["media"][0]["thumbnail_url"])
    assert (await ada.http.delete(places[0])).status_code == 204
    assert {(await ada.http.get(each)).status_code for each in places} == {404}
    assert (await ada.http.get("/api/generations")).json()["items"] == []
    assert (await ada.http.delete(places[0])).status_code == 404
    assert await books(shared, ada) == Books(KLEIN_PRICE, 0)
    assert await post(ada, made["id"], "restore") == made
    assert {(await ada.http.get(each)).status_code for each in places} == {200}
    again = await ada.http.post(f"/api/generations/{made['id']}/restore")
    assert again.status_code == 409


async def test_deleting_what_waits_in_line_buys_nothing(shared: Studio, ada: Person) -> None:
    asked = await waiting_in_line(shared, ada)
    await ada.http.delete(f"/api/generations/{asked['id']}")
    shared.turn(minutes=5)
    assert await pause(shared, asked["id"]) is None
    assert shared.demo.submits("In line") == []
    assert await books(shared, ada) == Books(0, 0)


async def test_a_film_deleted_while_it_is_made_arrives_in_the_trash(
    shared: Studio, ada: Person
) -> None:
    asked = await submitted(shared, ada, "Unseen")
    await ada.http.delete(f"/api/generations/{asked['id']}")
    assert await books(shared, ada) == Books(0, PRICE)
    while await step(shared, asked["id"]) is not None:
        pass
    assert await books(shared, ada) == Books(PRICE, 0)
    assert (await ada.http.get(f"/api/generations/{asked['id']}")).status_code == 404
    restored = await post(ada, asked["id"], "restore")
    assert restored["state"] == "succeeded"
    assert (await ada.http.get(restored["media"][0]["url"])).status_code == 200


async def test_deleting_a_text_stops_it(shared: Studio, ada: Person) -> None:
    shared.demo.script(path="/chat/completions", answer=Fault.stall(after=4))
    asked = await ada.ask("text", "Go on for ever")
    await ada.http.delete(f"/api/generations/{asked['id']}")
    restored = await post(ada, asked["id"], "restore")
    assert restored["state"] == "cancelled"
    assert (await books(shared, ada)).held == 0


# -- retry --------------------------------------------------------------------------------


async def test_asking_again_makes_a_new_one_that_names_the_old(shared: Studio, ada: Person) -> None:
    image = await shared.made(ada, "image", model=KLEIN)
    frame = [{"media_id": image["media"][0]["id"], "role": "first_frame"}]
    shared.demo.script_video(VideoOutcome("failed", "Out of memory", seconds=0))
    asked = await ada.ask("video", "Once more", **FILM, inputs=frame)
    failed = await finished(shared, ada, asked["id"])
    answer = await ada.http.post(f"/api/generations/{failed['id']}/retry")
    again = answer.json()
    assert (answer.status_code, answer.headers["Location"].split("/")[-1]) == (202, again["id"])
    assert (again["parent_id"], again["state"]) == (failed["id"], "queued")
    for same in ("kind", "model", "prompt", "params", "inputs", "quote"):
        assert again[same] == failed[same]
    assert (await finished(shared, ada, again["id"]))["state"] == "succeeded"
    assert (await ada.status(failed["id"]))["state"] == "failed"
    price = again["quote"]["amount_micros"]
    assert await books(shared, ada) == Books(KLEIN_PRICE + price, 0)


async def test_asking_again_twice_with_one_key_makes_one(shared: Studio, ada: Person) -> None:
    made = await shared.made(ada, "image", model=KLEIN)
    place, key = f"/api/generations/{made['id']}/retry", {"Idempotency-Key": "again"}
    answers = [await ada.http.post(place, headers=key) for _ in range(2)]
    assert len({answer.json()["id"] for answer in answers}) == 1
    await shared.ended(ada, answers[0].json()["id"])
    assert await books(shared, ada) == Books(2 * KLEIN_PRICE, 0)


async def test_an_unknown_film_can_be_asked_for_again_and_stays_unknown(
    shared: Studio, ada: Person
) -> None:
    shared.demo.script(path="/videos", answer=Fault.drop_before_answer())
    asked = await ada.ask("video", "Lost", **FILM)
    await pause(shared, asked["id"])
    again = await post(ada, asked["id"], "retry")
    await finished(shared, ada, again["id"])
    assert (await ada.status(asked["id"]))["state"] == "unknown"
    assert await books(shared, ada) == Books(PRICE, PRICE)


# -- names and favourites -----------------------------------------------------------------


async def test_a_title_and_a_heart_are_kept_each_by_itself(shared: Studio, ada: Person) -> None:
    asked = await submitted(shared, ada, "Nameless")
    place = f"/api/generations/{asked['id']}"
    changes: list[Json] = [
        {"title": "  The tide "},
        {"favourite": True},
        {"title": None},
        {"favourite": False},
        {},
    ]
    told = [(await ada.http.patch(place, json=each)).json() for each in changes]
    assert [(each["title"], each["favourite"]) for each in told] == [
        ("The tide", False),
        ("The tide", True),
        (None, True),
        (None, False),
        (None, False),
    ]
    await finished(shared, ada, asked["id"])


@pytest.mark.parametrize(
    "change", [{"state": "succeeded"}, {"title": "x" * 201}, {"favourite": None}, {"title": 5}]
)
async def test_nothing_else_can_be_changed(shared: Studio, ada: Person, change: Json) -> None:
    asked = await waiting_in_line(shared, ada)
    refused = await ada.http.patch(f"/api/generations/{asked['id']}", json=change)
    assert refused.status_code == 422
    assert await ada.status(asked["id"]) == asked


# -- other people -------------------------------------------------------------------------

DOORS = [
    ("GET", ""),
    ("GET", "/events"),
    ("POST", "/cancel"),
    ("POST", "/retry"),
    ("POST", "/restore"),
    ("PATCH", ""),
    ("DELETE", ""),
]


@pytest.mark.parametrize("deleted", [False, True])
async def test_what_belongs_to_somebody_else_is_as_good_as_nothing(
    shared: Studio, ada: Person, deleted: bool
) -> None:
    hers = await shared.made(ada, "image", model=KLEIN)
    if deleted:
        await ada.http.delete(f"/api/generations/{hers['id']}")
    bob = await shared.person(f"bob{deleted}")
    for method, rest in DOORS:
        answers = [
            await bob.http.request(
                method,
                f"/api/generations/{each}{rest}",
                json={"favourite": True} if method == "PATCH" else None,
            )
            for each in (hers["id"], NOBODYS, "../secrets", "1")
        ]
        assert [answer.status_code for answer in answers] == [404] * 4, (method, rest)
        documents = [answer.json() for answer in answers[:2]]
        assert documents[0] == documents[1]
    if deleted:
        hers = await post(ada, hers["id"], "restore")
    assert await ada.status(hers["id"]) == hers
    assert await books(shared, bob) == Books(0, 0)


def shared_now(studio: Studio) -> str:
    """The time of the clock as the API writes it."""
    return studio.clock.now.isoformat().replace("+00:00", "Z")


def _busy_behind(opened: asyncio.Event) -> Fault:
    busy = Fault.status(429)

    async def act(proceed: Proceed) -> Answer:
        await opened.wait()
        return await busy.act(proceed)

    return Fault(act)
