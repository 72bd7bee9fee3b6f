"""Money is an integer number of micro-dollars, everywhere. Floats never hold money."""

from decimal import ROUND_HALF_UP, Decimal
from typing import NewType

Micros = NewType("Micros", int)
"""Millionths of a US dollar."""

DOLLAR = Micros(1_000_000)
ZERO = Micros(0)


def from_usd(usd: Decimal | str | int) -> Micros:
    """Dollars as micros, half a micro rounded up.

    Takes no float: read JSON numbers as `Decimal`, so that $0.1 stays $0.1.
    """
    return Micros(int((Decimal(usd) * DOLLAR).quantize(Decimal(1), ROUND_HALF_UP)))


def show(amount: Micros) -> str:
    """For a person: cents from a cent up, otherwise as many digits as it takes to see something.

    >>> show(Micros(400_000)), show(Micros(1_200)), show(Micros(0))
    ('$0.40', '$0.0012', '$0.00')
    """
    dollars = Decimal(amount) / DOLLAR
    if amount == 0 or abs(amount) >= 10_000:
        return f"${dollars:.2f}"
    return f"${dollars.normalize():f}"
