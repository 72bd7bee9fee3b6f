"""So much of a unit, and how sure we are of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum

from app.catalog.measure.tokens import Tokens
from app.catalog.pricing.choose import Facts
from app.catalog.pricing.rates import Unit


class Certainty(IntEnum):
    """The worst of several is the certainty of their sum."""

    EXACT = 0
    AT_MOST = 1
    ASSUMED = 2


@dataclass(frozen=True, slots=True)
class Quantity:
    """`what` is how it reads on a bill."""

    count: Decimal
    what: str
    certainty: Certainty = Certainty.EXACT


@dataclass(frozen=True, slots=True)
class Measured:
    """What an order takes, and the facts that its prices may depend on.

    A quantity of None cannot be told before the work is done.
    """

    quantities: Mapping[Unit, Quantity | None]
    facts: Facts


ONE_REQUEST = Quantity(Decimal(1), "request")


def several(count: int, one: str, many: str) -> Quantity:
    return Quantity(Decimal(count), f"{count} {one if count == 1 else many}")


def at_most(count: int, what: str) -> Quantity:
    return Quantity(Decimal(count), what, Certainty.AT_MOST)


def tokens_of(what: str, tokens: Tokens) -> Quantity:
    if tokens.bounded:
        return at_most(tokens.count, f"{what}, up to {tokens.count:,} tokens")
    return Quantity(
        Decimal(tokens.count), f"{what}, about {tokens.count:,} tokens", Certainty.ASSUMED
    )
