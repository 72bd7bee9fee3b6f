"""The gateway's lists of models, read leniently: one odd entry never hides the others."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from pydantic import Field, ValidationError

from app.gateway.lenient import (
    Lenient,
    Listed,
    Maybe,
    Moment,
    Prices,
    Unreadable,
    Usd,
    decode,
    items,
    prices,
    record,
)
from app.gateway.model import (
    BooleanParameter,
    EnumParameter,
    ImageEndpoint,
    ImageModelInfo,
    ImagePrice,
    Parameter,
    PriceOverride,
    RangeParameter,
    ReasoningInfo,
    TextModelInfo,
    UpscaleRange,
    VideoModelInfo,
)

T = TypeVar("T")


class _Architecture(Lenient):
    input_modalities: Listed[str] = None
    output_modalities: Listed[str] = None


class _TopProvider(Lenient):
    max_completion_tokens: Maybe[int] = None
    is_moderated: Maybe[bool] = None


class _Reasoning(Lenient):
    mandatory: Maybe[bool] = None
    default_enabled: Maybe[bool] = None
    supported_efforts: Listed[str] = None
    default_effort: Maybe[str] = None

    def ours(self) -> ReasoningInfo:
        return ReasoningInfo(
            bool(self.mandatory), self.default_enabled, self.supported_efforts, self.default_effort
        )


class _Override(Lenient):
    min_prompt_tokens: Maybe[int] = None
    utc_days: Listed[str] = None
    utc_start: Maybe[int] = None
    utc_end: Maybe[int] = None


_CONDITIONS = frozenset(_Override.model_fields)


class _Entry(Lenient):
    """What every model tells, whatever it makes."""

    id: str
    name: Maybe[str] = None
    description: Maybe[str] = None
    created: Moment = None
    architecture: Maybe[_Architecture] = None


class _TextModel(_Entry):
    context_length: Maybe[int] = None
    top_provider: Maybe[_TopProvider] = None
    supported_parameters: Listed[str] = None
    pricing: object = None
    reasoning: Maybe[_Reasoning] = None
    expiration_date: Maybe[date] = None
    supported_voices: Listed[str] = None


class _ImageModel(_Entry):
    supported_parameters: object = None
    supports_streaming: Maybe[bool] = None


class _ImagePrice(Lenient):
    billable: str
    unit: str
    cost_usd: Usd
    variant: Maybe[str] = None


class _ImageEndpoint(Lenient):
    provider_name: Maybe[str] = None
    provider_slug: Maybe[str] = None
    supported_parameters: object = None
    pricing: object = None


class _Bounds(Lenient):
    min: Maybe[int | float] = None
    max: Maybe[int | float] = None


class _VideoModel(_Entry):
    canonical_slug: Maybe[str] = None
    supported_resolutions: Listed[str] = None
    supported_aspect_ratios: Listed[str] = None
    supported_sizes: Listed[str] = None
    supported_durations: Listed[int] = None
    supported_frame_images: Listed[str] = None
    generate_audio: Maybe[bool] = None
    seed: Maybe[bool] = None
    upscale_factor: Maybe[_Bounds] = None
    creativity: Listed[int] = None
    pricing_skus: Prices = Field(default_factory=dict[str, str])
    allowed_passthrough_parameters: Listed[str] = None


def text_models(body: bytes) -> tuple[tuple[TextModelInfo, ...], int]:
    """One page of /models, and how many there are in all. Raises `Unreadable`."""
    answer = record(decode(body))
    found = _readable(answer.get("data"), _text_model)
    total = answer.get("total_count")
    return found, total if isinstance(total, int) else len(found)


def image_models(body: bytes) -> tuple[ImageModelInfo, ...]:
    """Raises `Unreadable`."""
    return _readable(record(decode(body)).get("data"), _image_model)


def image_prices(body: bytes) -> tuple[ImageEndpoint, ...]:
    """The endpoints of one image model, which come without the usual envelope.

    Raises `Unreadable`.
    """
    return _readable(record(decode(body)).get("endpoints"), _image_endpoint)


def video_models(body: bytes) -> tuple[VideoModelInfo, ...]:
    """Raises `Unreadable`."""
    return _readable(record(decode(body)).get("data"), _video_model)


def _readable(entries: object, read: Callable[[object], T]) -> tuple[T, ...]:
    given = items(entries)
    if not given and entries != []:
        raise Unreadable("no list of entries")
    found: list[T] = []
    for entry in given:
        try:
            found.append(read(entry))
        except ValidationError:
            continue
    return tuple(found)


def _text_model(entry: object) -> TextModelInfo:
    read = _TextModel.model_validate(entry)
    top, architecture = read.top_provider or _TopProvider(), read.architecture or _Architecture()
    pricing = record(read.pricing)
    return TextModelInfo(
        id=read.id,
        name=read.name or read.id,
        description=read.description or "",
        created_at=read.created,
        context_length=read.context_length or None,
        max_completion_tokens=top.max_completion_tokens or None,
        is_moderated=bool(top.is_moderated),
        input_modalities=architecture.input_modalities or (),
        output_modalities=architecture.output_modalities or (),
        supported_parameters=read.supported_parameters or (),
        pricing=prices(pricing),
        price_overrides=tuple(map(_override, items(pricing.get("overrides")))),
        reasoning=read.reasoning.ours() if read.reasoning else None,
        expires_on=read.expiration_date,
        voices=read.supported_voices or (),
    )


def _image_model(entry: object) -> ImageModelInfo:
    read = _ImageModel.model_validate(entry)
    architecture = read.architecture or _Architecture()
    return ImageModelInfo(
        id=read.id,
        name=read.name or read.id,
        description=read.description or "",
        created_at=read.created,
        input_modalities=architecture.input_modalities or (),
        output_modalities=architecture.output_modalities or (),
        supported_parameters=_parameters(read.supported_parameters),
        supports_streaming=bool(read.supports_streaming),
    )


def _image_endpoint(entry: object) -> ImageEndpoint:
    read = _ImageEndpoint.model_validate(entry)
    return ImageEndpoint(
        provider_name=read.provider_name or "",
        provider_slug=read.provider_slug or "",
        supported_parameters=_parameters(read.supported_parameters),
        prices=_readable(items(read.pricing), _image_price),
    )


def _image_price(entry: object) -> ImagePrice:
    read = _ImagePrice.model_validate(entry)
    return ImagePrice(read.billable, read.unit, read.cost_usd, read.variant)


def _video_model(entry: object) -> VideoModelInfo:
    read = _VideoModel.model_validate(entry)
    factor = read.upscale_factor
    durations = read.supported_durations
    return VideoModelInfo(
        id=read.id,
        canonical_slug=read.canonical_slug,
        name=read.name or read.id,
        description=read.description or "",
        created_at=read.created,
        supported_resolutions=read.supported_resolutions,
        supported_aspect_ratios=read.supported_aspect_ratios,
        supported_sizes=read.supported_sizes,
        supported_durations=None if durations is None else tuple(sorted(durations)),
        supported_frame_images=read.supported_frame_images,
        generate_audio=read.generate_audio,
        seed=read.seed,
        upscale_factor=UpscaleRange(factor.min, factor.max) if factor else None,
        creativity=read.creativity,
        pricing_skus=read.pricing_skus,
        allowed_passthrough_parameters=read.allowed_passthrough_parameters or (),
    )


def _override(entry: object) -> PriceOverride:
    read = _Override.model_validate(record(entry))
    return PriceOverride(
        prices={name: usd for name, usd in prices(entry).items() if name not in _CONDITIONS},
        min_prompt_tokens=read.min_prompt_tokens,
        utc_days=read.utc_days or (),
        utc_start=read.utc_start,
        utc_end=read.utc_end,
    )


def _parameters(declared: object) -> dict[str, Parameter]:
    read = {name: _parameter(record(shape)) for name, shape in record(declared).items()}
    return {name: parameter for name, parameter in read.items() if parameter is not None}


def _parameter(shape: Mapping[str, object]) -> Parameter | None:
    match shape.get("type"):
        case "enum":
            return EnumParameter(tuple(str(value) for value in items(shape.get("values"))))
        case "range":
            bounds = _Bounds.model_validate(shape)
            return RangeParameter(bounds.min, bounds.max)
        case "boolean":
            return BooleanParameter()
        case _:
            return None
