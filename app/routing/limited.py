"""What a router depends on so that nobody asks too often.

    RateLimited           people by their tier, strangers by their address
    RateLimitedPeople     the same without strangers, for routes that throttle those themselves
    RateLimitedAddresses  everybody by their address, for routes where it plays no part who asks

The answer tells what is left in its headers, whatever it is: an error and a stream too.
"""

from fastapi import Depends, Request

from app.accounts.current import Somebody
from app.errors import TooMany
from app.routing.rates import Quota, RateLimits, headers_of, quotas_of, quotas_of_stranger
from app.routing.rules import Rules
from app.web import part_of
from app.web.answer_headers import add_headers

__all__ = ["RateLimited", "RateLimitedAddresses", "RateLimitedPeople"]


async def _limited(request: Request, somebody: Somebody) -> None:
    if somebody is not None:
        await _limited_people(request, somebody)
    else:
        await _limited_addresses(request)


async def _limited_people(request: Request, somebody: Somebody) -> None:
    if somebody is not None:
        tier = part_of(request, Rules).tier_of(somebody.user)
        _count(request, quotas_of(somebody, tier))


async def _limited_addresses(request: Request) -> None:
    address = request.client.host if request.client else ""
    _count(request, quotas_of_stranger(address))


def _count(request: Request, quotas: list[Quota]) -> None:
    count = part_of(request, RateLimits).count(quotas)
    add_headers(request, headers_of(count.standings))
    if count.wait:
        raise TooMany(
            "Too many requests within a minute. Please wait a little.",
            retry_after=count.retry_after,
        )


RateLimited = Depends(_limited)
RateLimitedPeople = Depends(_limited_people)
RateLimitedAddresses = Depends(_limited_addresses)
