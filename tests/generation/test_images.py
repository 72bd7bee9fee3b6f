"""Images: queued, made by the runner, kept with a thumbnail; and what each failure leaves."""

import asyncio
import base64
from collections.abc import Sequence
from itertools import pairwise

import pytest

from app.demo import Fault
from tests.generation.books import Books, books
from tests.generation.jobs import finished, pause
from tests.studio import Json, Person, Studio

pytestmark = pytest.mark.asyncio(loop_scope="module")

DRAWS = "bytedance-seed/seedream-4.5"
PRICE = 40_000  # micros for one picture of DRAWS, exactly
CHATS = "google/gemini-2.5-flash-image"
DAMAGED = b"\x89PNG\r\n\x1a\n and then nothing that belongs to a picture"


def drawn(*files: bytes, cost: float | None) -> Fault:
    """A good answer of the image route, with these files in it."""
    usage: Json = {"prompt_tokens": 15, "completion_tokens": 4175, "total_tokens": 4190}
    if cost is not None:
        usage["cost"] = cost
    data = [{"b64_json": base64.b64encode(file).decode()} for file in files]
    return Fault.status(200, {"created": 0, "data": data, "usage": usage})


def pauses(studio: Studio, path: str) -> list[float]:
    """Seconds between the requests that came in."""
    times = [each.at for each in studio.demo.recorded("POST", path)]
    return [(later - earlier).total_seconds() for earlier, later in pairwise(times)]


async def test_an_image_is_queued_made_and_kept_with_a_thumbnail(
    shared: Studio, ada: Person
) -> None:
    asked = await ada.ask("image", "A red kite", model=DRAWS)
    # The runner may have been quicker than the answer, or than the look at the books.
    assert asked["state"] in ("queued", "running")
    assert (asked["cost_micros"], asked["media"]) == (None, [])
    assert await books(shared, ada) in (Books(0, PRICE), Books(PRICE, 0))
    made = await shared.ended(ada, asked["id"])
    assert (made["state"], made["answered_by"], made["error"]) == ("succeeded", DRAWS, None)
    [picture] = made["media"]
    assert (picture["kind"], picture["mime"]) == ("image", "image/png")
    whole = await ada.http.get(picture["url"])
    small = await ada.http.get(picture["thumbnail_url"])
    assert (whole.status_code, len(whole.content)) == (200, picture["bytes"])
    assert small.status_code == 200
    assert 0 < len(small.content) < len(whole.content)
    assert (made["cost_micros"], made["cost_source"]) == (PRICE, "gateway")
    assert await books(shared, ada) == Books(PRICE, 0)


async def test_being_accepted_says_where_to_look(shared: Studio, ada: Person) -> None:
    answer = await ada.http.post("/api/generations/image", json={"prompt": "A kite"})
    assert answer.headers["Location"] == f"/api/generations/{answer.json()['id']}"
    await shared.ended(ada, answer.json()["id"])


async def test_several_images_come_of_one_request(shared: Studio, ada: Person) -> None:
    made = await shared.made(ada, "image", model=DRAWS, params={"n": 3})
    urls = [each["url"] for each in made["media"]]
    pictures = [(await ada.http.get(url)).content for url in urls]
    assert len(set(pictures)) == 3
    assert len(shared.demo.recorded("POST", "/images")) == 1
    assert await books(shared, ada) == Books(3 * PRICE, 0)


async def test_references_are_shown_to_the_model(shared: Studio, ada: Person) -> None:
    first = await shared.made(ada, "image", model=DRAWS)
    shown = [{"media_id": first["media"][0]["id"], "role": "reference"}]
    again = await shared.made(ada, "image", model=DRAWS, inputs=shown)
    assert (again["state"], again["inputs"]) == ("succeeded", shown)
    [sent] = shared.demo.recorded("POST", "/images")[-1].body["input_references"]
    assert sent["image_url"]["url"].startswith("data:image/")


@pytest.mark.parametrize(
    ("model", "way", "other"),
    [(DRAWS, "/images", "/chat/completions"), (CHATS, "/chat/completions", "/images")],
)
async def test_the_way_a_model_draws_is_known_and_never_asked(
    shared: Studio, ada: Person, model: str, way: str, other: str
) -> None:
    made = await shared.made(ada, "image", model=model)
    assert (made["state"], len(made["media"])) == ("succeeded", 1)
    assert [each.body["model"] for each in shared.demo.recorded("POST", way)] == [model]
    assert shared.demo.recorded("POST", other) == []
    assert (await books(shared, ada)).held == 0


