"""How long to wait before asking the gateway again."""

from datetime import timedelta
from random import SystemRandom

_spread = SystemRandom().uniform

EAGER = timedelta(minutes=1)
EAGER_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=5)
LATE = timedelta(minutes=60)
LATE_PAUSE = timedelta(hours=1)


def poll_pause(age: timedelta) -> timedelta:
    """Every 5 s in the first minute, then 10 to 30 s, spread so that jobs do not march in step;
    after an hour, every hour."""
    if age < EAGER:
        return EAGER_PAUSE
    if age >= LATE:
        return LATE_PAUSE
    slowest = min(30.0, 10 + age.total_seconds() / 60)
    return timedelta(seconds=_spread(10, slowest))


def after_busy(failures: int) -> timedelta:
    """Before a submit that did not happen is tried again: 2 s, doubling, with jitter."""
    return _backoff(2.0, failures)


def after_missed(failures: int, silence: timedelta = timedelta(0)) -> timedelta:
    """Before a free question is asked again: 5 s, doubling, with jitter; after an hour of
    silence, every hour."""
    return LATE_PAUSE if silence >= LATE else _backoff(5.0, failures)


def _backoff(first: float, failures: int) -> timedelta:
    seconds = min(LONGEST_PAUSE.total_seconds(), first * 2 ** min(failures, 10))
    return timedelta(seconds=seconds * _spread(0.8, 1.2))
