"""Speech: real audio, the voices' rules, and the odd order in which things are checked."""

import io
from typing import Any

import av
import httpx
import pytest

from app.demo import DemoGateway
from tests.demo.conftest import BASE_URL

KOKORO: dict[str, Any] = {
    "model": "hexgrad/kokoro-82m",
    "input": "The quick brown fox jumps over the lazy dog.",
    "voice": "af_alloy",
}


async def test_mp3_can_be_played(http: httpx.AsyncClient) -> None:
    answer = await http.post("/audio/speech", json=KOKORO | {"response_format": "mp3"})
    assert answer.headers["content-type"] == "audio/mpeg"
    with av.open(io.BytesIO(answer.content), "r") as opened:
        assert (opened.duration or 0) / 1_000_000 == pytest.approx(2.9, abs=0.3)


async def test_the_default_is_headerless_pcm(http: httpx.AsyncClient) -> None:
    answer = await http.post("/audio/speech", json=KOKORO)
    assert answer.headers["content-type"] == "audio/pcm;rate=24000;channels=1"
    assert answer.headers["x-generation-id"].startswith("gen-tts-")
    assert len(answer.content) == pytest.approx(2 * 24_000 * 44 / 15, rel=0.01)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"voice": None}, "An explicit voice is required for this TTS provider."),
        (
            {"model": "google/gemini-3.8-flash-tts", "response_format": "mp3"},
            'Gemini TTS only supports response_format="pcm". Got "mp3".',
        ),
    ],
)
async def test_what_cannot_be_spoken_is_refused(
    changes: Any, message: str, http: httpx.AsyncClient
) -> None:
    answer = await http.post("/audio/speech", json=KOKORO | changes)
    assert (answer.status_code, answer.json()["error"]["message"]) == (400, message)


async def test_the_body_is_checked_before_the_key(demo: DemoGateway) -> None:
    async with httpx.AsyncClient(transport=demo.transport(), base_url=BASE_URL) as stranger:
        answer = await stranger.post("/audio/speech", json={"model": "hexgrad/kokoro-82m"})
    assert (answer.status_code, answer.json()["error"]["name"]) == (400, "ZodError")
