"""Who is let in, and what strangers are told."""

import httpx
import pytest

from app.demo import DemoGateway, DemoOptions
from tests.conftest import TurnableClock
from tests.demo.asking import FILM, PICTURE, chat
from tests.demo.conftest import BASE_URL, KEY


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/chat/completions", chat()),
        ("POST", "/images", PICTURE),
        ("POST", "/videos", FILM),
        ("GET", "/videos/gen-vid-1-x", None),
        ("GET", "/videos/gen-vid-1-x/content", None),
        ("GET", "/key", None),
        ("GET", "/credits", None),
        ("GET", "/generation?id=x", None),
        ("POST", "/embeddings", {}),
        ("POST", "/audio/speech", {"input": "Hello", "model": "hexgrad/kokoro-82m"}),
    ],
)
async def test_without_a_key_nothing_is_done(
    method: str, path: str, body: object, demo: DemoGateway
) -> None:
    async with httpx.AsyncClient(transport=demo.transport(), base_url=BASE_URL) as stranger:
        answer = await stranger.request(method, path, json=body)
    refusal = {"error": {"message": "No cookie auth credentials found", "code": 401}}
    assert (answer.status_code, answer.json()) == (401, refusal)
    assert demo.submits() == []


@pytest.mark.parametrize("path", ["/models", "/images/models", "/videos/models", "/models/count"])
async def test_the_catalogue_is_open_to_everybody(path: str, demo: DemoGateway) -> None:
    async with httpx.AsyncClient(transport=demo.transport(), base_url=BASE_URL) as stranger:
        assert (await stranger.get(path)).status_code == 200


async def test_only_the_one_key_opens_when_there_is_one(clock: TurnableClock) -> None:
    options = DemoOptions(key="sk-right", first_token_after=0, token_delay=0)
    transport = DemoGateway(options, clock=clock).transport()
    async with httpx.AsyncClient(transport=transport, base_url=BASE_URL, headers=KEY) as http:
        wrong = await http.get("/key")
        right = await http.get("/key", headers={"Authorization": "Bearer sk-right"})
    assert (wrong.status_code, wrong.json()["error"]["message"]) == (401, "User not found.")
    assert right.status_code == 200


@pytest.mark.parametrize(
    "path", ["/images/generations", "/videos", "/nothing", "https://openrouter.ai/models"]
)
async def test_what_openrouter_has_not_is_404(path: str, http: httpx.AsyncClient) -> None:
    answer = await http.get(path)
    assert (answer.status_code, answer.json()) == (
        404,
        {"error": {"message": "Not Found", "code": 404}},
    )