async def test_a_model_that_draws_in_chat_is_shown_references_there(
    shared: Studio, ada: Person
) -> None:
    first = await shared.made(ada, "image", model=DRAWS)
    shown = [{"media_id": first["media"][0]["id"], "role": "reference"}]
    await shared.made(ada, "image", model=CHATS, inputs=shown)
    sent = shared.demo.recorded("POST", "/chat/completions")[-1].body
    assert sent["modalities"] == ["image", "text"]
    assert [part["type"] for part in sent["messages"][0]["content"]] == ["text", "image_url"]


@pytest.mark.parametrize(
    ("model", "path", "refusal"),
    [
        (DRAWS, "/images", "400_content_policy"),
        (DRAWS, "/images", "403_moderation"),
        (CHATS, "/chat/completions", "403_guardrail"),
    ],
)
async def test_refused_content_is_one_kind_of_failure_and_free(
    shared: Studio, ada: Person, model: str, path: str, refusal: str
) -> None:
    shared.demo.script(path=path, answer=Fault.known(refusal))
    made = await shared.made(ada, "image", model=model)
    error = made["error"]
    assert (made["state"], error["code"], error["who"]) == ("failed", "moderated", "user")
    assert (error["charged"], made["cost_micros"]) == ("no", 0)
    assert len(shared.demo.recorded("POST", path)) == 1
    assert await books(shared, ada) == Books(0, 0)


async def test_a_refusal_that_cost_something_is_booked(shared: Studio, ada: Person) -> None:
    shared.demo.script(path="/chat/completions", answer=Fault.known("200_content_filter"))
    made = await shared.made(ada, "image", model=CHATS)
    assert (made["error"]["code"], made["error"]["charged"]) == ("moderated", "yes")
    assert await books(shared, ada) == Books(10, 0)


async def test_words_instead_of_a_picture_are_a_failure_that_costs_what_it_cost(
    shared: Studio, ada: Person
) -> None:
    message = {"role": "assistant", "content": "Here is your picture: <image>", "refusal": None}
    choice = {"index": 0, "finish_reason": "stop", "message": message}
    words = {"id": "gen-1", "choices": [choice], "usage": {"cost": 0.0025}}
    shared.demo.script(path="/chat/completions", answer=Fault.status(200, words))
    made = await shared.made(ada, "image", model=CHATS)
    assert (made["state"], made["error"]["charged"]) == ("failed", "yes")
    assert "words and no picture" in made["error"]["message"]
    assert await books(shared, ada) == Books(2_500, 0)


async def test_nothing_in_a_good_answer_is_a_failure_and_free(shared: Studio, ada: Person) -> None:
    shared.demo.script(path="/images", answer=Fault.known("200_images_empty"))
    made = await shared.made(ada, "image", model=DRAWS)
    assert (made["state"], made["error"]["charged"]) == ("failed", "no")
    assert await books(shared, ada) == Books(0, 0)


@pytest.mark.parametrize("files", [[b"not a picture"], [DAMAGED], [DAMAGED, DAMAGED]])
async def test_pictures_that_do_not_open_are_paid_for_and_say_so(
    shared: Studio, ada: Person, files: Sequence[bytes]
) -> None:
    shared.demo.script(path="/images", answer=drawn(*files, cost=0.03))
    made = await shared.made(ada, "image", model=DRAWS)
    assert (made["state"], made["media"]) == ("failed", [])
    assert (made["error"]["code"], made["error"]["charged"]) == ("unusable", "yes")
    assert (made["cost_micros"], made["cost_source"]) == (30_000, "gateway")
    assert len(shared.demo.recorded("POST", "/images")) == 1
    assert await books(shared, ada) == Books(30_000, 0)


async def test_an_unusable_picture_without_a_cost_is_booked_at_its_quote(
    shared: Studio, ada: Person
) -> None:
    shared.demo.script(path="/images", answer=drawn(DAMAGED, cost=None))
    made = await shared.made(ada, "image", model=DRAWS)
    assert (made["cost_micros"], made["cost_source"]) == (PRICE, "computed")
    assert await books(shared, ada) == Books(PRICE, 0)


