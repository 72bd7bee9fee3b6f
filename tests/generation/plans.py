"""Tiers and routes of a test's own, so that tests of one studio do not disturb each other."""

from dataclasses import replace
from itertools import count
from typing import Unpack

from app.accounts.service import Accounts
from app.catalog.model import Kind
from app.routing.model import Route, RouteKey, Tier
from app.routing.rules import Rules, TierChanges
from tests.studio import Person, Studio

numbers = count(1)


async def in_a_tier(studio: Studio, person: Person, **changes: Unpack[TierChanges]) -> Tier:
    """Put somebody into a new tier: like the default one, but for these changes."""
    rules = studio.part(Rules)
    tier = replace(rules.tier("basic"), name=f"tier-{next(numbers)}", **changes)
    await rules.create_tier(tier)
    await studio.part(Accounts).change_user(person.user["id"], tier=tier.name)
    return tier


async def on_a_route(
    studio: Studio, person: Person, kind: Kind, *chain: str, fallback: str | None = None
) -> Tier:
    """Somebody in a tier of their own, whose `auto` is this chain."""
    tier = await in_a_tier(studio, person)
    route = Route(RouteKey(kind, "auto", tier.name), chain, fallback)
    await studio.part(Rules).put_route(route)
    return tier
