"""What an order will cost, told before it is placed."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from app.catalog.bill import Bill, bill, bill_of_free, micros_of
from app.catalog.measure import measure
from app.catalog.measure.quantity import Certainty
from app.catalog.model import Model, Order, Quote, QuoteKind, QuotePart
from app.money import ZERO, Micros

KINDS: dict[Certainty, QuoteKind] = {
    Certainty.EXACT: "exact",
    Certainty.AT_MOST: "upper_bound",
    Certainty.ASSUMED: "estimate",
}


def quote(model: Model, order: Order) -> Quote:
    """The price of `order` with the model's defaults filled in. Never raises.

    The gateway picks the provider, so the dearest one that publishes prices is quoted. An
    amount of 0 means free and nothing else; what has no known price is "unknown".
    """
    version = model.prices.version
    measured = measure(model, replace(order, params=model.complete(order.params)))
    if not model.free:
        return _dearest(
            [bill(model.kind, each, measured) for each in model.prices.tariffs], version
        )
    asked = bill_of_free(model.kind, measured)
    return _dearest([asked], version) if asked else Quote(ZERO, "exact", (), version)


def _dearest(bills: Sequence[Bill | None], version: str) -> Quote:
    known = [each for each in bills if each is not None]
    if not known:
        return Quote(None, "unknown", (), version)
    dearest = max(known, key=lambda each: each.usd)
    amount = micros_of(dearest.usd)
    if amount is None:
        return Quote(None, "unknown", (), version)
    parts = _parts(dearest)
    return Quote(_sum(parts), KINDS[_certainty(bills, dearest)], parts, version)


def _certainty(bills: Sequence[Bill | None], dearest: Bill) -> Certainty:
    if None in bills:
        return Certainty.ASSUMED
    same = all(each is not None and each.usd == dearest.usd for each in bills)
    return max(dearest.certainty, Certainty.EXACT if same else Certainty.AT_MOST)


def _parts(dearest: Bill) -> tuple[QuotePart, ...]:
    """The lines in micros. Rounded on the running sum, so that the parts add up to it."""
    parts: list[QuotePart] = []
    total, told = Decimal(0), 0
    for line in dearest.lines:
        total += line.usd
        micros = (micros_of(total) or 0) - told
        told += micros
        parts.append(QuotePart(line.what, Micros(micros)))
    if told == 0:
        # Less than half a micro, but not free.
        parts[-1] = replace(parts[-1], amount=Micros(1))
    return tuple(part for part in parts if part.amount)


def _sum(parts: tuple[QuotePart, ...]) -> Micros:
    return Micros(sum(part.amount for part in parts))
