"""The most that one request to a model may cost. What is held before it is sent must fit."""

from collections.abc import Sequence

from app.catalog.model import Kind
from app.errors import AppError
from app.money import show
from app.routing.model import Candidate

LESS = {
    Kind.TEXT: "Send less, allow only a shorter answer",
    Kind.IMAGE: "Ask for fewer or smaller images",
    Kind.VIDEO: "Ask for a shorter or smaller film",
    Kind.EMBEDDING: "Send less at once",
    Kind.SPEECH: "Send less at once",
}


class PriceCapExceeded(AppError):
    status, code, title = 402, "price-cap-exceeded", "This costs more than this model may cost here"


def affordable(able: Sequence[Candidate]) -> Sequence[Candidate]:
    """Those within the caps of their models; if none is, all, whose refusal says why."""
    return [each for each in able if each.fits_cap] or able


def check_cap(candidate: Candidate) -> None:
    """Refuse it above the cap of its model, and without a known price: it might be above."""
    model, amount = candidate.model, candidate.quote.amount
    if model.price_cap is None or candidate.fits_cap:
        return
    cap = show(model.price_cap)
    known = f"This costs about {show(amount)}" if amount is not None else "Its price is not known"
    raise PriceCapExceeded(
        f"{known}, and one request to {model.name} may cost at most {cap} here. "
        f"{_instead(candidate)}",
        quote_micros=amount,
        price_cap_micros=model.price_cap,
    )


def _instead(candidate: Candidate) -> str:
    if candidate.quote.amount is None:
        return "Choose another model."
    return f"{LESS[candidate.model.kind]}, or choose another model."
