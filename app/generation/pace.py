"""How long to wait before asking the gateway again."""

from datetime import timedelta
from random import SystemRandom

_spread = SystemRandom().uniform

EAGER = timedelta(minutes=1)
EAGER_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=5)
LATE = timedelta(minutes=60)
LATE_PAUSE = timedelta(hours=1)
MANY = 1_000
"""Jobs that are looked at as often as their age tells: about 50 looks a second, a fifth of a
core. More than that share these looks."""


def poll_pause(age: timedelta) -> timedelta:
    """Every 5 s in the first minute, then 10 to 30 s, spread so that jobs do not march in step;
    after an hour, every hour."""
    if age < EAGER:
        return EAGER_PAUSE
    if age >= LATE:
        return LATE_PAUSE
    slowest = min(30.0, 10 + age.total_seconds() / 60)
    return timedelta(seconds=_spread(10, slowest))


def among(pause: timedelta, followed: int) -> timedelta:
    """The pause before a look at one of so many jobs, if alone it would be `pause`: longer where
    they are more than `MANY`, so that all together are not looked at more often. At most 5 min,
    unless it is longer than that already."""
    return max(pause, min(LONGEST_PAUSE, pause * (followed / MANY)))


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
