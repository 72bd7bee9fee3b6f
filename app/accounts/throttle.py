"""How often somebody may try to sign in, counted in memory over a sliding quarter of an hour.

Three limits, since each alone is either weak or a way to lock a person out:

    account from one address    10    guessing one password
    one address                 50    trying one password on many accounts
    account from anywhere      100    guessing with many addresses

The last does not apply to an address this account has been signed in from before, so nobody can
keep the owner out by failing on purpose from elsewhere.
"""

import math
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address

from app.clock import Clock
from app.errors import TooMany

WINDOW = timedelta(minutes=15)
PER_ACCOUNT_AND_ADDRESS = 10
PER_ADDRESS = 50
PER_ACCOUNT = 100

MAX_KEYS = 20_000
"""Beyond this the oldest are forgotten, so that a flood cannot fill the memory."""


@dataclass
class SlidingWindow:
    """When each key's latest attempts were, at most `limit` of them."""

    limit: int
    _attempts: dict[str, deque[datetime]] = field(default_factory=dict[str, deque[datetime]])

    def wait(self, key: str, now: datetime) -> timedelta:
        """How long until `key` has an attempt free; zero if it has one."""
        attempts = self._attempts.get(key)
        while attempts and attempts[0] <= now - WINDOW:
            attempts.popleft()
        if not attempts or len(attempts) < self.limit:
            return timedelta(0)
        return attempts[0] + WINDOW - now

    def count(self, key: str, now: datetime) -> None:
        # Taken out and put back, so that the keys stand in the order of their latest attempt.
        attempts = self._attempts.pop(key, deque[datetime]())
        attempts.append(now)
        self._attempts[key] = attempts
        if len(self._attempts) > MAX_KEYS:
            del self._attempts[next(iter(self._attempts))]

    def forgive_one(self, key: str) -> None:
        if attempts := self._attempts.get(key):
            attempts.pop()

    def forget(self, key: str) -> None:
        self._attempts.pop(key, None)


class SignInThrottle:
    """Counts attempts before the password is looked at, so that parallel ones count too."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._here = SlidingWindow(PER_ACCOUNT_AND_ADDRESS)
        self._address = SlidingWindow(PER_ADDRESS)
        self._account = SlidingWindow(PER_ACCOUNT)

    def attempt(self, account: str, address: str, *, familiar: bool) -> None:
        """Count one attempt on `account` (its e-mail key), or raise TooMany.

        `familiar` says that the account has been signed in from this address before.
        """
        now = self._clock()
        limits = list(self._limits(account, network_of(address), familiar=familiar))
        wait = max(window.wait(key, now) for window, key in limits)
        if wait:
            raise TooMany(
                "Too many attempts to sign in. Please wait a little.",
                retry_after=math.ceil(wait.total_seconds()),
            )
        for window, key in limits:
            window.count(key, now)

    def succeeded(self, account: str, address: str) -> None:
        """The password was right: the account starts afresh, and the address gets one back.

        Only one: else an attacker with an account of their own could try others for ever.
        """
        network = network_of(address)
        self._here.forget(f"{account} {network}")
        self._account.forget(account)
        self._address.forgive_one(network)

    def _limits(
        self, account: str, network: str, *, familiar: bool
    ) -> list[tuple[SlidingWindow, str]]:
        limits = [(self._here, f"{account} {network}"), (self._address, network)]
        return limits if familiar else [*limits, (self._account, account)]


def network_of(address: str) -> str:
    """What one person has to themselves: an IPv4 address, or the /64 of an IPv6 one."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address  # a Unix socket, or nothing known
    if not isinstance(parsed, IPv6Address):
        return address
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(IPv6Network((parsed, 64), strict=False))
