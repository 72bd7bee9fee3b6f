"""How many requests a person, an API key or an address may send, over a sliding minute.

    user      everything a person does, in the browser and with keys: their tier says how much
    key       one API key: four fifths of that, so that a script run wild leaves room for its owner
    address   strangers, by address

In memory, since there is one process. A refused request is not counted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from app.accounts.model import Caller
from app.accounts.throttle import network_of
from app.clock import Clock
from app.routing.model import Tier
from app.sliding_window import SlidingWindow

WINDOW = timedelta(minutes=1)
ADDRESS_PER_MINUTE = 600


@dataclass(frozen=True, slots=True)
class Quota:
    """`limit` requests a minute for whoever `key` stands for. `name` is how it is told apart."""

    name: str
    key: str
    limit: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A quota after a request: what is left, and when the next one comes back."""

    quota: Quota
    left: int
    next_in: timedelta


@dataclass(frozen=True, slots=True)
class Count:
    """`wait` is zero if the request may pass; it was counted then."""

    standings: tuple[Standing, ...]
    wait: timedelta

    @property
    def retry_after(self) -> int:
        """In whole seconds, never too few."""
        return ceil(self.wait.total_seconds())


class RateLimits:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._requests = SlidingWindow(WINDOW)

    def count(self, quotas: Sequence[Quota]) -> Count:
        """Count one request against all of them, or against none if one is used up."""
        now, requests = self._clock(), self._requests
        waits = [requests.wait(each.key, each.limit, now) for each in quotas]
        wait = max(waits, default=timedelta(0))
        if not wait:
            for each in quotas:
                requests.count(each.key, now)
        standings = [
            Standing(
                each,
                max(0, each.limit - requests.used(each.key, now)),
                requests.until_next(each.key, now),
            )
            for each in quotas
        ]
        return Count(tuple(standings), wait)


def quotas_of(caller: Caller, tier: Tier) -> list[Quota]:
    """None where the tier sets no limit."""
    most = tier.requests_per_minute
    if most is None:
        return []
    quotas = [Quota("user", f"user {caller.user.id}", most)]
    if caller.key_id is not None:
        quotas.append(Quota("key", f"key {caller.key_id}", ceil(most * 4 / 5)))
    return quotas


def quotas_of_stranger(address: str) -> list[Quota]:
    return [Quota("address", f"address {network_of(address)}", ADDRESS_PER_MINUTE)]


def headers_of(standings: Sequence[Standing]) -> Mapping[str, str]:
    """`RateLimit` and `RateLimit-Policy` of draft-ietf-httpapi-ratelimit-headers-10."""
    if not standings:
        return {}
    window = int(WINDOW.total_seconds())
    policies = [f'"{each.quota.name}";q={each.quota.limit};w={window}' for each in standings]
    limits = [
        f'"{each.quota.name}";r={each.left};t={ceil(each.next_in.total_seconds())}'
        for each in standings
    ]
    return {"RateLimit-Policy": ", ".join(policies), "RateLimit": ", ".join(limits)}
