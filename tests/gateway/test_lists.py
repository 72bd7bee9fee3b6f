"""The gateway's lists of models, and the key: read exactly, and leniently."""

from datetime import UTC, date, datetime

import httpx
import pytest

from app.gateway.errors import GatewayBusy, GatewayMisconfigured
from app.gateway.model import (
    BooleanParameter,
    EnumParameter,
    ImageEndpoint,
    ImageModelInfo,
    ImagePrice,
    KeyInfo,
    PriceOverride,
    RangeParameter,
    ReasoningInfo,
    TextModelInfo,
    UpscaleRange,
    VideoModelInfo,
)
from app.money import Micros
from tests.conftest import TurnableClock
from tests.gateway.scripted import Scripted, gateway

WORDS = {
    "id": "acme/words",
    "name": "Acme: Words",
    "created": 1790000000,
    "description": "Writes",
    "context_length": 400000,
    "architecture": {
        "modality": "text+image->text",
        "input_modalities": ["text", "image"],
        "output_modalities": ["text"],
    },
    "pricing": {
        "prompt": "0.00000025",
        "completion": "0.000002",
        "discount": 0,
        "overrides": [
            {"min_prompt_tokens": 200000, "prompt": "0.0000005"},
            {"utc_start": 1630, "utc_end": 30, "utc_days": ["sat"], "completion": "0.000001"},
        ],
    },
    "top_provider": {"max_completion_tokens": 128000, "is_moderated": True},
    "supported_parameters": ["max_tokens", "a_new_one"],
    "expiration_date": "2027-01-31",
    "reasoning": {
        "mandatory": True,
        "supported_efforts": ["high", "low", None],
        "default_effort": "low",
    },
}
CREATED = datetime.fromtimestamp(1790000000, UTC)


def bare(name: str) -> TextModelInfo:
    return TextModelInfo(
        id=name, name=name, description="", created_at=None, context_length=None,
        max_completion_tokens=None, is_moderated=False, input_modalities=(),
        output_modalities=(), supported_parameters=(), pricing={}, price_overrides=(),
        reasoning=None, expires_on=None,
    )  # fmt: skip


def page(*models: object, **more: object) -> httpx.Response:
    return httpx.Response(200, json={"data": list(models)} | more)


async def test_a_text_model_tells_all_it_can(clock: TurnableClock) -> None:
    (found,) = await gateway(Scripted(page(WORDS)), clock).text_models()
    assert found == TextModelInfo(
        id="acme/words",
        name="Acme: Words",
        description="Writes",
        created_at=CREATED,
        context_length=400_000,
        max_completion_tokens=128_000,
        is_moderated=True,
        input_modalities=("text", "image"),
        output_modalities=("text",),
        supported_parameters=("max_tokens", "a_new_one"),
        pricing={"prompt": "0.00000025", "completion": "0.000002", "discount": "0"},
        price_overrides=(
            PriceOverride({"prompt": "0.0000005"}, 200_000, (), None, None),
            PriceOverride({"completion": "0.000001"}, None, ("sat",), 1630, 30),
        ),
        reasoning=ReasoningInfo(True, None, ("high", "low"), "low"),
        expires_on=date(2027, 1, 31),
    )


@pytest.mark.parametrize("surprise", [None, 7, "?", [], {}, [None], True, -1, 1e300, "2027-02-30"])
async def test_one_surprising_field_never_hides_a_model(
    clock: TurnableClock, surprise: object
) -> None:
    for field in WORDS:
        if field != "id":
            (found,) = await gateway(Scripted(page(WORDS | {field: surprise})), clock).text_models()
            assert found.id == "acme/words"


async def test_an_entry_without_an_id_is_passed_over(clock: TurnableClock) -> None:
    far = Scripted(page(None, 7, {"name": "?"}, {"id": None}, {"id": "acme/bare"}))
    assert await gateway(far, clock).text_models() == (bare("acme/bare"),)


async def test_all_pages_are_read(clock: TurnableClock) -> None:
    far = Scripted(
        page({"id": "a"}, {"id": "b"}, total_count=3, links={"next": "https://elsewhere.test/"}),
        page({"id": "c"}, total_count=3, links={"next": None}),
    )
    found = await gateway(far, clock).image_chat_models()
    assert [model.id for model in found] == ["a", "b", "c"]
    assert [dict(request.url.params) for request in far.requests] == [
        {"output_modalities": "image", "limit": "1000", "offset": "0"},
        {"output_modalities": "image", "limit": "1000", "offset": "1000"},
    ]
    assert {request.url.host for request in far.requests} == {"gateway.test"}


async def test_a_gateway_without_pages_is_asked_once(clock: TurnableClock) -> None:
    far = Scripted(page({"id": "a"}, {"id": "b"}))
    await gateway(far, clock).text_models()
    assert len(far.requests) == 1


async def test_a_gateway_that_repeats_itself_is_not_asked_for_ever(clock: TurnableClock) -> None:
    far = Scripted(page({"id": "a"}, total_count=500))
    assert len(await gateway(far, clock).text_models()) == 1
    assert len(far.requests) == 2


