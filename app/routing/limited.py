"""What a router depends on so that nobody asks too often.

    RateLimited           people by their tier, strangers by their address
    RateLimitedPeople     the same without strangers, for routes that throttle those themselves

The answer tells what is left in its headers, whatever it is: an error and a stream too.
"""

from typing import Annotated

from fastapi import Depends, Request

from app.accounts.current import Somebody
from app.errors import TooMany
from app.routing.rates import Quota, RateLimits, headers_of, quotas_of, quotas_of_stranger
from app.routing.rules import Rules
from app.web import provided
from app.web.answer_headers import add_headers

__all__ = ["RateLimited", "RateLimitedPeople"]

Limits = Annotated[RateLimits, provided(RateLimits)]
Known = Annotated[Rules, provided(Rules)]


async def _limited(request: Request, somebody: Somebody, limits: Limits, rules: Known) -> None:
    if somebody is not None:
        _count(request, limits, quotas_of(somebody, rules.tier_of(somebody.user)))
    else:
        address = request.client.host if request.client else ""
        _count(request, limits, quotas_of_stranger(address))


async def _limited_people(
    request: Request, somebody: Somebody, limits: Limits, rules: Known
) -> None:
    if somebody is not None:
        _count(request, limits, quotas_of(somebody, rules.tier_of(somebody.user)))


def _count(request: Request, limits: RateLimits, quotas: list[Quota]) -> None:
    count = limits.count(quotas)
    add_headers(request, headers_of(count.standings))
    if count.wait:
        raise TooMany(
            "Too many requests within a minute. Please wait a little.",
            retry_after=count.retry_after,
        )


RateLimited = Depends(_limited)
RateLimitedPeople = Depends(_limited_people)
