"""Pictures are real files of the asked size and format, and cost what the catalogue says."""

import base64
import io
from typing import Any

import httpx
import pytest
from PIL import Image

from app.demo.art.picture import as_data_url
from tests.demo.asking import PICTURE, chat


def opened(entry: Any) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(entry["b64_json"])))


def red_square() -> str:
    file = io.BytesIO()
    Image.new("RGB", (64, 64), (255, 0, 0)).save(file, "PNG")
    return as_data_url(file.getvalue(), "png")


def reference(url: str) -> dict[str, Any]:
    return {"type": "image_url", "image_url": {"url": url}}


@pytest.mark.parametrize(
    ("model", "asked", "size", "media_type"),
    [
        ("black-forest-labs/flux.2-pro", {}, (1024, 1024), "image/png"),
        ("black-forest-labs/flux.2-pro", {"output_format": "jpeg"}, (1024, 1024), "image/jpeg"),
        ("black-forest-labs/flux.2-klein-4b", {}, (1024, 1024), "image/jpeg"),
        ("black-forest-labs/flux.2-pro", {"aspect_ratio": "16:9"}, (1360, 768), "image/png"),
        ("google/gemini-3.1-flash-image", {"resolution": "512"}, (512, 512), "image/png"),
        ("bytedance-seed/seedream-4.5", {"resolution": "2K"}, (2048, 2048), "image/png"),
    ],
)
async def test_a_picture_is_as_asked(
    model: str, asked: Any, size: Any, media_type: str, http: httpx.AsyncClient
) -> None:
    body = {"model": model, "prompt": "A red fox", **asked}
    [entry] = (await http.post("/images", json=body)).json()["data"]
    picture = opened(entry)
    assert picture.size == size
    assert entry["media_type"] == media_type == f"image/{str(picture.format).lower()}"


async def test_the_same_request_draws_the_same_picture(http: httpx.AsyncClient) -> None:
    one, same, other = [
        (await http.post("/images", json=PICTURE | {"seed": seed})).json()["data"]
        for seed in (7, 7, 8)
    ]
    assert one == same
    assert one != other


async def test_several_pictures_differ_and_cost_each(http: httpx.AsyncClient) -> None:
    body = {"model": "bytedance-seed/seedream-4.5", "prompt": "A fox", "n": 3}
    document = (await http.post("/images", json=body)).json()
    assert len({entry["b64_json"] for entry in document["data"]}) == 3
    assert document["usage"]["cost"] == pytest.approx(0.12)


async def test_an_edit_keeps_what_was_sent(http: httpx.AsyncClient) -> None:
    body = PICTURE | {"input_references": [reference(red_square())]}
    [entry] = (await http.post("/images", json=body)).json()["data"]
    red = opened(entry).convert("RGB").resize((1, 1)).tobytes()[0]
    assert red > 100


async def test_a_transparent_background_is_transparent(http: httpx.AsyncClient) -> None:
    body = {"model": "openai/gpt-image-1-mini", "prompt": "A fox", "background": "transparent"}
    [entry] = (await http.post("/images", json=body)).json()["data"]
    assert opened(entry).mode == "RGBA"


async def test_a_chat_picture_follows_snake_case_only(http: httpx.AsyncClient) -> None:
    sizes: list[tuple[int, int]] = []
    for config in ({"aspect_ratio": "16:9"}, {"aspectRatio": "16:9"}):
        model = "google/gemini-2.5-flash-image"
        body = chat("A fox", model, modalities=["image", "text"], image_config=config)
        answer = await http.post("/chat/completions", json=body)
        url: str = answer.json()["choices"][0]["message"]["images"][0]["image_url"]["url"]
        sizes.append(Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2]))).size)
    assert sizes == [(1360, 768), (1024, 1024)]


@pytest.mark.parametrize(
    ("model", "asked", "cost"),
    [
        ("black-forest-labs/flux.2-klein-4b", {}, 0.014),
        (
            "black-forest-labs/flux.2-klein-4b",
            {"input_references": [reference(red_square())]},
            0.015,
        ),
        ("google/gemini-3.1-flash-image", {}, 0.0774),
        ("openai/gpt-image-1-mini", {"quality": "low"}, 0.00299),
    ],
)
async def test_a_picture_costs_what_was_measured(
    model: str, asked: Any, cost: float, http: httpx.AsyncClient
) -> None:
    body = {"model": model, "prompt": "A red fox", **asked}
    answer = await http.post("/images", json=body)
    assert answer.json()["usage"]["cost"] == pytest.approx(cost, rel=0.01)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            {"model": "black-forest-labs/flux.2-klein-4b", "prompt": "x", "n": 5},
            "No provider for black-forest-labs/flux.2-klein-4b supports the requested"
            ' parameter(s): n "5". Provider rejections: Black Forest Labs: n: must be exactly 1',
        ),
        (
            {"model": "openai/gpt-image-1-mini", "prompt": "x", "aspect_ratio": "21:9"},
            "No provider for openai/gpt-image-1-mini supports the requested parameter(s):"
            ' aspect_ratio "21:9". Provider rejections: OpenAI: aspect_ratio: not supported.'
            " Accepted: 1:1, 3:2, 2:3, auto",
        ),
        (PICTURE | {"model": "acme/none"}, "acme/none is not a valid model ID"),
        (
            PICTURE | {"quality": "high"},
            "No provider for black-forest-labs/flux.2-pro supports the requested parameter(s):"
            ' quality "high". Provider rejections: Black Forest Labs: quality: not supported',
        ),
        (
            PICTURE | {"input_references": [reference("data:image/png;base64,xx")]},
            "Provider returned error",
        ),
    ],
)
async def test_what_a_model_cannot_draw_is_refused_in_openrouters_words(
    body: Any, message: str, http: httpx.AsyncClient
) -> None:
    answer = await http.post("/images", json=body)
    assert (answer.status_code, answer.json()["error"]["message"]) == (400, message)


async def test_a_model_that_edits_wants_a_picture(http: httpx.AsyncClient) -> None:
    body: dict[str, Any] = {"model": "inclusionai/ming-image-0.1-design-layer", "prompt": "x"}
    assert (await http.post("/images", json=body)).status_code == 400
    body["input_references"] = [reference(red_square())]
    assert (await http.post("/images", json=body)).status_code == 200


async def test_a_chat_only_model_is_not_on_the_image_endpoint(http: httpx.AsyncClient) -> None:
    body = {"model": "google/gemini-2.5-flash-image", "prompt": "A fox"}
    assert (await http.post("/images", json=body)).status_code == 404
    listed = [model["id"] for model in (await http.get("/images/models")).json()["data"]]
    assert "google/gemini-2.5-flash-image" not in listed
    path = "/models?output_modalities=image"
    assert "google/gemini-2.5-flash-image" in (await http.get(path)).text
