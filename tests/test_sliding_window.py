"""The sliding window behind every limit on how often."""

from datetime import timedelta

import pytest

from app import sliding_window
from app.sliding_window import SlidingWindow
from tests.clocks import TurnableClock

SPAN = timedelta(minutes=15)


def test_attempts_come_back_one_by_one(clock: TurnableClock) -> None:
    window = SlidingWindow(SPAN)
    for _ in range(3):
        window.count("ben", clock())
        clock.turn(minutes=1)
    assert window.wait("ben", 3, clock()) == timedelta(minutes=12)
    clock.turn(minutes=12)
    assert not window.wait("ben", 3, clock())
    window.count("ben", clock())
    assert window.wait("ben", 3, clock()) == timedelta(minutes=1)


def test_a_limit_that_was_lowered_waits_for_all_above_it(clock: TurnableClock) -> None:
    window = SlidingWindow(SPAN)
    for _ in range(5):
        window.count("ben", clock())
        clock.turn(minutes=1)
    assert window.used("ben", clock()) == 5
    assert window.wait("ben", 2, clock()) == timedelta(minutes=13)
    assert window.until_next("ben", clock()) == timedelta(minutes=10)


def test_a_limit_of_none_at_all_is_never_free(clock: TurnableClock) -> None:
    assert SlidingWindow(SPAN).wait("ben", 0, clock()) == SPAN


def test_a_flood_of_names_cannot_fill_the_memory(
    clock: TurnableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sliding_window, "MAX_KEYS", 100)
    window = SlidingWindow(SPAN)
    window.count("first", clock())
    for n in range(99):
        window.count(f"name-{n}", clock())
    assert window.wait("first", 1, clock())
    window.count("one more", clock())
    assert not window.wait("first", 1, clock())
    assert window.wait("name-0", 1, clock())
