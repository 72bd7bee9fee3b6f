"""Behind nginx as the documents set it up, with its buffering as it is, at the root and below a
path: nothing waits, and every address leads back."""

from collections.abc import AsyncIterator, Awaitable
from pathlib import Path

import httpx
import pytest

from app.demo.faults import Fault
from tests.media.samples import picture
from tests.nginx import NEEDED, PLACES, nginx
from tests.scripts import key_for, script_of
from tests.sockets import free_port
from tests.studio import PATIENCE, Json, Person, Studio, signed_up

pytestmark = NEEDED
CHAT = {"model": "auto", "stream": True, "messages": [{"role": "user", "content": "Of rain"}]}


@pytest.fixture(params=PLACES.values(), ids=list(PLACES))
async def ada(
    request: pytest.FixtureRequest, studio: Studio, tmp_path: Path
) -> AsyncIterator[Person]:
    """Somebody on the other side of it."""
    below, port = str(request.param), free_port()
    origin = f"http://127.0.0.1:{port}"
    await studio.restart(public_url=origin + below, root_path=below)
    behind = httpx.URL(studio.url).port
    assert behind
    with nginx(tmp_path / "nginx", port, behind, below):
        async with httpx.AsyncClient(
            base_url=origin + below, headers={"Origin": origin}, timeout=PATIENCE
        ) as http:
            yield await signed_up(http, "ada")


async def test_words_arrive_while_more_are_awaited(studio: Studio, ada: Person) -> None:
    studio.demo.script(path="/chat/completions", answer=Fault.stall(after=5), times=2)
    async with ada.streaming("Of rain") as events:
        begun = (await anext(events)).data["generation"]
        assert (await anext(events)).name == "delta"
        await ada.http.post(f"/api/generations/{begun['id']}/cancel")
    bearer = {"Authorization": f"Bearer {(await key_for(ada))['secret']}"}
    async with ada.http.stream("POST", "/v1/chat/completions", json=CHAT, headers=bearer) as said:
        assert said.status_code == 200
        assert (await anext(said.aiter_lines())).startswith("data: ")


async def test_streams_ask_proxies_not_to_gather_them(studio: Studio) -> None:
    """nginx reads this and does not pass it on."""
    ada = await studio.person()
    async with script_of(studio, ada) as script:
        asked = {"prompt": "Of rain"}
        sse = {"Accept": "text/event-stream"}
        ours = await ada.http.post("/api/generations/text", json=asked, headers=sse)
        theirs = await script.post("/v1/chat/completions", json=CHAT)
    for answer in (ours, theirs):
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["x-accel-buffering"] == "no"


async def test_files_pass_in_both_directions(ada: Person) -> None:
    large = picture(size=(1200, 800))
    assert len(large) > 2_000_000  # nginx by itself takes one
    media = await _ok(ada.http.post("/api/media", files={"file": ("large.png", large)}))
    part = await ada.http.get(media["url"], headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, large[100:200])


async def test_addresses_that_programs_are_told_lead_back(ada: Person) -> None:
    below = ada.http.base_url.path.rstrip("/")
    document = await _ok(ada.http.get("/api/openapi.json"))
    assert [each["url"] for each in document.get("servers", [{"url": ""}])] == [below]
    bearer = {"Authorization": f"Bearer {(await key_for(ada))['secret']}"}
    ask = {"model": "auto", "prompt": "A boat", "response_format": "url"}
    made = await _ok(ada.http.post("/v1/images/generations", json=ask, headers=bearer))
    [link] = [each["url"] for each in made["data"]]
    assert link.startswith(str(ada.http.base_url.join("v1/")))
    assert (await ada.http.get(link)).status_code == 200


async def _ok(asked: Awaitable[httpx.Response]) -> Json:
    answer = await asked
    assert answer.is_success, answer.text
    return answer.json()
