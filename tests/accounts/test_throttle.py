"""The sliding window behind the limits on signing in."""

import pytest

from app.accounts import throttle
from app.accounts.throttle import SignInThrottle, SlidingWindow, network_of
from app.errors import TooMany
from tests.conftest import TurnableClock


def test_attempts_come_back_one_by_one(clock: TurnableClock) -> None:
    window = SlidingWindow(limit=3)
    for _ in range(3):
        window.count("ben", clock())
        clock.turn(minutes=1)
    assert window.wait("ben", clock()).total_seconds() == 12 * 60
    clock.turn(minutes=12)
    assert not window.wait("ben", clock())
    window.count("ben", clock())
    assert window.wait("ben", clock()).total_seconds() == 60


def test_a_refused_attempt_does_not_prolong_the_wait(clock: TurnableClock) -> None:
    limits = SignInThrottle(clock)
    for _ in range(throttle.PER_ACCOUNT_AND_ADDRESS):
        limits.attempt("ben", "192.0.2.1", familiar=False)
    for _ in range(20):
        clock.turn(seconds=30)
        with pytest.raises(TooMany):
            limits.attempt("ben", "192.0.2.1", familiar=False)
    clock.turn(minutes=5)
    limits.attempt("ben", "192.0.2.1", familiar=False)


def test_a_flood_of_names_cannot_fill_the_memory(
    clock: TurnableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "MAX_KEYS", 100)
    window = SlidingWindow(limit=1)
    window.count("first", clock())
    for n in range(99):
        window.count(f"name-{n}", clock())
    assert window.wait("first", clock())
    window.count("one more", clock())
    assert not window.wait("first", clock())
    assert window.wait("name-0", clock())


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:DB8:0:0:ffff::1", "2001:db8::/64"),
        ("", ""),
        ("a socket", "a socket"),
    ],
)
def test_one_person_is_one_network(address: str, network: str) -> None:
    assert network_of(address) == network