async def test_one_picture_that_does_not_open_does_not_cost_the_others(
    shared: Studio, ada: Person
) -> None:
    good = await shared.made(ada, "image", model=DRAWS)
    file = (await ada.http.get(good["media"][0]["url"])).content
    shared.demo.script(path="/images", answer=drawn(DAMAGED, file, cost=0.08))
    made = await shared.made(ada, "image", model=DRAWS, params={"n": 2})
    assert made["state"] == "succeeded"
    assert [(await ada.http.get(each["url"])).content for each in made["media"]] == [file]
    assert await books(shared, ada) == Books(PRICE + 80_000, 0)


async def test_a_lost_answer_is_unknown_holds_the_money_and_is_never_sent_again(
    shared: Studio, ada: Person
) -> None:
    shared.demo.script(path="/images", answer=Fault.drop_before_answer())
    made = await shared.made(ada, "image", model=DRAWS)
    error = made["error"]
    assert (made["state"], error["code"], error["who"]) == ("unknown", "outcome-unknown", "admin")
    assert (error["charged"], made["cost_micros"]) == ("maybe", None)
    assert await pause(shared, made["id"]) is None
    shared.turn(minutes=45)
    await asyncio.sleep(0.05)
    assert len(shared.demo.recorded("POST", "/images")) == 1
    assert await books(shared, ada) == Books(0, PRICE)


async def test_an_error_that_was_received_is_a_failure_and_free(
    shared: Studio, ada: Person
) -> None:
    shared.demo.script(path="/images", answer=Fault.known("502_provider"), times=None)
    made = await shared.made(ada, "image", model=DRAWS)
    error = made["error"]
    assert (made["state"], error["code"], error["charged"]) == ("failed", "gateway-failed", "no")
    assert error["retryable"]
    assert len(shared.demo.recorded("POST", "/images")) == 1
    assert await books(shared, ada) == Books(0, 0)


@pytest.mark.parametrize(
    "busy", [Fault.known("429_plain"), Fault.known("402_in_flight_budget"), Fault.refuse()]
)
async def test_what_certainly_did_not_happen_is_tried_again(
    shared: Studio, ada: Person, busy: Fault
) -> None:
    shared.demo.script(path="/images", answer=busy, times=2)
    asked = await ada.ask("image", model=DRAWS)
    assert await pause(shared, asked["id"]) is not None
    waiting = await ada.status(asked["id"])
    assert (waiting["state"], waiting["started_at"]) == ("queued", None)
    made = await finished(shared, ada, asked["id"])
    assert (made["state"], made["error"]) == ("succeeded", None)
    assert len(shared.demo.recorded("POST", "/images")) == 3
    assert await books(shared, ada) == Books(PRICE, 0)


async def test_it_is_tried_again_when_the_gateway_says(shared: Studio, ada: Person) -> None:
    late = Fault.status(429, headers={"Retry-After": "77"})
    shared.demo.script(path="/images", answer=late, times=2)
    await finished(shared, ada, (await ada.ask("image", model=DRAWS))["id"])
    assert pauses(shared, "/images") == [77, 77]


async def test_without_a_word_of_when_each_wait_is_longer(shared: Studio, ada: Person) -> None:
    shared.demo.script(path="/images", answer=Fault.known("429_plain"), times=4)
    await finished(shared, ada, (await ada.ask("image", model=DRAWS))["id"])
    for wait, about in zip(pauses(shared, "/images"), (2, 4, 8, 16), strict=True):
        assert 0.8 * about <= wait <= 1.2 * about


async def test_a_gateway_that_stays_busy_is_given_up_on_at_no_cost(
    shared: Studio, ada: Person
) -> None:
    shared.demo.script(path="/images", answer=Fault.known("503_unavailable"), times=None)
    made = await finished(shared, ada, (await ada.ask("image", model=DRAWS))["id"])
    error = made["error"]
    assert (made["state"], error["code"], error["charged"]) == ("failed", "gateway-busy", "no")
    assert error["retryable"]
    assert len(shared.demo.recorded("POST", "/images")) == 13
    assert await books(shared, ada) == Books(0, 0)