async def test_an_image_model_tells_what_it_takes(clock: TurnableClock) -> None:
    told = {
        "id": "acme/brush",
        "name": "Acme: Brush",
        "created": 1790000000,
        "architecture": {"input_modalities": ["text"], "output_modalities": ["image"]},
        "supported_parameters": {
            "quality": {"type": "enum", "values": ["low", "high"]},
            "n": {"type": "range", "min": 1, "max": 10},
            "seed": {"type": "boolean"},
            "odd": {"type": "matrix"},
            "odder": 7,
        },
        "supports_streaming": True,
    }
    (found,) = await gateway(Scripted(page(told)), clock).image_models()
    assert found == ImageModelInfo(
        id="acme/brush",
        name="Acme: Brush",
        description="",
        created_at=CREATED,
        input_modalities=("text",),
        output_modalities=("image",),
        supported_parameters={
            "quality": EnumParameter(("low", "high")),
            "n": RangeParameter(1, 10),
            "seed": BooleanParameter(),
        },
        supports_streaming=True,
    )


async def test_image_prices_are_exact_decimals(clock: TurnableClock) -> None:
    body = b"""{"id": "acme/brush", "endpoints": [{
        "provider_name": "Acme", "provider_slug": "acme", "supported_parameters": {},
        "pricing": [
            {"billable": "output_image", "unit": "token", "cost_usd": 3e-05},
            {"billable": "output_image", "unit": "image", "cost_usd": 0.1, "variant": "high"},
            {"billable": "input_image", "unit": "request", "cost_usd": "0.00"},
            {"billable": "input_font", "unit": "image"}]}]}"""
    far = Scripted(httpx.Response(200, content=body))
    assert await gateway(far, clock).image_prices("acme/brush") == (
        ImageEndpoint(
            "Acme",
            "acme",
            {},
            (
                ImagePrice("output_image", "token", "0.00003", None),
                ImagePrice("output_image", "image", "0.1", "high"),
                ImagePrice("input_image", "request", "0.00", None),
            ),
        ),
    )
    assert far.requests[0].url.path == "/api/v1/images/models/acme/brush/endpoints"


async def test_a_video_model_tells_no_from_not_declared(clock: TurnableClock) -> None:
    told = {
        "id": "acme/camera",
        "canonical_slug": "acme/camera-2026",
        "name": "Acme: Camera",
        "created": 1790000000,
        "supported_resolutions": ["480p", "720p"],
        "supported_aspect_ratios": None,
        "supported_sizes": None,
        "supported_durations": [8, 4, 6],
        "supported_frame_images": ["first_frame"],
        "generate_audio": False,
        "seed": None,
        "upscale_factor": {"min": 1.5, "max": 3},
        "creativity": [0, 1],
        "pricing_skus": {"duration_seconds": "0.05", "cents_per_image": "0.2", "odd": None},
        "allowed_passthrough_parameters": ["fit"],
    }
    (found,) = await gateway(Scripted(page(told)), clock).video_models()
    assert found == VideoModelInfo(
        id="acme/camera",
        canonical_slug="acme/camera-2026",
        name="Acme: Camera",
        description="",
        created_at=CREATED,
        supported_resolutions=("480p", "720p"),
        supported_aspect_ratios=None,
        supported_sizes=None,
        supported_durations=(4, 6, 8),
        supported_frame_images=("first_frame",),
        generate_audio=False,
        seed=None,
        upscale_factor=UpscaleRange(1.5, 3),
        creativity=(0, 1),
        pricing_skus={"duration_seconds": "0.05", "cents_per_image": "0.2"},
        allowed_passthrough_parameters=("fit",),
    )


async def test_a_bare_video_model_is_a_model(clock: TurnableClock) -> None:
    (found,) = await gateway(Scripted(page({"id": "acme/camera"})), clock).video_models()
    assert (found.supported_durations, found.pricing_skus) == (None, {})


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b'{"data": null}', b'{"error": {"code": 500}}']
)
async def test_a_list_that_is_none_is_a_missed_look(clock: TurnableClock, body: bytes) -> None:
    ours = gateway(Scripted(httpx.Response(200, content=body)), clock)
    for look in (ours.text_models(), ours.image_models(), ours.video_models()):
        with pytest.raises(GatewayBusy):
            await look
    with pytest.raises(GatewayBusy):
        await ours.image_prices("acme/brush")


async def test_the_key_tells_its_limits(clock: TurnableClock) -> None:
    told = {"label": "sk-or-v1-abc...123", "limit": 5, "limit_remaining": 3.75, "usage": 1.25}
    found = await gateway(Scripted(httpx.Response(200, json={"data": told})), clock).key()
    assert found == KeyInfo(
        "sk-or-v1-abc...123", Micros(5_000_000), Micros(3_750_000), Micros(1_250_000)
    )


async def test_a_key_without_a_limit_has_none(clock: TurnableClock) -> None:
    told = {"label": "ours", "limit": None, "limit_remaining": None, "usage": 0}
    found = await gateway(Scripted(httpx.Response(200, json={"data": told})), clock).key()
    assert found == KeyInfo("ours", None, None, Micros(0))


async def test_a_bad_key_is_for_the_operator(clock: TurnableClock) -> None:
    answer = httpx.Response(401, json={"error": {"message": "User not found.", "code": 401}})
    with pytest.raises(GatewayMisconfigured) as caught:
        await gateway(Scripted(answer), clock).key()
    assert "User not found." in caught.value.operator_reason
