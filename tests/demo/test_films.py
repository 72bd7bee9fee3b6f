"""Films are real: they open, last as long as asked, and carry what they were given."""

import base64
import io
from typing import Any, cast

import av
import httpx
import pytest
from PIL import Image

from app.demo import DemoGateway, VideoOutcome
from tests.conftest import TurnableClock
from tests.demo.asking import FILM, ordered


def picture(colour: tuple[int, int, int]) -> dict[str, Any]:
    file = io.BytesIO()
    Image.new("RGB", (320, 180), colour).save(file, "PNG")
    url = f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"
    return {"type": "image_url", "image_url": {"url": url}}


def frames_of(film: bytes) -> list[Image.Image]:
    with av.open(io.BytesIO(film), "r") as opened:
        return [cast(Image.Image, frame.to_image()) for frame in opened.decode(video=0)]


async def fetched(http: httpx.AsyncClient, clock: TurnableClock, **order: Any) -> bytes:
    job_id = await ordered(http, **order)
    clock.turn(seconds=8)
    answer = await http.get(f"/videos/{job_id}/content")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "video/mp4")
    return answer.content


async def test_a_film_plays_in_a_browser(http: httpx.AsyncClient, clock: TurnableClock) -> None:
    film = await fetched(http, clock, duration=6, aspect_ratio="9:16")
    assert film[4:8] == b"ftyp"
    assert film.index(b"moov") < film.index(b"mdat")
    with av.open(io.BytesIO(film), "r") as opened:
        [video], [sound] = opened.streams.video, opened.streams.audio
        codec = video.codec_context
        assert (codec.name, codec.pix_fmt, sound.codec_context.name) == ("h264", "yuv420p", "aac")
        assert codec.width / codec.height == pytest.approx(9 / 16, rel=0.01)
        assert (opened.duration or 0) / 1_000_000 == pytest.approx(6, abs=0.05)


async def test_a_film_is_silent_when_no_sound_is_wanted(
    http: httpx.AsyncClient, clock: TurnableClock
) -> None:
    film = await fetched(http, clock, generate_audio=False)
    with av.open(io.BytesIO(film), "r") as opened:
        assert len(opened.streams.audio) == 0


async def test_a_film_moves_and_is_always_the_same(
    http: httpx.AsyncClient, clock: TurnableClock
) -> None:
    film = await fetched(http, clock, seed=7)
    assert film == await fetched(http, clock, seed=7)
    assert film != await fetched(http, clock, seed=8)
    assert len({image.tobytes() for image in frames_of(film)}) > 50


async def test_a_film_goes_from_its_first_frame_to_its_last(
    http: httpx.AsyncClient, clock: TurnableClock
) -> None:
    frames = [
        picture((200, 0, 0)) | {"frame_type": "first_frame"},
        picture((0, 0, 200)) | {"frame_type": "last_frame"},
    ]
    film = await fetched(http, clock, frame_images=frames)
    images = frames_of(film)
    first, last = images[0].resize((1, 1)).tobytes(), images[-1].resize((1, 1)).tobytes()
    assert first[0] > first[2] + 50
    assert last[2] > last[0] + 50


async def test_each_output_has_its_own_content(
    demo: DemoGateway, http: httpx.AsyncClient, clock: TurnableClock
) -> None:
    demo.script_video(VideoOutcome(outputs=2))
    job_id = await ordered(http)
    clock.turn(seconds=8)
    urls = (await http.get(f"/videos/{job_id}")).json()["unsigned_urls"]
    one, two = [(await http.get(url)).content for url in urls]
    assert one != two
    beyond = await http.get(f"/videos/{job_id}/content?index=2")
    message = "Video index 2 out of range (2 videos available)"
    assert (beyond.status_code, beyond.json()["error"]["message"]) == (400, message)


async def test_content_is_409_before_and_410_after_its_time(
    http: httpx.AsyncClient, clock: TurnableClock
) -> None:
    job_id = await ordered(http)
    assert (await http.get(f"/videos/{job_id}/content")).status_code == 409
    clock.turn(hours=2)
    assert (await http.get(f"/videos/{job_id}/content")).status_code == 410
    assert (await http.get("/videos/gen-vid-1-none")).status_code == 404


async def test_a_range_is_ignored_and_no_length_is_told(
    http: httpx.AsyncClient, clock: TurnableClock
) -> None:
    job_id = await ordered(http)
    clock.turn(seconds=8)
    answer = await http.get(f"/videos/{job_id}/content", headers={"Range": "bytes=0-9"})
    assert answer.status_code == 200
    assert len(answer.content) > 1000
    assert "content-length" not in answer.headers


async def test_signed_urls_need_no_key_and_expire(
    demo: DemoGateway, http: httpx.AsyncClient, clock: TurnableClock
) -> None:
    demo.script_video(VideoOutcome(signed_urls=True, lifetime=60))
    job_id = await ordered(http)
    clock.turn(seconds=8)
    [url] = (await http.get(f"/videos/{job_id}")).json()["urls"]
    async with httpx.AsyncClient(transport=demo.transport(), timeout=60) as stranger:
        assert (await stranger.get(url)).content[4:8] == b"ftyp"
        assert (await stranger.get(url.replace("Signature=", "Signature=x"))).status_code == 403
        clock.turn(seconds=61)
        assert (await stranger.get(url)).status_code == 403


