"""What a film costs, read from the names of its SKUs.

`cents_…` are cents, everything else dollars. The name tells the unit, and the rest of it the
conditions: `text_to_video_duration_seconds_720p`, `video_tokens_4k_with_video_input`.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from app.catalog.pricing.rates import Prices, Rate, Unit, read_usd

UNITS = (
    (re.compile("minimum_cents_per_generation"), Unit.MINIMUM),
    (re.compile("cents_per_megapixel_second"), Unit.MEGAPIXEL_SECOND),
    (re.compile("cents_per_image_input"), Unit.INPUT_IMAGE),
    (re.compile("cents_per(_video_output)?_second(_output)?"), Unit.SECOND),
    (re.compile("duration_seconds"), Unit.SECOND),
    (re.compile("video_tokens"), Unit.VIDEO_TOKENS),
    (re.compile("reference_images"), Unit.REFERENCE),
)

CONDITIONS = (
    (re.compile("text_to_video"), "mode=text"),
    (re.compile("image_to_video"), "mode=image"),
    (re.compile("with_video_input"), "video_input=yes"),
    (re.compile("video_continuation"), "continuation=yes"),
    (re.compile("without_audio"), "audio=no"),
    (re.compile("with_audio"), "audio=yes"),
    (re.compile("reference"), "reference=yes"),
    (re.compile(r"(?<![a-z\d])(\d+[pk])(?![a-z\d])"), r"resolution=\1"),
)


def video_prices(skus: Mapping[str, str]) -> Prices:
    """The one tariff of a video model. SKUs without a readable price are left out."""
    tariff = tuple(_rates(skus))
    return Prices((tariff,) if tariff else ())


def _rates(skus: Mapping[str, str]) -> Iterator[Rate]:
    for sku, published in skus.items():
        usd = read_usd(published)
        if usd is not None:
            name = sku.lower()
            yield _rate(name, usd / 100 if "cents_per" in name else usd)


def _rate(sku: str, usd: Decimal) -> Rate:
    for pattern, unit in UNITS:
        if pattern.search(sku):
            return Rate(unit, usd, frozenset(_conditions(pattern.sub(" ", sku, count=1))))
    return Rate(Unit.OTHER, usd)


def _conditions(rest: str) -> Iterator[str]:
    for pattern, condition in CONDITIONS:
        found = pattern.search(rest)
        if found:
            yield found.expand(condition)
            rest = pattern.sub(" ", rest, count=1)
    # A word we do not know may or may not apply: it stays undecided for every order.
    for word in re.findall(r"[a-z\d]+", rest):
        yield f"other={word}"
