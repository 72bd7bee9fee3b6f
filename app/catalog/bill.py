"""An order at one provider's prices."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from app.catalog.measure.quantity import Certainty, Measured, Quantity
from app.catalog.model import Kind
from app.catalog.pricing.choose import choose
from app.catalog.pricing.rates import GATEWAYS_OWN, Tariff, Unit
from app.money import DOLLAR, Micros

ESSENTIAL: Mapping[Kind, frozenset[Unit]] = {
    Kind.TEXT: frozenset({Unit.PROMPT_TOKENS, Unit.ANSWER_TOKENS, Unit.REQUEST}),
    Kind.IMAGE: frozenset({Unit.IMAGE, Unit.MEGAPIXEL, Unit.IMAGE_TOKENS, Unit.REQUEST}),
    Kind.VIDEO: frozenset({Unit.SECOND, Unit.VIDEO_TOKENS, Unit.MEGAPIXEL_SECOND, Unit.REQUEST}),
    Kind.EMBEDDING: frozenset({Unit.PROMPT_TOKENS, Unit.REQUEST}),
    Kind.SPEECH: frozenset({Unit.LETTER, Unit.ANSWER_TOKENS, Unit.REQUEST}),
}
"""What a price must cover, above zero, to be the price of the thing itself.

The gateway writes 0 where it keeps the price elsewhere, so 0 alone says nothing.
"""

MOST = 100_000 * DOLLAR
"""No single order costs more; a sum beyond it is a mistake, not a price."""


@dataclass(frozen=True, slots=True)
class Line:
    unit: Unit
    what: str
    usd: Decimal


@dataclass(frozen=True, slots=True)
class Bill:
    lines: tuple[Line, ...]
    certainty: Certainty

    @property
    def usd(self) -> Decimal:
        return sum((line.usd for line in self.lines), Decimal(0))


def bill(kind: Kind, tariff: Tariff, measured: Measured) -> Bill | None:
    """What this provider would ask, or None where its prices do not tell."""
    asked = _bill(kind, tariff, measured)
    if asked is None:
        return None
    covered = any(line.usd and line.unit in ESSENTIAL[kind] for line in asked.lines)
    return asked if covered else None


def bill_of_free(kind: Kind, measured: Measured) -> Bill | None:
    """What a model that is free costs all the same, because the gateway adds work of its own."""
    asked = _bill(kind, (), measured)
    return asked if asked and asked.lines else None


def micros_of(usd: Decimal) -> Micros | None:
    """Half a micro rounded up; None for an absurd sum."""
    micros = int((usd * DOLLAR).to_integral_value(ROUND_HALF_UP))
    return Micros(micros) if micros <= MOST else None


def _bill(kind: Kind, tariff: Tariff, measured: Measured) -> Bill | None:
    lines: list[Line] = []
    certainty = Certainty.ASSUMED if _has_riddles(tariff) else Certainty.EXACT
    for unit, quantity in measured.quantities.items():
        rates = [rate for rate in (*tariff, *GATEWAYS_OWN) if rate.unit is unit]
        choice = choose(rates, measured.facts)
        if choice is None:
            if rates and unit in ESSENTIAL[kind]:
                return None
        elif quantity is None:
            return None
        elif quantity.count:
            lines.append(Line(unit, quantity.what, quantity.count * choice.usd))
            certainty = max(certainty, _certainty(quantity, choice.sure, choice.inferred))
    lines.extend(_minimum(tariff, lines))
    return Bill(tuple(lines), certainty)


def _certainty(quantity: Quantity, sure: bool, inferred: bool) -> Certainty:
    chosen = Certainty.EXACT if sure else Certainty.AT_MOST
    return max(quantity.certainty, Certainty.ASSUMED if inferred else chosen)


def _has_riddles(tariff: Tariff) -> bool:
    return any(rate.unit is Unit.OTHER and rate.usd for rate in tariff)


def _minimum(tariff: Tariff, lines: list[Line]) -> list[Line]:
    least = max((rate.usd for rate in tariff if rate.unit is Unit.MINIMUM), default=Decimal(0))
    missing = least - sum(line.usd for line in lines)
    return [Line(Unit.MINIMUM, "up to the minimum charge", missing)] if missing > 0 else []
