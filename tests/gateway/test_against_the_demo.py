"""The client and the demo gateway, each written by itself, understand each other."""

from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from app.demo import DemoGateway, DemoOptions, Fault, VideoOutcome
from app.gateway.client import Gateway
from app.gateway.errors import GatewayBusy, GatewayGone, GatewayRefused, OutcomeUnknown
from app.gateway.model import (
    Answered,
    ChatRequest,
    Finished,
    ImageRequest,
    Message,
    TextPiece,
    VideoFailed,
    VideoReady,
    VideoRequest,
    VideoWaiting,
)
from app.gateway.transport import open_http
from tests.conftest import TurnableClock
from tests.gateway.scripted import BASE, said

CHAT = ChatRequest("openai/gpt-5-mini", (Message("user", "Why is the sky blue?"),))
FILM = VideoRequest(
    "google/veo-3.1-fast",
    "A paper boat",
    params={"duration": 4, "resolution": "720p", "aspect_ratio": "16:9"},
)


@pytest.fixture
def demo(clock: TurnableClock) -> DemoGateway:
    return DemoGateway(DemoOptions.instant(video_seconds=10), clock=clock)


@pytest.fixture
async def ours(demo: DemoGateway, clock: TurnableClock) -> AsyncIterator[Gateway]:
    async with open_http(demo.transport()) as http:
        yield Gateway(http, BASE, SecretStr("sk-or-v1-demo"), clock=clock)


async def test_a_text_is_written_and_paid(ours: Gateway) -> None:
    began, *words, ended = await said(ours, CHAT)
    assert isinstance(began, Answered)
    assert began.model.startswith("openai/gpt-5-mini")
    assert any(isinstance(word, TextPiece) for word in words)
    assert isinstance(ended, Finished)
    assert ended.usage is not None
    assert ended.usage.cost
    assert began.generation_id is not None
    cost = await ours.generation_cost(began.generation_id)
    assert cost is not None
    assert cost.cost == ended.usage.cost


async def test_a_picture_is_drawn_on_both_routes(ours: Gateway) -> None:
    drawn = await ours.images(ImageRequest("black-forest-labs/flux.2-pro", "A red fox"))
    painted = await ours.chat_images(
        ImageRequest("google/gemini-3.1-flash-image", "A red fox"), with_text=True
    )
    for found in (drawn, painted):
        assert found.pictures[0].mime.startswith("image/")
        assert found.usage is not None
        assert found.usage.cost


async def test_a_film_is_made_and_fetched(
    demo: DemoGateway, ours: Gateway, clock: TurnableClock
) -> None:
    job = await ours.submit_video(FILM)
    assert await ours.poll_video(job.job_id) == VideoWaiting()
    with pytest.raises(GatewayBusy):
        async with ours.video_content(job.job_id):
            raise AssertionError("it cannot be ready")
    clock.turn(seconds=11)
    ready = await ours.poll_video(job.job_id)
    assert isinstance(ready, VideoReady)
    assert ready.cost
    async with ours.video_content(job.job_id) as chunks:
        film = b"".join([chunk async for chunk in chunks])
    assert film[4:8] == b"ftyp"
    assert len(demo.submits("A paper boat")) == 1


async def test_a_film_that_fails_says_why(
    demo: DemoGateway, ours: Gateway, clock: TurnableClock
) -> None:
    demo.script_video(VideoOutcome(status="failed", error="Content policy violation"))
    job = await ours.submit_video(FILM)
    clock.turn(seconds=11)
    found = await ours.poll_video(job.job_id)
    assert isinstance(found, VideoFailed)
    assert (found.reason, found.moderated) == ("Content policy violation", True)


async def test_a_lost_acceptance_is_not_asked_for_twice(demo: DemoGateway, ours: Gateway) -> None:
    demo.script(path="/videos", answer=Fault.drop_before_answer())
    with pytest.raises(OutcomeUnknown):
        await ours.submit_video(FILM)
    assert len(demo.submits("A paper boat")) == 1


async def test_what_a_model_cannot_do_is_refused_in_its_words(ours: Gateway) -> None:
    wrong = VideoRequest("google/veo-3.1-fast", "A boat", params={"duration": 99})
    with pytest.raises(GatewayRefused) as caught:
        await ours.submit_video(wrong)
    assert "99" in caught.value.reason


async def test_an_unknown_job_is_gone(ours: Gateway) -> None:
    with pytest.raises(GatewayGone):
        await ours.poll_video("gen-vid-1795000100-aaaaaaaaaaaaaaaaaaaa")


async def test_the_lists_are_full(ours: Gateway) -> None:
    text, drawing = await ours.text_models(), await ours.image_chat_models()
    assert any(model.id == "openai/gpt-5-mini" for model in text)
    assert all("text" in model.output_modalities for model in text)
    assert all("image" in model.output_modalities for model in drawing)
    images, films = await ours.image_models(), await ours.video_models()
    assert all(model.supported_parameters for model in images if model.id.startswith("openai/"))
    assert all(model.pricing_skus for model in films)
    prices = [await ours.image_prices(model.id) for model in images]
    assert sum(bool(endpoints[0].prices) for endpoints in prices) >= len(images) - 1
    assert (await ours.key()).usage is not None
