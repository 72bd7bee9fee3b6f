"""Models that draw: those of `/images/models`, and chat models that draw besides."""

from collections.abc import Mapping, Sequence

from app.catalog.model import Control, Kind, Limits, Model, Role
from app.catalog.pricing.image import image_prices
from app.catalog.pricing.text import chat_image_prices
from app.catalog.reading.controls import SEED, enum, without_empty
from app.catalog.reading.free import is_free
from app.catalog.reading.text import is_router
from app.gateway.model import (
    BooleanParameter,
    EnumParameter,
    ImageEndpoint,
    ImageModelInfo,
    Parameter,
    RangeParameter,
    TextModelInfo,
)

PREFERRED: Mapping[str, tuple[str, ...]] = {
    "aspect_ratio": ("auto", "1:1"),
    "resolution": ("1K", "1.5K", "2K"),
    "size": (),
    # "auto" may be the dearest, and is priced as such.
    "quality": ("medium",),
    "output_format": (),
    "background": ("auto",),
}

MOST_AT_ONCE, MOST_REFERENCES, MOST_SEED = 10, 16, 2**53
"""What the image API takes at most, whatever a model's list says."""

MOST_REFERENCES_OVER_CHAT = 4
"""No list declares how many pictures a chat model takes to draw from."""

DRAWING_WORDS = ("-image", "flux", "seedream", "recraft", "riverflow")
WRITING_FAMILIES = ("google/gemini", "openai/gpt-5")
"""Ids that tell what a model does, for when the list does not."""


def image_model(
    info: ImageModelInfo, chat: TextModelInfo | None, endpoints: Sequence[ImageEndpoint]
) -> Model | None:
    """A model of the image API. `chat` is the same model in `/models`, with what that adds."""
    if "image" not in (info.output_modalities or ("image",)):
        return None
    prices = image_prices(endpoints)
    if not prices.tariffs and chat:
        prices = chat_image_prices(chat)
    return Model(
        id=info.id,
        name=info.name,
        kind=Kind.IMAGE,
        params=without_empty(
            {
                name: _control(name, parameter)
                for name, parameter in info.supported_parameters.items()
            }
        ),
        inputs=_references(info.supported_parameters.get("input_references")),
        prices=prices,
        input_modalities=info.input_modalities,
        image_way="images",
        writes_text="text" in info.output_modalities,
        free=is_free(info.id, prices),
        expires_on=chat.expires_on if chat else None,
        description=info.description,
    )


def chat_image_model(info: TextModelInfo) -> Model | None:
    """A model that draws over chat. Its list declares no shapes or sizes, so none are offered."""
    outputs = info.output_modalities or _outputs_by_id(info.id)
    if "image" not in outputs or is_router(info) or "text" not in (info.input_modalities or "text"):
        return None
    prices = chat_image_prices(info)
    sees = "image" in info.input_modalities
    return Model(
        id=info.id,
        name=info.name,
        kind=Kind.IMAGE,
        params={"seed": SEED} if "seed" in info.supported_parameters else {},
        inputs={Role.REFERENCE: Limits(0, MOST_REFERENCES_OVER_CHAT)} if sees else {},
        prices=prices,
        input_modalities=info.input_modalities,
        context_length=info.context_length or None,
        image_way="chat",
        writes_text="text" in outputs,
        free=is_free(info.id, prices),
        expires_on=info.expires_on,
        description=info.description,
    )


def _outputs_by_id(model_id: str) -> tuple[str, ...]:
    if not any(each in model_id for each in DRAWING_WORDS):
        return ()
    return ("image", "text") if model_id.startswith(WRITING_FAMILIES) else ("image",)


def _control(name: str, parameter: Parameter) -> Control | None:
    match name, parameter:
        case "seed", BooleanParameter():
            return SEED
        case "seed", RangeParameter(low, high):
            return Control("integer", min=_whole(low, MOST_SEED), max=_whole(high, MOST_SEED))
        case "n", RangeParameter(low, high):
            least = _whole(low, MOST_AT_ONCE) or 1
            most = max(least, _whole(high, MOST_AT_ONCE) or 1)
            return Control("range", min=least, max=most, step=1, default=least)
        case _, EnumParameter(values) if name in PREFERRED:
            return enum(values, *PREFERRED[name])
        case _:
            return None


def _references(parameter: Parameter | None) -> Mapping[Role, Limits]:
    if not isinstance(parameter, RangeParameter):
        return {}
    most = _whole(parameter.max, MOST_REFERENCES) or 0
    least = max(0, _whole(parameter.min, most) or 0)
    return {Role.REFERENCE: Limits(least, most)} if most > 0 else {}


def _whole(bound: float | None, most: int) -> int | None:
    """A bound as a whole number no further from 0 than `most`; lists have said "infinity"."""
    return None if bound is None else int(max(-most, min(bound, most)))
