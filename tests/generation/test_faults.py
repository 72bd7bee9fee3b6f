"""Every line of docs/faults.md, tried against the whole app."""

import re
from dataclasses import dataclass

import pytest
import pytest_asyncio

from app.demo import VideoOutcome
from app.demo.catalogue import refusals
from tests.generation.books import Books, books, books_of_one
from tests.generation.fault_table import NOTHING, Line, fault_of, lines
from tests.generation.films import FILM
from tests.generation.jobs import pause, until_done
from tests.studio import Json, Person, Studio

pytestmark = pytest.mark.asyncio(loop_scope="module")

LINES = list(lines())
STATUSES = {
    *(400, 401, 402, 403, 404, 408, 409, 410, 412, 413, 422, 429),
    *(499, 500, 502, 503, 504, 524, 529),
}


@dataclass(frozen=True)
class Asked:
    """What is asked of us, and the request to the gateway that meets the fault."""

    kind: str
    ask: Json
    method: str
    path: str


ASKED = {
    "text": Asked("text", {"model": "openai/gpt-5-mini"}, "POST", "/chat/completions"),
    "image": Asked("image", {"model": "bytedance-seed/seedream-4.5"}, "POST", "/images"),
    "chat image": Asked(
        "image", {"model": "google/gemini-2.5-flash-image"}, "POST", "/chat/completions"
    ),
    "video": Asked("video", FILM, "POST", "/videos"),
    "look": Asked("video", FILM, "GET", "/videos/*"),
    "download": Asked("video", FILM, "GET", "/videos/*/content"),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def customer(module_studio: Studio) -> Person:
    """One person for all lines, whose books must agree after every one of them."""
    return await module_studio.person("customer")


@pytest.mark.parametrize("line", LINES, ids=str)
async def test_it_ends_as_written_down(shared: Studio, customer: Person, line: Line) -> None:
    shared.turn(minutes=20)
    await _signed_in(customer)
    ended, sent = await _met(shared, customer, line)
    money = await books_of_one(shared, ended["id"])
    await books(shared, customer)

    error: Json = ended["error"] or {}
    told = [error.get(name, NOTHING) for name in ("code", "who", "charged")]
    assert [ended["state"], *told] == [line.ends, line.error, line.can_act, line.charged]
    assert line.sent == ("once" if sent == 1 else "again")
    assert _money(ended, money) == line.money
    if error:
        assert error["message"].startswith(line.reads)
        _check_sentence(error["message"], line.fault)


async def _met(studio: Studio, person: Person, line: Line) -> tuple[Json, int]:
    """What became of it, and how often the request that meets the fault was sent."""
    asked = ASKED[line.asked_for]
    answer = fault_of(line.fault)
    studio.demo.script_video(VideoOutcome(seconds=0))
    studio.demo.script(path=asked.path, method=asked.method, answer=answer, times=None)
    generation_id = (await person.ask(asked.kind, **asked.ask))["id"]
    if asked.kind == "text":
        await studio.ended(person, generation_id)
    else:
        if asked.path == "/videos/*":
            await pause(studio, generation_id)
            studio.turn(minutes=50)
        await until_done(studio, generation_id)
    await _signed_in(person)
    met = re.compile(asked.path.replace("*", "[^/]+"))
    sent = [each for each in studio.demo.requests.all() if met.fullmatch(each.path)]
    return await person.status(generation_id), len([e for e in sent if e.method == asked.method])


async def _signed_in(person: Person) -> None:
    """A line takes up to a day on the clock, a sign-in lasts an hour."""
    assert (await person.http.post("/api/auth/refresh")).status_code == 200


def _money(ended: Json, money: Books) -> str:
    if money.held:
        assert (money.spent, money.held) == (0, ended["quote"]["amount_micros"])
        return "held"
    return "booked" if money.spent else "back"


def _check_sentence(message: str, fault: str) -> None:
    """It is for the person: whole sentences, and nothing that only machines or operators need."""
    assert message[0].isupper()
    assert message.rstrip("”")[-1] in ".!?" or message.endswith("”")
    status = re.search(r"\d{3}", fault)
    if status:
        assert status[0] not in message
    for inside in ("://", "sk-", "user_", "gen-", "{", "<", "Provider returned error"):
        assert inside not in message


async def test_every_status_and_every_recorded_refusal_is_written_down() -> None:
    for asked_for in ("text", "image", "video"):
        named = {line.fault for line in LINES if line.asked_for == asked_for}
        assert named >= {str(status) for status in STATUSES}, asked_for
        assert named >= refusals().keys(), asked_for


async def test_no_fault_is_promised_two_things() -> None:
    assert len({str(line) for line in LINES}) == len(LINES)
