"""What a person reads when a model cannot do what they asked."""

from collections.abc import Mapping

import pytest

from app.catalog.check import check
from app.catalog.model import Control, Kind, Model, Order, Role, Scalar
from app.catalog.pricing.rates import Prices
from app.errors import BadInput
from tests.catalog.recorded import model


def refusal(
    asked: Model, params: Mapping[str, Scalar], inputs: Mapping[Role, int] | None = None
) -> BadInput:
    with pytest.raises(BadInput) as refused:
        check(asked, Order("A lighthouse", params, inputs or {}))
    return refused.value


@pytest.mark.parametrize(
    ("kind", "model_id", "params", "sentence"),
    [
        (
            Kind.VIDEO,
            "google/veo-3.1",
            {"duration": 5},
            "google/veo-3.1 offers 4, 6 or 8 seconds, not 5.",
        ),
        (
            Kind.VIDEO,
            "alibaba/wan-3.0",
            {"duration": 31},
            "alibaba/wan-3.0 offers 2 to 30 seconds, not 31.",
        ),
        (
            Kind.VIDEO,
            "google/veo-3.1",
            {"duration": "8"},
            'google/veo-3.1 offers 4, 6 or 8 seconds, not "8".',
        ),
        (
            Kind.VIDEO,
            "google/veo-3.1",
            {"duration": True},
            "google/veo-3.1 offers 4, 6 or 8 seconds, not true.",
        ),
        (
            Kind.VIDEO,
            "google/veo-3.1",
            {"resolution": "480p"},
            'google/veo-3.1 offers 720p, 1080p or 4K as resolution, not "480p".',
        ),
        (
            Kind.VIDEO,
            "google/veo-3.1",
            {"generate_audio": 1},
            "google/veo-3.1 offers yes (true) or no (false) as sound, not 1.",
        ),
        (
            Kind.VIDEO,
            "runway/gen-4.5",
            {"generate_audio": True},
            "runway/gen-4.5 does not offer sound."
            " It takes duration, resolution, aspect ratio, size and seed.",
        ),
        (
            Kind.IMAGE,
            "openai/gpt-image-2",
            {"n": 11},
            "openai/gpt-image-2 offers 1 to 10 images at once, not 11.",
        ),
        (
            Kind.IMAGE,
            "black-forest-labs/flux.2-pro",
            {"n": 2},
            "black-forest-labs/flux.2-pro offers 1 image at once, not 2.",
        ),
        (
            Kind.IMAGE,
            "meta/muse-image",
            {"n": 1},
            "meta/muse-image does not offer number of images. It takes only a prompt.",
        ),
        (
            Kind.TEXT,
            "google/gemini-2.5-flash",
            {"temperature": 2.5},
            "google/gemini-2.5-flash offers 0 to 2 as temperature, not 2.5.",
        ),
        (
            Kind.TEXT,
            "openai/gpt-5-mini",
            {"reasoning_effort": "none"},
            "openai/gpt-5-mini offers high, medium, low or minimal as reasoning effort,"
            ' not "none".',
        ),
        (
            Kind.TEXT,
            "openai/gpt-5-mini",
            {"seed": 2_147_483_648},
            "openai/gpt-5-mini offers whole numbers 0 to 2147483647 as seed, not 2147483648.",
        ),
    ],
)
def test_a_refusal_names_what_is_offered(
    kind: Kind, model_id: str, params: Mapping[str, Scalar], sentence: str
) -> None:
    assert refusal(model(kind, model_id), params).detail == sentence


def test_programs_are_told_the_field_and_the_values() -> None:
    refused = refusal(model(Kind.VIDEO, "google/veo-3.1"), {"duration": 5})
    assert refused.members == {"field": "params.duration", "supported": [4, 6, 8]}


@pytest.mark.parametrize(
    ("model_id", "inputs", "sentence"),
    [
        (
            "google/veo-3.1",
            {Role.REFERENCE: 1},
            "google/veo-3.1 does not take reference images. It takes first frames and last frames.",
        ),
        (
            "google/veo-3.1",
            {Role.FIRST_FRAME: 2},
            "google/veo-3.1 takes up to 1 first frame, not 2.",
        ),
        (
            "minimax/hailuo-3",
            {Role.REFERENCE: 1, Role.FIRST_FRAME: 1},
            "A film takes frames or reference images, not both:"
            " with frames the references would be ignored.",
        ),
    ],
)
def test_pictures_are_counted_by_what_they_are_for(
    model_id: str, inputs: Mapping[Role, int], sentence: str
) -> None:
    assert refusal(model(Kind.VIDEO, model_id), {}, inputs).detail == sentence


def test_a_model_that_works_on_a_picture_asks_for_one() -> None:
    layers = model(Kind.IMAGE, "inclusionai/ming-image-0.1-design-layer")
    assert refusal(layers, {}).detail == f"{layers.name} needs at least 1 reference image."
    check(layers, Order("Split it", inputs={Role.REFERENCE: 1}))


def test_a_size_and_a_resolution_cannot_both_be_asked_for() -> None:
    film = model(Kind.VIDEO, "google/veo-3.1")
    refused = refusal(film, {"size": "1280x720", "resolution": "720p"})
    assert refused.members["field"] == "params.resolution"
    check(film, Order("A lighthouse", film.complete({"size": "1280x720"})))


def test_a_jpeg_is_never_transparent() -> None:
    formats = Control("enum", values=("png", "jpeg"))
    grounds = Control("enum", values=("transparent", "opaque"))
    params = {"output_format": formats, "background": grounds}
    brush = Model("acme/brush", "Brush", Kind.IMAGE, params, {}, Prices())
    refused = refusal(brush, {"background": "transparent", "output_format": "jpeg"})
    assert refused.members == {"field": "params.output_format", "supported": ["png"]}


@pytest.mark.parametrize("prompt", ["", "  \n"])
def test_an_empty_prompt_is_refused(prompt: str) -> None:
    with pytest.raises(BadInput) as refused:
        check(model(Kind.VIDEO, "google/veo-3.1"), Order(prompt))
    assert refused.value.members["field"] == "prompt"


def test_a_long_wrong_value_is_not_repeated_in_full() -> None:
    refused = refusal(model(Kind.VIDEO, "google/veo-3.1"), {"resolution": "x" * 10_000})
    assert len(refused.detail) < 150
