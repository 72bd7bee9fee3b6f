"""The gateway tells that a film has ended: then it is looked at at once, and nothing else happens.

What tells is the demo gateway, over HTTP, through what stands where a proxy with TLS would stand.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from app.demo import DemoGateway, DemoOptions, Fault, VideoOutcome
from app.demo.webhooks import signature
from tests.clocks import TurnableClock
from tests.generation.films import FILM, job_of, polls, submitted
from tests.generation.jobs import finished, pause, step
from tests.studio import PASSWORD, PATIENCE, Person, Studio

SECRET = "whsec_example_do_not_use"
PUBLIC = "https://studio.example"
PATH = "/api/callbacks/openrouter"
SOON = VideoOutcome(seconds=7)
"""Done between the first look, after 5 s, and the second, after 10."""


@dataclass
class Proxy:
    """Takes what goes to the public address and hands it on, as one with TLS does."""

    url: str = ""
    answers: list[int] = field(default_factory=list[int])

    async def __call__(self, url: str, body: bytes, headers: Mapping[str, str]) -> None:
        assert url == PUBLIC + PATH
        self.answers.append((await self.post(body, headers)).status_code)

    async def post(self, body: bytes, headers: Mapping[str, str]) -> httpx.Response:
        async with httpx.AsyncClient(base_url=self.url) as http:
            passed_on = {"Host": "studio.example", "X-Forwarded-Proto": "https"}
            return await http.post(PATH, content=body, headers={**headers, **passed_on})


@pytest.fixture
def proxy() -> Proxy:
    return Proxy()


@pytest.fixture
async def told(tmp_path: Path, clock: TurnableClock, proxy: Proxy) -> AsyncIterator[Studio]:
    """A studio with a public address, and the gateway's secret."""
    options = DemoOptions(0, 0, 0, 9, 0, webhook_secret=SECRET)
    demo = DemoGateway(options, clock=clock, post=proxy)
    studio = Studio(tmp_path / "data", clock, demo)
    await studio.start(public_url=PUBLIC, openrouter_webhook_secret=SECRET)
    proxy.url = studio.url
    yield studio
    await studio.close()


@pytest.fixture
async def ada(told: Studio) -> AsyncIterator[Person]:
    """Signed in with a token: a cookie of an https address does not go over http."""
    headers = {"Host": "studio.example", "Origin": PUBLIC}
    async with httpx.AsyncClient(base_url=told.url, headers=headers, timeout=PATIENCE) as http:
        account = {"email": "ada@example.org", "password": PASSWORD}
        user = (await http.post("/api/auth/register", json=account)).json()
        form = {"username": account["email"], "password": PASSWORD}
        token = (await http.post("/api/auth/token", data=form)).json()["access_token"]
        http.headers["Authorization"] = f"Bearer {token}"
        yield Person(http, user)


async def ended(studio: Studio, person: Person, generation_id: str) -> str:
    """Its state, once nothing is left to do, without any time passing."""
    async with asyncio.timeout(PATIENCE):
        while True:
            if await pause(studio, generation_id) is None:
                break
            await asyncio.sleep(0.01)
    return (await person.status(generation_id))["state"]


def message(studio: Studio, prompt: str, **more: str) -> bytes:
    data = {"id": job_of(studio, prompt), "status": "completed"}
    return json.dumps({"type": "video.generation.completed", "data": data, **more}).encode()


def signed(studio: Studio, body: bytes, secret: str = SECRET) -> dict[str, str]:
    return {"X-OpenRouter-Signature": signature(secret, body, studio.clock())}


async def test_a_film_is_looked_at_as_soon_as_it_is_said_to_have_ended(
    told: Studio, ada: Person, proxy: Proxy
) -> None:
    told.demo.script_video(SOON)
    asked = await submitted(told, ada, "A quick train")
    assert told.demo.submits("A quick train")[0].body["callback_url"] == PUBLIC + PATH
    await step(told, asked["id"])
    told.turn(seconds=2)
    assert await ended(told, ada, asked["id"]) == "succeeded"
    assert polls(told, "A quick train") == [5.0, 7.0]
    assert proxy.answers == [204]


async def test_the_same_said_twice_changes_nothing_more(
    told: Studio, ada: Person, proxy: Proxy
) -> None:
    told.demo.script_video(VideoOutcome(seconds=7, webhooks=3))
    asked = await submitted(told, ada, "Thrice")
    await step(told, asked["id"])
    told.turn(seconds=2)
    assert await ended(told, ada, asked["id"]) == "succeeded"
    await told.until(lambda: len(proxy.answers) == 3)
    assert proxy.answers == [204, 204, 204]
    assert polls(told, "Thrice") == [5.0, 7.0]


async def test_said_late_it_finds_that_all_is_done(told: Studio, ada: Person, proxy: Proxy) -> None:
    told.demo.script_video(VideoOutcome(seconds=7, webhook_after=60))
    asked = await submitted(told, ada, "Late")
    assert (await finished(told, ada, asked["id"]))["state"] == "succeeded"
    assert proxy.answers == []
    before = polls(told, "Late")
    told.turn(seconds=60)
    await told.until(lambda: proxy.answers == [204])
    assert polls(told, "Late") == before == [5.0, 10.0]


async def test_never_said_it_is_found_out_all_the_same(
    told: Studio, ada: Person, proxy: Proxy
) -> None:
    told.demo.script_video(VideoOutcome(seconds=7, webhooks=0))
    asked = await submitted(told, ada, "Silence")
    assert (await finished(told, ada, asked["id"]))["state"] == "succeeded"
    assert proxy.answers == []


