"""What the demo gateway says has the shape of what OpenRouter says."""

from typing import Any

import httpx
import pytest

from app.demo import DemoGateway, DemoOptions, Fault, VideoOutcome
from app.demo.catalogue import refusals
from tests.conftest import TurnableClock
from tests.demo import facts
from tests.demo.asking import PICTURE, chat, fits, ordered, streamed
from tests.demo.conftest import BASE_URL, KEY
from tests.demo.recorded import RECORDED_KEYS


async def test_a_text_answer_has_the_recorded_shape(http: httpx.AsyncClient) -> None:
    answer = await http.post("/chat/completions", json=chat(model="openai/gpt-5-mini"))
    document = answer.json()
    fits(document, facts.CHAT)
    choice = document["choices"][0]
    assert set(document) == RECORDED_KEYS["chat"]
    assert set(choice) == RECORDED_KEYS["chat choice"]
    assert set(choice["message"]) == RECORDED_KEYS["chat message"]
    assert set(document["usage"]) == RECORDED_KEYS["usage"]
    assert answer.headers["x-generation-id"] == document["id"]


async def test_every_event_of_a_text_stream_has_the_recorded_shape(http: httpx.AsyncClient) -> None:
    body = chat(model="openai/gpt-5-mini", stream=True)
    *chunks, last = await streamed(http, "/chat/completions", body)
    for chunk in [*chunks, last]:
        fits(chunk, facts.CHAT_CHUNK)
    assert {frozenset(chunk) for chunk in chunks} == {frozenset(RECORDED_KEYS["chat chunk"])}
    assert set(last) == RECORDED_KEYS["last chat chunk"]
    assert [one["choices"][0]["finish_reason"] for one in (chunks[0], chunks[-1], last)] == [
        None,
        "stop",
        "stop",
    ]


async def test_the_usage_may_come_in_a_chunk_without_choices(clock: TurnableClock) -> None:
    options = DemoOptions(first_token_after=0, token_delay=0, usage_chunk="empty_choices")
    transport = DemoGateway(options, clock=clock).transport()
    async with httpx.AsyncClient(transport=transport, base_url=BASE_URL, headers=KEY) as http:
        *_, last = await streamed(http, "/chat/completions", chat(stream=True))
    assert last["choices"] == []
    assert last["usage"]["cost"] > 0


async def test_pictures_come_through_chat_in_the_message(http: httpx.AsyncClient) -> None:
    body = chat("A fox", "google/gemini-2.5-flash-image", modalities=["image", "text"])
    document = (await http.post("/chat/completions", json=body)).json()
    fits(document, facts.CHAT)
    assert set(document["choices"][0]["message"]) == RECORDED_KEYS["chat message with image"]
    chunks = await streamed(http, "/chat/completions", body | {"stream": True})
    for chunk in chunks:
        fits(chunk, facts.CHAT_CHUNK)
    deltas = [choice["delta"] for chunk in chunks for choice in chunk["choices"]]
    [images] = [delta["images"] for delta in deltas if "images" in delta]
    assert images == document["choices"][0]["message"]["images"]


async def test_pictures_have_the_recorded_shape(http: httpx.AsyncClient) -> None:
    answer = await http.post("/images", json=PICTURE)
    fits(answer.json(), facts.IMAGE)
    assert set(answer.json()) == RECORDED_KEYS["image"]
    assert answer.headers["x-generation-id"].startswith("gen-img-")
    assert "content-length" not in answer.headers


async def test_pictures_are_streamed_by_models_that_can(http: httpx.AsyncClient) -> None:
    body = {"model": "openai/gpt-image-1-mini", "prompt": "A fox", "stream": True}
    events = await streamed(http, "/images", body)
    for event in events:
        fits(event, facts.IMAGE_EVENT)
    assert events[-1]["type"] == "image_generation.completed"


async def test_a_model_that_cannot_stream_pictures_answers_at_once(http: httpx.AsyncClient) -> None:
    answer = await http.post("/images", json=PICTURE | {"stream": True})
    assert answer.headers["content-type"] == "application/json"


