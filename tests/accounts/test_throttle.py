"""The limits on signing in."""

import pytest

from app.accounts import throttle
from app.accounts.throttle import SignInThrottle, network_of
from app.errors import TooMany
from tests.conftest import TurnableClock


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
