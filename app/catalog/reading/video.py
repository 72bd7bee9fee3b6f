"""Models of `/videos/models`. There, None means "not declared" and False means "no"."""

from collections.abc import Mapping

from app.catalog.model import Kind, Limits, Model, Role
from app.catalog.pricing.video import video_prices
from app.catalog.reading.controls import SEED, SWITCHED_ON, Controls, enum, without_empty
from app.catalog.reading.free import is_free
from app.gateway.model import TextModelInfo, VideoModelInfo

USUAL_SECONDS = 5
USUAL_RESOLUTIONS = ("720p", "768p", "1080p")
USUAL_SHAPE = "16:9"

MOST_REFERENCES = 4
"""No list declares how many reference images a film takes."""

REFERENCE_HINTS = ("reference", "with_video_input")
"""No list declares whether it takes any; a model that has prices for it does."""


def video_model(info: VideoModelInfo, listed: TextModelInfo | None) -> Model | None:
    """A model that makes a film of words. `listed` is the same model in `/models`."""
    if _works_on_films(info):
        return None
    prices = video_prices(info.pricing_skus)
    return Model(
        id=info.id,
        name=info.name,
        kind=Kind.VIDEO,
        params=_params(info),
        inputs=dict(_inputs(info)),
        prices=prices,
        input_modalities=_input_modalities(info, listed),
        free=is_free(info.id, prices),
        expires_on=listed.expires_on if listed else None,
        description=info.description,
    )


def _works_on_films(info: VideoModelInfo) -> bool:
    """It edits, enlarges or dubs what it is given, and we have no film or voice to give.

    Such a model declares neither how long its films are nor a frame to begin with.
    """
    enlarges = info.upscale_factor is not None or bool(info.creativity)
    return enlarges or not (info.supported_durations or info.supported_frame_images)


def _params(info: VideoModelInfo) -> Controls:
    durations = sorted({each for each in info.supported_durations or () if each > 0})
    usual = sorted(durations, key=lambda seconds: abs(seconds - USUAL_SECONDS))
    resolutions = info.supported_resolutions or ()
    shapes = info.supported_aspect_ratios or ()
    return without_empty(
        {
            "duration": enum(durations, *usual),
            "resolution": enum(resolutions, *USUAL_RESOLUTIONS, *resolutions),
            "aspect_ratio": enum(shapes, USUAL_SHAPE, *shapes),
            "size": enum(info.supported_sizes or ()),
            "generate_audio": SWITCHED_ON if info.generate_audio else None,
            "seed": None if info.seed is False else SEED,
        }
    )


def _inputs(info: VideoModelInfo) -> Mapping[Role, Limits]:
    frames = info.supported_frame_images or ()
    inputs = {role: Limits(0, 1) for role in (Role.FIRST_FRAME, Role.LAST_FRAME) if role in frames}
    if any(hint in sku for sku in info.pricing_skus for hint in REFERENCE_HINTS):
        inputs[Role.REFERENCE] = Limits(0, MOST_REFERENCES)
    return inputs


def _input_modalities(info: VideoModelInfo, listed: TextModelInfo | None) -> tuple[str, ...]:
    if listed and listed.input_modalities:
        return listed.input_modalities
    return ("text", "image") if info.supported_frame_images else ("text",)
