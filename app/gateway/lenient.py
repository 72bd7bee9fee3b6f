"""Reading JSON that others write: exact about money, forgiving about everything else.

A field that is missing, null or of a surprising type is None; unknown fields and values
are passed over. New things on the wire must never break what worked.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, TypeVar, cast

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from app.money import Micros, from_usd

T = TypeVar("T")

MOST_USD = Decimal(100_000)
"""No single request costs more; a number beyond it is a mistake, not a price."""

MOST = 2**31 - 1
"""Nobody counts further; a number beyond it would not fit where counts are kept."""

NOTHING: Mapping[str, object] = {}

# One decoder for all: numbers with a point become Decimal, NaN and Infinity become None.
_exact = json.JSONDecoder(parse_float=Decimal, parse_constant=lambda _: None, strict=False)


class Unreadable(ValueError):
    """Not JSON, or not the kind of JSON that was promised."""


def decode(body: bytes) -> object:
    """The JSON in `body`, its fractions exact. Raises `Unreadable`."""
    try:
        return cast(object, _exact.decode(body.decode("utf-8-sig", "replace")))
    except (ValueError, RecursionError) as error:
        raise Unreadable(str(error)) from error


def record(value: object) -> Mapping[str, object]:
    """`value` if it is a JSON object, else an empty one."""
    return cast(Mapping[str, object], value) if isinstance(value, dict) else NOTHING


def items(value: object) -> list[object]:
    """`value` if it is a JSON array, else an empty one."""
    return cast(list[object], value) if isinstance(value, list) else []


def text(value: object) -> str:
    """`value` if it is a string, else an empty one. It can be written as UTF-8."""
    if not isinstance(value, str):
        return ""
    return value if value.isascii() else value.encode("utf-8", "replace").decode()


def money(value: object) -> Micros | None:
    """Dollars as micros. Negative, absurd or no number at all: not known."""
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        return None
    try:
        usd = Decimal(value)
        return from_usd(usd) if 0 <= usd <= MOST_USD else None
    except (InvalidOperation, ValueError):
        return None


def prices(value: object) -> dict[str, str]:
    """The prices of an object as decimal strings, as published; nothing else of it."""
    found = ((name, _usd(price)) for name, price in record(value).items())
    return {name: price for name, price in found if price is not None}


def _usd(price: object) -> str | None:
    if isinstance(price, Decimal):
        return f"{price:f}" if abs(price.adjusted()) < 30 else None
    if isinstance(price, int) and not isinstance(price, bool):
        return str(price)
    return price if isinstance(price, str) else None


def _or_none(value: object, validate: ValidatorFunctionWrapHandler) -> object:
    try:
        return validate(value)
    except ValidationError:
        return None


def _good_ones(value: object, validate: ValidatorFunctionWrapHandler) -> object:
    if not isinstance(value, list):
        return None
    kept: list[object] = []
    for item in items(cast(object, value)):
        try:
            kept.extend(cast(tuple[object, ...], validate([item])))
        except ValidationError:
            continue
    return tuple(kept)


def _moment(value: object) -> datetime | None:
    try:
        return datetime.fromtimestamp(value, UTC) if isinstance(value, int) and value else None
    except (OverflowError, ValueError, OSError):
        return None


Maybe = Annotated[T | None, WrapValidator(_or_none)]
"""A `T`, or None for whatever is not one."""

Listed = Annotated[tuple[T, ...] | None, WrapValidator(_good_ones)]
"""The good items of a list, or None where there is no list."""

Count = Maybe[Annotated[int, Field(ge=0, le=MOST)]]
"""How many of something, or None for what cannot be a number of things."""

Cost = Annotated[Micros | None, BeforeValidator(money)]
Usd = Annotated[str, BeforeValidator(_usd)]
Prices = Annotated[dict[str, str], BeforeValidator(prices)]

Moment = Annotated[datetime | None, BeforeValidator(_moment)]
"""Unix seconds, as an aware datetime."""


class Lenient(BaseModel):
    """Base of everything read from the wire."""

    model_config = ConfigDict(extra="ignore", frozen=True)
