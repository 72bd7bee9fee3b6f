"""How often somebody may try to sign in, counted in memory over a sliding quarter of an hour.

Three limits, since each alone is either weak or a way to lock a person out:

    account from one address    10    guessing one password
    one address                 50    trying one password on many accounts
    account from anywhere      100    guessing with many addresses

The last does not apply to an address this account has been signed in from before, so nobody can
keep the owner out by failing on purpose from elsewhere.
"""

import math
from datetime import timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address

from app.clock import Clock
from app.errors import TooMany
from app.sliding_window import SlidingWindow

WINDOW = timedelta(minutes=15)
PER_ACCOUNT_AND_ADDRESS = 10
PER_ADDRESS = 50
PER_ACCOUNT = 100


class SignInThrottle:
    """Counts attempts before the password is looked at, so that parallel ones count too."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._here = SlidingWindow(WINDOW)
        self._address = SlidingWindow(WINDOW)
        self._account = SlidingWindow(WINDOW)

    def attempt(self, account: str, address: str, *, familiar: bool) -> None:
        """Count one attempt on `account` (its e-mail key), or raise TooMany.

        `familiar` says that the account has been signed in from this address before.
        """
        now = self._clock()
        limits = list(self._limits(account, network_of(address), familiar=familiar))
        wait = max(window.wait(key, limit, now) for window, key, limit in limits)
        if wait:
            raise TooMany(
                "Too many attempts to sign in. Please wait a little.",
                retry_after=math.ceil(wait.total_seconds()),
            )
        for window, key, _ in limits:
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
    ) -> list[tuple[SlidingWindow, str, int]]:
        limits = [
            (self._here, f"{account} {network}", PER_ACCOUNT_AND_ADDRESS),
            (self._address, network, PER_ADDRESS),
        ]
        return limits if familiar else [*limits, (self._account, account, PER_ACCOUNT)]


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
