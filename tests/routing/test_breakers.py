"""The breakers of all models and of the gateway: what counts, and who is let through."""

from datetime import timedelta

import pytest

from app.catalog.model import Kind
from app.errors import AppError, BadInput
from app.gateway.errors import (
    GatewayBusy,
    GatewayFailed,
    GatewayMisconfigured,
    GatewayProblem,
    GatewayRefused,
    GatewayUnreachable,
    OutcomeUnknown,
    StreamBroken,
)
from app.gateway.model import Usage
from app.money import Micros
from app.routing.availability import worth_another
from app.routing.breakers import Breakers
from tests.clocks import TurnableClock

MODEL, OTHER = "google/veo-3.1", "openai/sora-2-pro"
DOWN = GatewayBusy("No provider is free.", status_code=503)


@pytest.fixture
def breakers(clock: TurnableClock) -> Breakers:
    return Breakers(clock)


def fail(breakers: Breakers, problem: AppError, model: str = MODEL, times: int = 5) -> None:
    for n in range(times):
        if breakers.enter(Kind.VIDEO, model, f"call {n}"):
            breakers.report(Kind.VIDEO, model, f"call {n}", problem)


@pytest.mark.parametrize(
    "problem",
    [
        DOWN,
        GatewayBusy("Overloaded.", status_code=529),
        GatewayFailed("Failed.", status_code=502),
        GatewayFailed("Failed.", status_code=500),
        OutcomeUnknown("Broke off.", status_code=500),
        OutcomeUnknown("No answer."),
        StreamBroken("Silence.", kind="stalled"),
        StreamBroken("Failed.", kind="error", status_code=502),
    ],
    ids=repr,
)
def test_what_is_busy_broken_or_silent_rests_and_others_go_on(
    breakers: Breakers, problem: GatewayProblem
) -> None:
    fail(breakers, problem)
    assert not breakers.admits(Kind.VIDEO, MODEL)
    assert breakers.admits(Kind.VIDEO, OTHER)
    assert breakers.admits(Kind.IMAGE, MODEL)


@pytest.mark.parametrize(
    "problem",
    [
        GatewayRefused("No faces, please.", status_code=400),
        GatewayRefused("The free models are used up for today.", status_code=429),
        GatewayBusy("Too many requests.", status_code=429),
        GatewayBusy("Too much under way.", status_code=402),
        GatewayMisconfigured("No credit.", status_code=402),
        GatewayFailed("The model made no picture.", status_code=200),
        OutcomeUnknown("Unreadable.", status_code=200),
        StreamBroken("Cut.", kind="cut"),
        BadInput("Ours."),
    ],
    ids=repr,
)
def test_a_refusal_or_a_limit_says_nothing_about_being_there(
    breakers: Breakers, problem: AppError
) -> None:
    fail(breakers, problem, times=50)
    assert breakers.admits(Kind.VIDEO, MODEL)


def test_a_gateway_that_is_not_reached_rests_as_a_whole(breakers: Breakers) -> None:
    fail(breakers, GatewayUnreachable())
    assert not breakers.admits(Kind.TEXT, "any/model")
    gateway, *models = breakers.snapshot()
    assert (gateway.model, gateway.state, gateway.failures) == (None, "open", 5)
    assert models == []


def test_any_answer_of_the_gateway_shows_that_it_is_there(
    breakers: Breakers, clock: TurnableClock
) -> None:
    fail(breakers, GatewayUnreachable())
    clock.turn(seconds=30)
    assert breakers.enter(Kind.VIDEO, MODEL, "probe")
    assert not breakers.admits(Kind.VIDEO, OTHER)
    breakers.report(Kind.VIDEO, MODEL, "probe", DOWN)
    assert breakers.admits(Kind.VIDEO, OTHER)


def test_half_open_lets_one_of_a_hundred_through(breakers: Breakers, clock: TurnableClock) -> None:
    fail(breakers, DOWN)
    clock.turn(seconds=30)
    passed = [breakers.enter(Kind.VIDEO, MODEL, f"call {n}") for n in range(100)]
    assert passed.count(True) == 1
    breakers.report(Kind.VIDEO, MODEL, "call 0", None)
    assert breakers.admits(Kind.VIDEO, MODEL)


def test_a_call_that_is_refused_by_one_circuit_takes_no_place_in_the_other(
    breakers: Breakers, clock: TurnableClock
) -> None:
    fail(breakers, GatewayUnreachable())
    clock.turn(seconds=10)
    for n in range(5):
        breakers.report(Kind.VIDEO, MODEL, f"late {n}", DOWN)
    clock.turn(seconds=20)
    assert not breakers.enter(Kind.VIDEO, MODEL, "refused")
    assert breakers.enter(Kind.VIDEO, OTHER, "probe")


def test_the_snapshot_tells_when_to_come_back(breakers: Breakers, clock: TurnableClock) -> None:
    fail(breakers, DOWN)
    breakers.report(Kind.VIDEO, OTHER, "well", None)
    clock.turn(seconds=10)
    gateway, well, down = sorted(breakers.snapshot(), key=lambda each: each.failures)
    assert (gateway.state, well.state, down.state) == ("closed", "closed", "open")
    assert (down.kind, down.model, down.calls, down.failures) == (Kind.VIDEO, MODEL, 5, 5)
    assert down.retry_at == clock() + timedelta(seconds=20)
    assert breakers.retry_after(Kind.VIDEO, [MODEL]) == timedelta(seconds=20)
    assert breakers.retry_after(Kind.VIDEO, [MODEL, OTHER]) == timedelta(0)


@pytest.mark.parametrize(
    ("problem", "worth"),
    [
        (DOWN, True),
        (GatewayBusy("Too many requests.", status_code=429), True),
        (GatewayUnreachable(), True),
        (GatewayFailed("Failed.", status_code=502), True),
        (GatewayFailed("Failed.", status_code=502, usage=Usage(cost=Micros(0))), True),
        (GatewayFailed("Failed.", status_code=502, usage=Usage(cost=Micros(1))), False),
        (GatewayFailed("Nobody waited for it.", status_code=504), False),
        (GatewayFailed("Timed out.", status_code=408), False),
        (GatewayFailed("The model made no picture.", status_code=200), False),
        (GatewayRefused("No faces, please.", status_code=400), False),
        (GatewayMisconfigured("No credit.", status_code=402), False),
        (OutcomeUnknown("Broke off.", status_code=500), False),
        (StreamBroken("Cut.", kind="cut"), False),
        (BadInput("Ours."), False),
    ],
    ids=repr,
)
def test_only_what_is_busy_or_broken_and_free_is_asked_elsewhere(
    problem: AppError, worth: bool
) -> None:
    assert worth_another(problem) is worth