async def test_what_is_not_signed_as_it_should_be_is_refused(
    told: Studio, ada: Person, proxy: Proxy
) -> None:
    asked = await submitted(told, ada, "Mine", **FILM)
    body = message(told, "Mine")
    good = signed(told, body)["X-OpenRouter-Signature"]
    for wrong in (
        {},
        {"X-OpenRouter-Signature": ""},
        {"X-OpenRouter-Signature": "t=1,v1=00"},
        {"X-OpenRouter-Signature": good.replace("v1=", "v0=")},
        {"X-OpenRouter-Signature": good[:-1] + ("0" if good[-1] != "0" else "1")},
        {"X-OpenRouter-Signature": good.replace("t=", "t=-")},
        signed(told, body, "another secret"),
        signed(told, body + b" "),
    ):
        answer = await proxy.post(body, wrong)
        assert (answer.status_code, answer.json()["code"]) == (401, "not-signed"), wrong
    assert await pause(told, asked["id"]) is not None
    assert polls(told, "Mine") == []


async def test_an_old_message_is_refused_and_a_fresh_one_can_be_repeated(
    told: Studio, ada: Person, proxy: Proxy
) -> None:
    told.demo.script_video(VideoOutcome(seconds=1e6))
    asked = await submitted(told, ada, "Overheard")
    body = message(told, "Overheard")
    headers = signed(told, body)
    for times in (1, 2):
        assert (await proxy.post(body, headers)).status_code == 204
        await told.until(lambda times=times: len(polls(told, "Overheard")) == times)
        assert await pause(told, asked["id"]) is not None
    told.turn(seconds=301)
    assert (await proxy.post(body, headers)).status_code == 401
    early = signature(SECRET, body, told.clock().replace(year=2027))
    answer = await proxy.post(body, {"X-OpenRouter-Signature": early})
    assert answer.status_code == 401


async def test_it_never_uses_up_the_patience_with_a_gateway_that_fails(
    told: Studio, ada: Person, proxy: Proxy
) -> None:
    told.demo.script_video(VideoOutcome(seconds=1e6))
    asked = await submitted(told, ada, "Hiccup")
    told.demo.script(path="/videos/*", method="GET", answer=Fault.status(404), times=None)
    await step(told, asked["id"])
    body = message(told, "Hiccup")
    for _ in range(5):
        assert (await proxy.post(body, signed(told, body))).status_code == 204
    assert await pause(told, asked["id"]) is not None
    assert len(polls(told, "Hiccup")) == 1
    assert (await ada.status(asked["id"]))["state"] == "running"


@pytest.mark.parametrize(
    "body",
    [
        b'{"type":"video.generation.completed","data":{"id":"gen-vid-of-somebody-else"}}',
        b'{"type":"video.generation.completed","data":{"id":["x"]}}',
        b'{"type":"batch.completed","data":{"id":"x"}}',
        b'{"type":7,"data":"x"}',
        b"[]",
        b"not JSON",
        b"",
    ],
    ids=str,
)
async def test_what_is_signed_and_nothing_of_ours_gets_the_same_answer(
    told: Studio, proxy: Proxy, body: bytes
) -> None:
    assert (await proxy.post(body, signed(told, body))).status_code == 204


async def test_a_message_that_is_far_too_long_is_refused(told: Studio, proxy: Proxy) -> None:
    body = b"x" * 65_537
    assert (await proxy.post(body, signed(told, body))).status_code == 413


async def test_no_browser_of_another_site_is_in_the_way_or_gets_in(
    told: Studio, ada: Person, proxy: Proxy
) -> None:
    elsewhere = {"Origin": "https://evil.example", "Cookie": "a=b"}
    assert (await proxy.post(b"{}", elsewhere)).status_code == 401
    assert (await proxy.post(b"{}", signed(told, b"{}") | elsewhere)).status_code == 204


@pytest.mark.parametrize(
    "settings",
    [
        {"public_url": None},
        {"public_url": "http://studio.example"},
        {"openrouter_webhook_secret": None},
    ],
    ids=str,
)
async def test_without_https_and_a_secret_nothing_is_asked_for(
    told: Studio, proxy: Proxy, settings: dict[str, str | None]
) -> None:
    await told.restart(**settings)
    headers = {"Host": "studio.example"}
    async with httpx.AsyncClient(base_url=told.url, headers=headers, timeout=PATIENCE) as http:
        account = {"email": "ada@example.org", "password": PASSWORD}
        await http.post("/api/auth/register", json=account)
        form = {"username": account["email"], "password": PASSWORD}
        token = (await http.post("/api/auth/token", data=form)).json()["access_token"]
        http.headers["Authorization"] = f"Bearer {token}"
        await submitted(told, Person(http, {}), "By ourselves")
    assert "callback_url" not in told.demo.submits("By ourselves")[0].body
    proxy.url = told.url
    body = message(told, "By ourselves")
    answer = await proxy.post(body, signed(told, body))
    assert answer.status_code == (401 if "openrouter_webhook_secret" in settings else 204)


async def test_below_a_path_the_address_is_below_it_too(told: Studio, ada: Person) -> None:
    for public_url in (PUBLIC, f"{PUBLIC}/below"):
        await told.restart(public_url=public_url, root_path="/below")
        ada.http.base_url = f"{told.url}/below"
        await submitted(told, ada, public_url)
        [job] = told.demo.submits(public_url)
        assert job.body["callback_url"] == f"{PUBLIC}/below{PATH}"
