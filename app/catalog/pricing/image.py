"""What a picture costs, read from the price lines of the providers that make it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.catalog.pricing.image_tokens import undone
from app.catalog.pricing.rates import Prices, Rate, Tariff, Unit, read_usd
from app.gateway.model import ImageEndpoint, ImagePrice

UNITS = {
    ("output_image", "request"): Unit.REQUEST,
    ("output_image", "image"): Unit.IMAGE,
    ("output_image", "megapixel"): Unit.MEGAPIXEL,
    ("input_image", "image"): Unit.INPUT_IMAGE,
    ("input_image", "megapixel"): Unit.INPUT_MEGAPIXEL,
    ("input_image", "token"): Unit.INPUT_IMAGE_TOKENS,
    ("input_reference", "image"): Unit.INPUT_IMAGE,
    ("input_reference", "megapixel"): Unit.INPUT_MEGAPIXEL,
    ("input_reference", "token"): Unit.INPUT_IMAGE_TOKENS,
    ("input_text", "request"): Unit.REQUEST,
    ("input_text", "token"): Unit.PROMPT_TOKENS,
}

NEVER_SENT = "input_font"

WORDS = (
    (re.compile(r"\d+x\d+"), "size="),
    (re.compile(r"512|768|\d+(\.\d+)?k"), "resolution="),
    (re.compile("low|medium|high|xhigh|max"), "quality="),
)


def image_prices(endpoints: Sequence[ImageEndpoint]) -> Prices:
    """One tariff for each provider that publishes prices."""
    tariffs = (_tariff(endpoint.prices) for endpoint in endpoints)
    return Prices(tuple(tariff for tariff in tariffs if tariff))


def _tariff(prices: Sequence[ImagePrice]) -> Tariff:
    return tuple(rate for price in prices for rate in _rates(price))


def _rates(price: ImagePrice) -> Iterator[Rate]:
    usd = read_usd(price.usd)
    if usd is None or price.billable == NEVER_SENT:
        return
    when = frozenset(_conditions((price.variant or "").lower()))
    if (price.billable, price.unit) == ("output_image", "token"):
        yield replace(undone(usd), when=when)
    else:
        yield Rate(UNITS.get((price.billable, price.unit), Unit.OTHER), usd, when)


def _conditions(variant: str) -> Iterator[str]:
    for word in re.split(r"[^a-z\d.]+", variant):
        known = next((what for pattern, what in WORDS if pattern.fullmatch(word)), "other=")
        if word:
            yield known + word
