"""One circuit: when it opens, how it finds out, when it closes."""

from datetime import timedelta

import pytest

from app.routing.breaker import SOON, Breaker, Trip
from tests.clocks import TurnableClock

TRIP = Trip()


@pytest.fixture
def breaker() -> Breaker:
    return Breaker(TRIP)


def fail(breaker: Breaker, clock: TurnableClock, times: int = TRIP.failures) -> None:
    for n in range(times):
        assert breaker.enter(f"call {n}", clock())
        breaker.failed(f"call {n}", clock())


def test_repeated_failures_open_it(breaker: Breaker, clock: TurnableClock) -> None:
    fail(breaker, clock, TRIP.failures - 1)
    assert breaker.state(clock()) == "closed"
    fail(breaker, clock, 1)
    assert breaker.state(clock()) == "open"
    assert not breaker.enter("one more", clock())


def test_failures_among_twice_as_many_successes_do_not(
    breaker: Breaker, clock: TurnableClock
) -> None:
    for _ in range(20):
        breaker.succeeded("well", clock())
    fail(breaker, clock, 10)
    assert breaker.state(clock()) == "closed"


def test_failures_of_long_ago_do_not_count(breaker: Breaker, clock: TurnableClock) -> None:
    fail(breaker, clock, TRIP.failures - 1)
    clock.turn(seconds=60)
    fail(breaker, clock, TRIP.failures - 1)
    assert breaker.state(clock()) == "closed"
    assert breaker.counted(clock()) == (TRIP.failures - 1, TRIP.failures - 1)


def test_half_open_lets_one_of_a_hundred_through(breaker: Breaker, clock: TurnableClock) -> None:
    fail(breaker, clock)
    clock.turn(seconds=30)
    assert breaker.state(clock()) == "half-open"
    assert [breaker.enter(f"call {n}", clock()) for n in range(100)].count(True) == 1


def test_a_probe_that_succeeds_closes_it(breaker: Breaker, clock: TurnableClock) -> None:
    fail(breaker, clock)
    clock.turn(seconds=30)
    breaker.enter("probe", clock())
    breaker.succeeded("probe", clock())
    assert breaker.state(clock()) == "closed"
    assert breaker.counted(clock()) == (0, 0)


def test_a_probe_that_fails_opens_it_for_as_long_again(
    breaker: Breaker, clock: TurnableClock
) -> None:
    fail(breaker, clock)
    clock.turn(seconds=45)
    breaker.enter("probe", clock())
    breaker.failed("probe", clock())
    clock.turn(seconds=29)
    assert breaker.state(clock()) == "open"
    clock.turn(seconds=1)
    assert breaker.enter("second probe", clock())


def test_the_announced_probe_may_pass_again(breaker: Breaker, clock: TurnableClock) -> None:
    fail(breaker, clock)
    clock.turn(seconds=30)
    assert breaker.enter("probe", clock())
    assert breaker.enter("probe", clock())
    assert not breaker.admits(None, clock())


def test_a_probe_that_was_not_made_frees_its_place(breaker: Breaker, clock: TurnableClock) -> None:
    fail(breaker, clock)
    clock.turn(seconds=30)
    breaker.enter("probe", clock())
    breaker.left("probe")
    assert breaker.enter("another", clock())


def test_a_probe_of_which_nothing_is_heard_is_given_up(
    breaker: Breaker, clock: TurnableClock
) -> None:
    fail(breaker, clock)
    clock.turn(seconds=30)
    breaker.enter("lost", clock())
    assert breaker.retry_at(clock()) == clock() + SOON
    clock.turn(seconds=TRIP.probe_patience.total_seconds())
    assert breaker.enter("another", clock())
    breaker.succeeded("lost", clock())
    assert breaker.state(clock()) == "half-open"


def test_what_passed_before_it_opened_cannot_close_it(
    breaker: Breaker, clock: TurnableClock
) -> None:
    breaker.enter("early", clock())
    fail(breaker, clock)
    breaker.succeeded("early", clock())
    assert breaker.state(clock()) == "open"
    assert breaker.retry_at(clock()) - clock() == timedelta(seconds=30)
