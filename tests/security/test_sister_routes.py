"""Every way to have something made passes the same gate: what one refuses, all refuse."""

from dataclasses import dataclass

import httpx
import pytest
import pytest_asyncio

from tests.media.samples import picture
from tests.security.belongings import FILM, IMAGE, TEXT
from tests.security.conftest import House
from tests.security.rows import CHAT, EMBEDDING, ROWS, SPEAK
from tests.studio import Json, Person

pytestmark = pytest.mark.asyncio(loop_scope="package")

WAYS: dict[str, Json] = {
    "/api/generations/text": {"prompt": "A boat", "model": TEXT},
    "/api/generations/image": {"prompt": "A boat", "model": IMAGE},
    "/api/generations/video": {"prompt": "A boat", "model": FILM},
    "/api/generations/{text}/retry": {},
    "/api/generations/{image}/retry": {},
    "/v1/chat/completions": CHAT,
    "/v1/embeddings": {"model": EMBEDDING, "input": "A boat"},
    "/v1/audio/speech": SPEAK,
    "/v1/images/generations": {"prompt": "A boat", "model": IMAGE},
    "/v1/images/edits": {"prompt": "A boat", "model": IMAGE},
    "/v1/videos": {"prompt": "A boat", "model": FILM},
}
"""With which address, and which body."""

MAKING = {
    "/api/generations/text",
    "/api/generations/{kind}",
    "/api/generations/{generation_id}/retry",
    *(path for path in WAYS if path.startswith("/v1")),
}
BUYS_NOTHING = {
    "/api/generations/text/quote",
    "/api/generations/{kind}/quote",
    "/api/generations/{generation_id}/cancel",
    "/api/generations/{generation_id}/restore",
    "/api/media",
}
KINDS = ("text", "image", "video")
GATES: dict[str, tuple[Json, int]] = {
    "every kind is closed": ({"models": {kind: [] for kind in KINDS}}, 403),
    "every model is closed": ({"models": {kind: ["nobody/*"] for kind in KINDS}}, 403),
    "the budget of the day is gone": ({"budget_day_micros": 0}, 402),
    "the budget of the month is gone": ({"budget_month_micros": 0}, 402),
    "no job is allowed": ({"jobs_at_once": dict.fromkeys(KINDS, 0)}, 429),
    "no request is allowed": ({"requests_per_minute": 0}, 429),
}


@dataclass(frozen=True)
class Made:
    """Somebody in a tier of their own, with something that can be asked for again."""

    house: House
    ben: Person
    ids: dict[str, str]

    async def ask(self, path: str, **more: object) -> httpx.Response:
        client = self.house.cast["other's key" if path.startswith("/v1") else "other"]
        where, body = path.format(**self.ids), WAYS[path] | more
        if path.endswith("edits"):
            files = {"image": ("a.png", picture(size=(64, 64)))}
            return await client.post(where, data=body, files=files)
        return await client.post(where, json=body or None)

    async def tier(self, **limits: object) -> None:
        changed = await self.house.cast.admin.http.patch("/api/admin/tiers/gated", json=limits)
        assert changed.status_code == 200, changed.text


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def made(furnished: House) -> Made:
    ben, admin = furnished.cast.ben, furnished.cast.admin
    text = await ben.say("A boat", model=TEXT)
    image = await furnished.studio.made(ben, "image", model=IMAGE)
    created = await admin.http.post("/api/admin/tiers/gated", json={"requests_per_minute": None})
    assert created.status_code == 201
    await admin.http.patch(f"/api/admin/users/{ben.user['id']}", json={"tier": "gated"})
    return Made(furnished, ben, {"text": text["id"], "image": image["id"]})


async def test_every_route_that_makes_something_is_known_here() -> None:
    """All that a key needs the scope of a kind for, but for what only looks after things."""
    making = {
        door.path
        for door, row in ROWS.items()
        if door.method == "POST" and row.scopes in ("make", "media")
    }
    assert making - BUYS_NOTHING == MAKING


@pytest.mark.parametrize("gate", GATES)
async def test_what_one_refuses_all_refuse(house: House, made: Made, gate: str) -> None:
    limits, status = GATES[gate]
    before = (await house.cast.admin.http.get("/api/admin/tiers/gated")).json()
    sent = len(house.studio.demo.requests.all())
    await made.tier(**limits)
    answers = {path: await made.ask(path) for path in WAYS}
    await made.tier(**{name: before[name] for name in limits})
    assert {path: each.status_code for path, each in answers.items()} == dict.fromkeys(WAYS, status)
    later = house.studio.demo.requests.all()[sent:]
    assert [each for each in later if each.method == "POST"] == [], "nothing was paid for"


async def test_who_may_do_all_of_it_is_refused_by_none(house: House, made: Made) -> None:
    for path in WAYS:
        answer = await made.ask(path)
        assert answer.is_success, (path, answer.text)


async def test_a_limit_that_is_sent_along_holds_everywhere(house: House, made: Made) -> None:
    for path, body in WAYS.items():
        if body:
            answer = await made.ask(path, max_cost_micros=0)
            assert answer.status_code == 402, (path, answer.text)