@pytest.mark.parametrize(
    ("order", "cost"),
    [
        ({"model": "google/veo-3.1-fast", "duration": 4, "resolution": "720p"}, 0.40),
        ({"model": "google/veo-3.1-fast", "duration": 8, "resolution": "1080p"}, 0.96),
        ({"model": "google/veo-3.1-fast", "duration": 8, "resolution": "4K"}, 2.40),
        ({"model": "google/veo-3.1-fast", "duration": 4, "size": "1280x720"}, 0.40),
        ({"model": "google/veo-3.1-lite", "duration": 8, "generate_audio": False}, 0.24),
        ({"model": "alibaba/wan-2.6", "duration": 5}, 0.40),
        ({"model": "kwaivgi/kling-v3.0-std", "duration": 5}, 0.63),
        ({"model": "kwaivgi/kling-v3.0-std", "duration": 5, "generate_audio": False}, 0.42),
        ({"model": "x-ai/grok-imagine-video", "duration": 1, "resolution": "480p"}, 0.05),
        ({"model": "runway/gen-4.5", "duration": 2}, 0.24),
        ({"model": "minimax/hailuo-3", "duration": 5}, 0.65),
        ({"model": "bytedance/seedance-2.0-mini", "duration": 4, "size": "720x720"}, 0.1701),
    ],
)
async def test_a_film_costs_what_the_price_lines_say(
    order: Any, cost: float, http: httpx.AsyncClient, clock: TurnableClock
) -> None:
    answer = await http.post("/videos", json={"prompt": "Tide", **order})
    assert answer.status_code == 202, answer.text
    clock.turn(seconds=8)
    job = (await http.get(f"/videos/{answer.json()['id']}")).json()
    assert job["usage"]["cost"] == pytest.approx(cost, rel=0.005)


async def test_pictures_that_go_in_are_priced_too(
    http: httpx.AsyncClient, clock: TurnableClock
) -> None:
    frame = picture((9, 9, 9)) | {"frame_type": "first_frame"}
    job_id = await ordered(
        http, model="x-ai/grok-imagine-video", duration=1, resolution="480p", frame_images=[frame]
    )
    clock.turn(seconds=8)
    assert (await http.get(f"/videos/{job_id}")).json()["usage"]["cost"] == 0.052


async def test_an_edit_costs_at_least_its_minimum(
    http: httpx.AsyncClient, clock: TurnableClock
) -> None:
    clip = {"type": "video_url", "video_url": {"url": "https://example.com/clip.mp4"}}
    body = {"model": "runway/aleph-2", "prompt": "Night", "input_references": [clip], "duration": 1}
    answer = await http.post("/videos", json=body)
    clock.turn(seconds=8)
    job = (await http.get(f"/videos/{answer.json()['id']}")).json()
    assert job["usage"]["cost"] == 0.56


FUNNEL = "Validate Video Parameters"


@pytest.mark.parametrize(
    ("changes", "message", "step"),
    [
        (
            {"duration": 99},
            "Duration 99s is not supported for this model. Supported durations: 4, 6, 8s",
            FUNNEL,
        ),
        (
            {"resolution": "4K"},
            "Resolution 4K is not supported for this model. Supported resolutions: 720p, 1080p",
            FUNNEL,
        ),
        (
            {"model": "kwaivgi/kling-v3.0-std", "seed": 7},
            "seed is not supported for this model.",
            FUNNEL,
        ),
        (
            {"model": "runway/gen-4.5", "generate_audio": True},
            "generate_audio is not supported for this model.",
            FUNNEL,
        ),
        (
            {"model": "x-ai/grok-imagine-video", "prompt": ""},
            "xAI video generations require a prompt when no image input is provided",
            None,
        ),
        (
            {"previous_job_id": "gen-vid-1-x"},
            "google/veo-3.1-lite-20260331 does not support previous_job_id",
            None,
        ),
        (
            {"input_references": [{"video_url": {"url": "data:video/mp4;base64,AA"}}]},
            "Invalid reference URL: input_references[0].video_url.url: Only HTTPS URLs are allowed",
            None,
        ),
        (
            {"model": "runway/aleph-2", "duration": None},
            "This model requires a video in input_references",
            None,
        ),
        ({"model": "acme/none"}, "acme/none is not a valid model ID", None),
    ],
)
async def test_what_a_model_cannot_film_is_refused_in_openrouters_words(
    changes: Any, message: str, step: str | None, demo: DemoGateway, http: httpx.AsyncClient
) -> None:
    answer = await http.post("/videos", json=FILM | changes)
    error = answer.json()["error"]
    assert (answer.status_code, error["message"]) == (400, message)
    assert error.get("metadata", {}).get("failed_routing_step") == step
    assert demo.submits() == []
