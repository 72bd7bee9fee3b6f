"""What a film takes: seconds, or video tokens, and the pictures it starts from."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from math import ceil

from app.catalog.measure.params import whole, word
from app.catalog.measure.pixels import film_area, resolution_of, size_of, sized_film_area
from app.catalog.measure.quantity import (
    ONE_REQUEST,
    Certainty,
    Measured,
    Quantity,
    several,
)
from app.catalog.model import Model, Order, Role, Scalar
from app.catalog.pricing.choose import Facts
from app.catalog.pricing.rates import Unit

FRAMES_PER_SECOND = 24
PIXELS_PER_TOKEN = 1024
MILLION = 1_000_000


def measure_video(_: Model, order: Order) -> Measured:
    seconds, area = whole(order.params.get("duration")), _frame_area(order.params)
    given, references = order.count(*Role), order.count(Role.REFERENCE)
    quantities: dict[Unit, Quantity | None] = {
        Unit.REQUEST: ONE_REQUEST,
        Unit.SECOND: several(seconds, "second", "seconds") if seconds else None,
        Unit.VIDEO_TOKENS: _video_tokens(seconds, area),
        Unit.MEGAPIXEL_SECOND: _megapixel_seconds(seconds, area),
        Unit.INPUT_IMAGE: several(given, "image given", "images given"),
        Unit.REFERENCE: several(references, "reference image", "reference images"),
    }
    return Measured(quantities, _facts(order))


def _video_tokens(seconds: int, area: int | None) -> Quantity | None:
    if not seconds or area is None:
        return None
    # One frame more than asked for, as measured: 4 seconds came as 97 frames.
    frames = seconds * FRAMES_PER_SECOND + 1
    tokens = ceil(Fraction(area * frames, PIXELS_PER_TOKEN))
    return Quantity(
        Decimal(tokens), f"{seconds} s, about {tokens:,} video tokens", Certainty.ASSUMED
    )


def _megapixel_seconds(seconds: int, area: int | None) -> Quantity | None:
    if not seconds or area is None:
        return None
    extent = Decimal(area * seconds) / MILLION
    return Quantity(extent, f"{seconds} s, about {extent:.1f} megapixel-seconds", Certainty.ASSUMED)


def _frame_area(params: Mapping[str, Scalar]) -> int | None:
    size = size_of(word(params.get("size")))
    if size:
        return sized_film_area(*size)
    return film_area(word(params.get("resolution")), word(params.get("aspect_ratio")))


def _facts(order: Order) -> Facts:
    return {
        "mode": "image" if order.count(*Role) else "text",
        "reference": "yes" if order.count(Role.REFERENCE) else "no",
        # What we never send, though there are prices for it.
        "video_input": "no",
        "continuation": "no",
    } | dict(_choices(order.params))


def _choices(params: Mapping[str, Scalar]) -> Iterator[tuple[str, str]]:
    audio = params.get("generate_audio")
    if isinstance(audio, bool):
        yield "audio", "yes" if audio else "no"
    size = size_of(word(params.get("size")))
    resolution = resolution_of(*size) if size else word(params.get("resolution"))
    if resolution:
        yield "resolution", resolution
