"""Published prices as one kind of thing: dollars for a unit, under conditions.

The gateway publishes them in three ways (per token, per billable of a picture, per SKU of a
film). `text`, `image` and `video` beside this read them into what is here.
"""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cached_property
from hashlib import sha256

MOST_USD = Decimal(10_000)
LEAST_USD = Decimal("1e-15")
LONGEST = 40
"""Beyond these a number is a mistake, not the price of one unit of anything."""


class Unit(StrEnum):
    """What is counted. The value is how a person reads it."""

    REQUEST = "per request"
    PROMPT_TOKENS = "per prompt token"
    ANSWER_TOKENS = "per answer token"
    LETTER = "per letter"
    IMAGE = "per image"
    MEGAPIXEL = "per megapixel"
    IMAGE_TOKENS = "per image token"
    INPUT_IMAGE = "per image given"
    INPUT_MEGAPIXEL = "per megapixel given"
    INPUT_IMAGE_TOKENS = "per token of images given"
    REFERENCE = "per reference image"
    SECOND = "per second"
    VIDEO_TOKENS = "per video token"
    MEGAPIXEL_SECOND = "per megapixel and second"
    MINIMUM = "at least"
    WEB_PAGE = "per page found on the web"
    OTHER = "for something else"


@dataclass(frozen=True, slots=True)
class Rate:
    """Dollars for one `unit` while every condition of `when` holds, see `choose.holds`.

    `inferred`: worked out from what was published rather than published.
    """

    unit: Unit
    usd: Decimal
    when: frozenset[str] = frozenset()
    inferred: bool = False


Tariff = tuple[Rate, ...]
"""All rates of one provider."""


@dataclass(frozen=True)
class Prices:
    """What is known of a model's prices: one tariff for each provider that may serve it.

    None at all means that no price is published, which is not the same as free.
    """

    tariffs: tuple[Tariff, ...] = field(default_factory=tuple)

    @cached_property
    def version(self) -> str:
        """Differs whenever any price does."""
        facts = [
            sorted(f"{rate.unit}|{rate.usd.normalize()}|{sorted(rate.when)}" for rate in tariff)
            for tariff in self.tariffs
        ]
        return sha256(repr(sorted(facts)).encode()).hexdigest()[:12]


GATEWAYS_OWN: Tariff = (Rate(Unit.WEB_PAGE, Decimal("0.004")),)
"""What the gateway asks for what it does itself, whoever answers. The catalogue does not tell; its
documentation of the web search does: 4 dollars for 1,000 results of Exa."""


def read_usd(published: str | None) -> Decimal | None:
    """A published price as dollars, or None: not known ("-1"), not a number, or absurd."""
    if published is None or len(published) > LONGEST:
        return None
    try:
        usd = Decimal(published.strip())
    except InvalidOperation:
        return None
    if not usd.is_finite() or usd < 0 or usd > MOST_USD or 0 < usd < LEAST_USD:
        return None
    return usd
