"""OpenAI's own Python client, with only `base_url` and `api_key` changed."""

import base64
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openai
import pytest

from tests.clients.conftest import PICTURE, Place

TEXT = "mistralai/mistral-small-3.2-24b-instruct"
SEES = "openai/gpt-5-mini"
IMAGE = "google/gemini-2.5-flash-image"
FILM = "x-ai/grok-imagine-video"
EMBEDS = "openai/text-embedding-3-small"
SPEAKS = "hexgrad/kokoro-82m"
HELLO: Any = [{"role": "user", "content": "Hello"}]


@pytest.fixture(scope="module")
def client(place: Place) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=place.base_url, api_key=place.key) as opened:
        yield opened


def test_models(client: openai.OpenAI) -> None:
    ids = [each.id for each in client.models.list()]
    assert {"auto", TEXT, IMAGE, FILM, EMBEDS, SPEAKS} <= set(ids)
    assert client.models.retrieve(TEXT).id == TEXT


def test_a_chat_at_once(client: openai.OpenAI) -> None:
    told = client.chat.completions.create(model="auto", messages=HELLO)
    assert told.choices[0].message.content
    assert told.choices[0].finish_reason == "stop"
    assert told.usage is not None
    assert told.usage.total_tokens > 0
    assert (told.usage.model_extra or {})["cost"] > 0


def test_a_chat_while_it_is_written(client: openai.OpenAI) -> None:
    chunks = list(
        client.chat.completions.create(
            model=TEXT, messages=HELLO, stream=True, stream_options={"include_usage": True}
        )
    )
    text = "".join(each.choices[0].delta.content or "" for each in chunks if each.choices)
    assert text
    assert len(chunks) > 3
    assert chunks[-1].usage is not None


def test_a_chat_that_calls_a_tool_and_goes_on(client: openai.OpenAI) -> None:
    tools: Any = [
        {
            "type": "function",
            "function": {
                "name": "weather",
                "parameters": {"type": "object", "properties": {"place": {"type": "string"}}},
            },
        }
    ]
    asked = client.chat.completions.create(
        model=SEES, messages=HELLO, tools=tools, tool_choice="required"
    )
    message = asked.choices[0].message
    assert asked.choices[0].finish_reason == "tool_calls"
    [call] = message.tool_calls or []
    assert call.type == "function"
    assert call.function.name == "weather"
    json.loads(call.function.arguments)
    answer: Any = {"role": "tool", "tool_call_id": call.id, "content": "Rain"}
    further: Any = [*HELLO, message.to_dict(), answer]
    told = client.chat.completions.create(model=SEES, messages=further, tools=tools)
    assert told.choices[0].message.content


def test_a_picture_is_shown(client: openai.OpenAI) -> None:
    url = f"data:image/png;base64,{base64.b64encode(PICTURE.read_bytes()).decode()}"
    content: Any = [
        {"type": "text", "text": "What is this?"},
        {"type": "image_url", "image_url": {"url": url}},
    ]
    told = client.chat.completions.create(
        model=SEES, messages=[{"role": "user", "content": content}]
    )
    assert told.choices[0].message.content


def test_pictures_are_drawn_and_changed(client: openai.OpenAI) -> None:
    drawn = client.images.generate(model=IMAGE, prompt="A paper boat", response_format="b64_json")
    [picture] = drawn.data or []
    assert len(base64.b64decode(picture.b64_json or "")) > 1_000
    with PICTURE.open("rb") as file:
        changed = client.images.edit(model=IMAGE, image=file, prompt="A blue one")
    assert changed.data


@pytest.mark.filterwarnings("ignore:The Sora API:DeprecationWarning")  # theirs, not ours
def test_a_film_is_made_listed_fetched_and_deleted(client: openai.OpenAI, tmp_path: Path) -> None:
    videos: Any = client.videos  # deprecated by them; not by us
    film = videos.create(model=FILM, prompt="A paper boat")
    assert film.status in ("queued", "in_progress")
    until = time.monotonic() + 120
    while film.status not in ("completed", "failed"):
        assert time.monotonic() < until, "the film is not made"
        time.sleep(0.5)
        film = videos.retrieve(film.id)
    assert film.status == "completed"
    assert film.id in [each.id for each in videos.list()]
    file = tmp_path / "film.mp4"
    videos.download_content(film.id).write_to_file(file)
    assert b"ftyp" in file.read_bytes()[:16]
    assert videos.delete(film.id).deleted
    with pytest.raises(openai.NotFoundError):
        videos.retrieve(film.id)


def test_embeddings(client: openai.OpenAI) -> None:
    told = client.embeddings.create(model=EMBEDS, input=["one", "two"], dimensions=16)
    assert [len(each.embedding) for each in told.data] == [16, 16]
    assert told.data[0].embedding != told.data[1].embedding
    assert told.usage.total_tokens > 0


def test_speech(client: openai.OpenAI, tmp_path: Path) -> None:
    file = tmp_path / "speech.mp3"
    with client.audio.speech.with_streaming_response.create(
        model=SPEAKS, voice="af_alloy", input="Hello"
    ) as speech:
        speech.stream_to_file(file)
    assert file.stat().st_size > 1_000


def test_refusals_are_the_clients_own_errors(client: openai.OpenAI, place: Place) -> None:
    with pytest.raises(openai.BadRequestError) as bad:
        client.chat.completions.create(model="acme/nothing", messages=HELLO)
    assert bad.value.param == "model"
    assert bad.value.type == "invalid_request_error"
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("acme/nothing")
    with (
        openai.OpenAI(base_url=place.base_url, api_key="aycg_nobody") as stranger,
        pytest.raises(openai.AuthenticationError),
    ):
        stranger.models.list()