async def test_a_film_has_the_recorded_shapes_at_every_step(
    http: httpx.AsyncClient, clock: TurnableClock
) -> None:
    answer = await http.post("/videos", json={"model": "alibaba/wan-2.6", "prompt": "Tide"})
    assert (answer.status_code, set(answer.json())) == (202, RECORDED_KEYS["video submit"])
    assert "x-generation-id" not in answer.headers
    poll = f"/videos/{answer.json()['id']}"
    seen: list[Any] = []
    for _ in range(3):
        seen.append((await http.get(poll)).json())
        clock.turn(seconds=4)
    for document in [answer.json(), *seen]:
        fits(document, facts.VIDEO_JOB)
    assert [one["status"] for one in seen] == ["pending", "in_progress", "completed"]
    assert set(seen[0]) == RECORDED_KEYS["video pending"]
    assert set(seen[-1]) == RECORDED_KEYS["video completed"]


@pytest.mark.parametrize(
    ("outcome", "keys"),
    [
        (VideoOutcome(signed_urls=True), "video with urls"),
        (VideoOutcome(status="failed"), "video failed"),
        (VideoOutcome(status="cancelled"), "video failed"),
        (VideoOutcome(status="expired", error={"code": "ttl", "message": "Late"}), "video failed"),
        (VideoOutcome(status="post_processing"), "video pending"),
    ],
)
async def test_other_ends_of_a_film_have_the_recorded_shapes(
    outcome: VideoOutcome,
    keys: str,
    demo: DemoGateway,
    http: httpx.AsyncClient,
    clock: TurnableClock,
) -> None:
    demo.script_video(outcome)
    job_id = await ordered(http)
    clock.turn(seconds=8)
    document = (await http.get(f"/videos/{job_id}")).json()
    fits(document, facts.VIDEO_JOB)
    assert (document["status"], set(document)) == (outcome.status, RECORDED_KEYS[keys])


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        ("/models", facts.MODELS),
        ("/models?output_modalities=all", facts.MODELS),
        ("/models/openai/gpt-5-mini/endpoints", facts.MODEL_ENDPOINTS),
        ("/models/google/veo-3.1-fast-20260320/endpoints", facts.MODEL_ENDPOINTS),
        ("/images/models", facts.IMAGE_MODELS),
        ("/images/models/openai/gpt-image-2/endpoints", facts.IMAGE_ENDPOINTS),
        ("/videos/models", facts.VIDEO_MODELS),
        ("/key", facts.KEY),
        ("/credits", facts.CREDITS),
    ],
)
async def test_listings_have_the_published_shape(
    path: str, schema: facts.Schema, http: httpx.AsyncClient
) -> None:
    answer = await http.get(path)
    assert answer.status_code == 200
    fits(answer.json(), schema)


async def test_embeddings_have_the_published_shape(http: httpx.AsyncClient) -> None:
    body = {"model": "openai/text-embedding-3-small", "input": ["one", "two"]}
    answer = await http.post("/embeddings", json=body)
    fits(answer.json(), facts.EMBEDDINGS)
    packed = await http.post("/embeddings", json=body | {"encoding_format": "base64"})
    fits(packed.json(), facts.EMBEDDINGS)


async def test_each_kind_of_call_can_be_looked_up_afterwards(
    http: httpx.AsyncClient, clock: TurnableClock
) -> None:
    text = await http.post("/chat/completions", json=chat())
    image = await http.post("/images", json=PICTURE)
    made = [text.headers["x-generation-id"], image.headers["x-generation-id"], await ordered(http)]
    for generation_id in made:
        answer = await http.get("/generation", params={"id": generation_id})
        fits(answer.json(), facts.GENERATION)
        assert answer.json()["data"]["id"] == generation_id


@pytest.mark.parametrize("name", [name for name in refusals() if not name.startswith("200")])
async def test_known_refusals_have_one_of_the_documented_shapes(
    name: str, demo: DemoGateway, http: httpx.AsyncClient
) -> None:
    demo.script(path="/key", method="GET", answer=Fault.known(name))
    answer = await http.get("/key")
    assert answer.status_code == int(name[:3])
    if "availability" not in answer.json()["error"]:
        fits(answer.json(), facts.REFUSAL)
        assert answer.json()["error"]["code"] == answer.status_code
