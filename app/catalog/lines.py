"""Prices as lines to read: what is paid for, and how many dollars."""

import re
from dataclasses import dataclass
from decimal import Decimal

from app.catalog.pricing.rates import Prices, Rate, Unit

MILLION = 1_000_000

PER_MILLION = {
    Unit.PROMPT_TOKENS: "per million prompt tokens",
    Unit.ANSWER_TOKENS: "per million answer tokens",
    Unit.LETTER: "per million letters",
    Unit.IMAGE_TOKENS: "per million image tokens",
    Unit.INPUT_IMAGE_TOKENS: "per million tokens of images given",
    Unit.VIDEO_TOKENS: "per million video tokens",
}

SAID = {
    "mode=text": "from text",
    "mode=image": "from an image",
    "audio=yes": "with audio",
    "audio=no": "without audio",
    "reference=yes": "with reference images",
    "video_input=yes": "with a film given",
    "continuation=yes": "going on from a film",
    "other=reasoning": "while reasoning",
    "other=hour": "at certain hours",
}


@dataclass(frozen=True, slots=True)
class PriceLine:
    what: str
    usd: str


def price_lines(prices: Prices) -> tuple[PriceLine, ...]:
    """Every published price once, in the order published. Empty: none is published."""
    lines = (_line(rate) for tariff in prices.tariffs for rate in tariff if rate.usd)
    return tuple(dict.fromkeys(lines))


def _line(rate: Rate) -> PriceLine:
    per_million = PER_MILLION.get(rate.unit)
    usd = rate.usd * MILLION if per_million else rate.usd
    conditions = sorted(map(_said, rate.when), key=lambda said: said[0].isdigit())
    return PriceLine(", ".join([per_million or rate.unit.value, *conditions]), _dollars(usd))


def _said(condition: str) -> str:
    what, _, value = condition.partition("=")
    if what == "prompt_over":
        return f"prompts over {int(value):,} tokens"
    return SAID.get(condition) or re.sub(r"k$", "K", value)


def _dollars(usd: Decimal) -> str:
    """At least two decimals, no zeros beyond them."""
    plain = f"{usd.normalize():f}"
    whole, _, cents = plain.partition(".")
    return f"{whole}.{cents:0<2}"
