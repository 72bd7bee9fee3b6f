"""Whoever named a `callback_url` is told how a film ended, in the documented shape, and signed."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from app.demo import DemoGateway, DemoOptions
from app.demo.jobs import VideoOutcome
from app.demo.webhooks import signature
from tests.clocks import TurnableClock
from tests.demo.asking import FILM, ordered
from tests.demo.conftest import BASE_URL, KEY
from tests.gateway.server import Connection, serving

SECRET = "whsec_example_do_not_use"
HERE = "https://studio.example/hooks"
PATIENCE = 10.0

RECORDED = (
    b'{"type":"video.generation.failed","created_at":"2026-11-18T12:00:00.000Z","data":{"id":'
    b'"gen-vid-1795000100-vId0000000000000Abc1","status":"failed","generation_id":null,"model":null,'
    b'"error":"Content policy violation"}}'
)
RECORDED_SIGNATURE = (
    "t=1795003201,v1=b1524759036933cfd53448c6bbc43950e541dd3cbef9f1ee756b479493991162"
)


@dataclass
class Mailbox:
    """Takes what is delivered."""

    letters: list[tuple[str, bytes, Mapping[str, str]]] = field(
        default_factory=list[tuple[str, bytes, Mapping[str, str]]]
    )

    async def take(self, url: str, body: bytes, headers: Mapping[str, str]) -> None:
        self.letters.append((url, body, headers))

    async def holds(self, count: int) -> list[Any]:
        """The documents, as soon as there are so many."""
        await until(lambda: len(self.letters) >= count)
        return [json.loads(body) for _, body, _ in self.letters]


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            if true():
                return
            await asyncio.sleep(0.01)


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def demo(clock: TurnableClock, mailbox: Mailbox) -> DemoGateway:
    options = DemoOptions(video_seconds=8, webhook_secret=SECRET)
    return DemoGateway(options, clock=clock, post=mailbox.take)


@pytest.fixture
async def http(demo: DemoGateway) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        transport=demo.transport(), base_url=BASE_URL, headers=KEY
    ) as client:
        yield client


def test_the_signature_is_the_documented_one() -> None:
    assert signature(SECRET, RECORDED, datetime.fromtimestamp(1795003201, UTC)) == (
        RECORDED_SIGNATURE
    )


async def test_a_finished_film_is_told_of_once_and_signed(
    http: httpx.AsyncClient, clock: TurnableClock, mailbox: Mailbox
) -> None:
    job_id = await ordered(http, callback_url=HERE)
    assert mailbox.letters == []
    clock.turn(seconds=8)

    [document] = await mailbox.holds(1)
    polled = (await http.get(f"/videos/{job_id}")).json()

    url, body, headers = mailbox.letters[0]
    assert url == HERE
    assert headers["X-OpenRouter-Idempotency-Key"] == f"{job_id}-completed"
    time, _, mark = headers["X-OpenRouter-Signature"].partition(",")
    signed = f"{time.removeprefix('t=')},".encode() + body
    assert mark == "v1=" + hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    assert document.keys() == {"type", "created_at", "data"}
    assert (document["type"], document["created_at"][-1]) == ("video.generation.completed", "Z")
    assert document["data"] == {
        "id": job_id,
        "status": "completed",
        "generation_id": job_id,
        "model": FILM["model"],
        "unsigned_urls": polled["unsigned_urls"],
        "usage": polled["usage"],
    }


@pytest.mark.parametrize("status", ["failed", "cancelled", "expired"])
async def test_other_ends_are_told_in_the_documented_shape(
    demo: DemoGateway, http: httpx.AsyncClient, clock: TurnableClock, mailbox: Mailbox, status: str
) -> None:
    demo.script_video(VideoOutcome(status=status))
    job_id = await ordered(http, callback_url=HERE)
    clock.turn(seconds=8)

    [document] = await mailbox.holds(1)

    nothing = status == "failed"
    assert document["type"] == f"video.generation.{status}"
    assert document["data"].keys() == json.loads(RECORDED)["data"].keys()
    assert (document["data"]["id"], document["data"]["status"]) == (job_id, status)
    assert document["data"]["generation_id"] == (None if nothing else job_id)
    assert document["data"]["model"] == (None if nothing else FILM["model"])


async def test_webhooks_come_twice_out_of_order_or_never_as_scripted(
    demo: DemoGateway, http: httpx.AsyncClient, clock: TurnableClock, mailbox: Mailbox
) -> None:
    demo.script_video(VideoOutcome(webhook_after=60))
    late = await ordered(http, callback_url=HERE, seed=1)
    demo.script_video(VideoOutcome(webhooks=2))
    twice = await ordered(http, callback_url=HERE, seed=2)
    demo.script_video(VideoOutcome(webhooks=0))
    await ordered(http, callback_url=HERE, seed=3)
    await ordered(http, seed=4)  # has nobody to tell

    clock.turn(seconds=8)
    await mailbox.holds(2)
    clock.turn(seconds=60)

    told = [document["data"]["id"] for document in await mailbox.holds(3)]
    assert told == [twice, twice, late]


async def test_it_goes_over_a_real_connection_and_a_deaf_ear_harms_nothing(
    clock: TurnableClock,
) -> None:
    async def thanks(connection: Connection) -> None:
        await connection.send(b"HTTP/1.1 204 No Content\r\n\r\n")

    demo = DemoGateway(DemoOptions.instant(video_seconds=8), clock=clock)
    async with (
        serving(thanks) as server,
        httpx.AsyncClient(transport=demo.transport(), base_url=BASE_URL, headers=KEY) as http,
    ):
        deaf = await ordered(http, callback_url="http://127.0.0.1:9/", seed=1)
        job_id = await ordered(http, callback_url=f"{server.base_url}/hook", seed=2)
        clock.turn(seconds=8)
        await until(lambda: bool(server.bodies))
        assert (await http.get(f"/videos/{deaf}")).json()["status"] == "completed"
    assert json.loads(server.bodies[0])["data"]["id"] == job_id
    assert server.heads[0].startswith("POST /api/v1/hook")
    assert "x-openrouter-signature" not in server.heads[0].lower()


@pytest.mark.parametrize("url", ["http://studio.example/hooks", "ftp://x", "hooks", "", 7])
async def test_only_https_is_called(http: httpx.AsyncClient, url: object) -> None:
    answer = await http.post("/videos", json=FILM | {"callback_url": url})
    assert answer.status_code == 400
