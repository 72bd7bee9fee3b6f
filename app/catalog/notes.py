"""What is different between two catalogues."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from app.catalog.lines import price_lines
from app.catalog.model import Kind, Model
from app.catalog.pricing.rates import Prices

Models = Mapping[Kind, Mapping[str, Model]]


@dataclass(frozen=True, slots=True)
class Note:
    """`before` and `after` are price lines in JSON, as in `lines.PriceLine`."""

    at: datetime
    kind: str
    model: str
    what: Literal["appeared", "vanished", "price"]
    before: str | None = None
    after: str | None = None


def differences(old: Models, new: Models, at: datetime) -> Iterator[Note]:
    """New, lost and repriced models. A kind that was empty before has no news to tell."""
    for kind in Kind:
        before, after = old.get(kind, {}), new.get(kind, {})
        if before:
            yield from _of_kind(kind, before, after, at)


def _of_kind(
    kind: Kind, before: Mapping[str, Model], after: Mapping[str, Model], at: datetime
) -> Iterator[Note]:
    for gone in before.keys() - after.keys():
        yield Note(at, kind, gone, "vanished", before=_lines(before[gone].prices))
    for model_id, model in after.items():
        known = before.get(model_id)
        if known is None:
            yield Note(at, kind, model_id, "appeared", after=_lines(model.prices))
        elif known.prices.version != model.prices.version:
            was, now = _lines(known.prices), _lines(model.prices)
            yield Note(at, kind, model_id, "price", was, now)


def _lines(prices: Prices) -> str:
    return json.dumps([asdict(line) for line in price_lines(prices)])
