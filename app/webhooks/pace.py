"""How long to wait before a delivery is tried again, and when to leave it."""

from datetime import timedelta
from random import SystemRandom

from app.webhooks.model import TEST, Delivery

_spread = SystemRandom().uniform

WAITS = tuple(
    timedelta(seconds=each)
    for each in (5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 21_600, 36_000)
)
"""After the first, the second, … attempt. With the last one about a day is over."""

FAILING_TOO_LONG = timedelta(days=3)
"""Nothing has arrived for so long, and one more was given up: the endpoint is switched off."""


def before_next(delivery: Delivery) -> timedelta | None:
    """How long to wait after an attempt that failed, with jitter; None if it was the last one.
    Somebody waits for the outcome of a test, so that is tried once."""
    if delivery.event == TEST or delivery.attempts >= len(WAITS):
        return None
    return WAITS[delivery.attempts] * _spread(0.8, 1.2)
