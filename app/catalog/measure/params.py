"""Reading the parameters of an order that nobody has checked yet."""

from app.catalog.model import Scalar

MOST = 1_000_000_000


def whole(value: Scalar | None) -> int:
    """`value` if it is a sensible count of something, else 0."""
    if isinstance(value, bool) or not isinstance(value, int):
        return 0
    return value if 0 < value <= MOST else 0


def word(value: Scalar | None) -> str:
    """`value` in lower case if it is a word, else an empty one."""
    return value.lower() if isinstance(value, str) else ""
