"""What something did cost, for answers that do not say so themselves."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from app.catalog.bill import bill, bill_of_free, micros_of
from app.catalog.measure import measure
from app.catalog.measure.quantity import Measured, Quantity
from app.catalog.model import Kind, Model, Order
from app.catalog.pricing.choose import PROMPT_OVER
from app.catalog.pricing.rates import Unit
from app.money import ZERO, Micros


def computed_cost(
    model: Model,
    order: Order,
    *,
    prompt_tokens: int | None = None,
    completion_tokens: int | None = None,
    images: int | None = None,
) -> Micros | None:
    """The cost at published prices, as exactly as what is known allows. None: cannot be told.

    The tokens are those that the gateway counted; `images` how many pictures arrived. Where
    providers differ in price, the dearest is taken. Words without counted tokens have no cost
    that could be computed.
    """
    if model.free:
        return _of_free(model, order)
    if model.kind is Kind.TEXT and (prompt_tokens is None or completion_tokens is None):
        return None
    arrived = {"n": images} if images else {}
    measured = measure(model, replace(order, params=model.complete(order.params) | arrived))
    quantities = {**measured.quantities, **_counted(model.kind, prompt_tokens, completion_tokens)}
    facts = {**measured.facts, PROMPT_OVER: str(prompt_tokens or 0)}
    bills = [bill(model.kind, each, Measured(quantities, facts)) for each in model.prices.tariffs]
    sums = [each.usd for each in bills if each is not None]
    return micros_of(max(sums)) if sums else None


def _of_free(model: Model, order: Order) -> Micros | None:
    asked = bill_of_free(model.kind, measure(model, order))
    return micros_of(asked.usd) if asked else ZERO


def _counted(kind: Kind, prompt: int | None, completion: int | None) -> Mapping[Unit, Quantity]:
    counts: dict[Unit, int | None] = {Unit.PROMPT_TOKENS: prompt}
    if kind is Kind.TEXT:
        counts[Unit.ANSWER_TOKENS] = completion
    elif completion is not None:
        # The words beside a picture are counted together with it.
        counts |= {Unit.IMAGE_TOKENS: completion, Unit.ANSWER_TOKENS: 0}
    return {
        unit: Quantity(Decimal(count), unit.value)
        for unit, count in counts.items()
        if count is not None
    }
