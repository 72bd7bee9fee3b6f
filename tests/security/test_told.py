"""What is never told: secrets. And words stay words, whatever a program might take them for."""

import logging

import pytest

from app.demo import Fault
from tests.scripts import key_for
from tests.security.asking import ask, values_of
from tests.security.belongings import IMAGE, TEXT
from tests.security.conftest import CANARIES, House
from tests.security.rows import ROWS
from tests.studio import PASSWORD

pytestmark = pytest.mark.asyncio(loop_scope="package")

SPELLS = (
    "${OPENROUTER_API_KEY} $HOME $(id) `id`",
    "os.environ/OPENROUTER_API_KEY",
    "{{7*7}} {%print(7*7)%} <%= 7*7 %> #{7*7} ${7*7}",
    "{self.__class__.__mro__} {0.__init__.__globals__} %(secret)s %s %n",
    "file:///etc/passwd @/etc/passwd !!python/object:os.system",
    "__import__('os').system('id')",
)


async def secrets_of(house: House) -> set[str]:
    """Everything that opens a door: the operator's, the passwords, and what people carry."""
    carried = {
        client.headers["Authorization"].partition(" ")[2]
        for client in house.cast.clients.values()
        if "Authorization" in client.headers
    }
    cookies = {each for who in ("owner", "admin") for each in house.cast[who].cookies.values()}
    hashes = await house.studio.db.read(
        lambda tx: [row["password_hash"] for row in tx.rows("SELECT password_hash FROM users")]
    )
    return {*CANARIES.values(), PASSWORD, *carried, *cookies, *hashes}


def written(caplog: pytest.LogCaptureFixture) -> str:
    """Our own lines of the log, and the server's."""
    ours = [each for each in caplog.records if each.name.startswith(("app", "uvicorn"))]
    assert ours
    return "\n".join(each.getMessage() for each in ours)


async def test_no_answer_and_no_line_of_the_log_tells_a_secret(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    """Every GET there is, as an administrator, as Ada and as a program of hers, and what is
    refused."""
    caplog.set_level(logging.DEBUG)
    secrets = await secrets_of(house)
    assert len(secrets) > 12
    for door, row in ROWS.items():
        values = await values_of(house, door, row)
        for actor in ("admin", "owner", "key", "nobody") if door.method == "GET" else ("nobody",):
            answer = await ask(house, house.cast[actor], door, row, values)
            told = answer.text + str(answer.headers)
            assert not [each for each in secrets if each in told], (door, actor)
    assert not [each for each in secrets if each in written(caplog)]


async def test_a_gateway_that_shows_the_key_in_an_error_is_not_quoted(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    key, ada = CANARIES["openrouter_api_key"], house.cast.ada
    for status in (400, 401, 403, 500):
        body = {"error": {"code": status, "message": f"Bearer {key} and {key[-20:]} are no good"}}
        house.studio.demo.script(path="/images", answer=Fault.status(status, body))
        made = await house.studio.made(ada, "image", model=IMAGE)
        assert made["state"] == "failed"
        assert key not in str(made)
    system = (await house.cast.admin.http.get("/api/admin/system")).text
    assert key not in system
    assert key not in written(caplog)


async def test_a_key_in_a_list_shows_too_little_to_be_guessed(house: House) -> None:
    made = await key_for(house.cast.ada)
    shown = [each for each in made.values() if isinstance(each, str) and each in made["secret"]]
    assert max(len(each.removeprefix("aycg_")) for each in shown if each != made["secret"]) <= 8
    assert len(made["secret"]) - len(made["prefix"]) >= 32
    listed = (await house.cast.ada.http.get("/api/keys")).text
    assert made["secret"] not in listed


@pytest.mark.parametrize("spell", SPELLS)
async def test_words_are_never_expanded(house: House, spell: str) -> None:
    """Neither people's on their way to the gateway and back, nor administrators'."""
    ada, admin = house.cast.ada, house.cast.admin
    made = await ada.say(spell, model=TEXT, system=spell)
    assert made["prompt"] == spell
    [request] = house.studio.demo.recorded("POST", "/chat/completions")
    assert [each["content"] for each in request.body["messages"]] == [spell, spell]
    shelf = await ada.http.post("/api/collections", json={"name": spell})
    assert shelf.json()["name"] == spell
    said = await admin.http.patch("/api/admin/settings", json={"announcement": spell})
    assert said.json()["announcement"] == spell
    assert (await ada.http.get("/api/site")).json()["announcement"] == spell


async def test_what_is_private_is_kept_by_no_cache_in_between(house: House) -> None:
    """Else the next person at the same proxy would be shown it."""
    shared: list[str] = []
    for door, row in ROWS.items():
        if door.method != "GET" or not door.path.startswith(("/api/", "/v1", "/metrics", "/s/")):
            continue
        values = await values_of(house, door, row)
        for actor in ("owner", "admin", "key"):
            answer = await ask(house, house.cast[actor], door, row, values)
            cached = answer.headers.get("cache-control", "")
            if answer.is_success and ("public" in cached or "s-maxage" in cached):
                shared.append(str(door))
            marked = "ETag" in answer.headers or "Last-Modified" in answer.headers
            if (
                answer.is_success
                and marked
                and not {"private", "no-store"} & set(cached.replace(",", " ").split())
            ):
                shared.append(f"{door} {cached}")
    assert shared == []


async def test_what_one_person_was_shown_answers_nobody_elses_question(house: House) -> None:
    """The mark of one person's list, sent by somebody in another tier, is not said to fit."""
    admin, ben = house.cast.admin, house.cast.ben
    mark = (await house.cast.ada.http.get("/api/models")).headers["ETag"]
    seen = {"If-None-Match": mark}
    assert (await ben.http.get("/api/models", headers=seen)).status_code == 304
    where = f"/api/admin/users/{ben.user['id']}"
    await admin.http.patch(where, json={"tier": "free"})
    assert (await ben.http.get("/api/models", headers=seen)).status_code == 200
    await admin.http.patch(where, json={"tier": "basic"})
