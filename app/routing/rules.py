"""Tiers and routes as administrators keep them, and as every request finds them in memory."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypedDict, TypeVar, Unpack

from app.accounts.model import DEFAULT_TIER, User
from app.accounts.uninterrupted import uninterrupted
from app.catalog.model import Kind
from app.db import Database, DuplicateKey, Tx
from app.errors import BadInput, Conflict, NotFound
from app.money import Micros
from app.routing import repository
from app.routing.model import DEFAULT_ROUTE, Policy, Route, RouteKey, Tier
from app.routing.validation import check_route, check_tier

logger = logging.getLogger(__name__)

T = TypeVar("T")

Also = Callable[[Tx, Policy, Policy], None]
"""Told of a change in its transaction: everything before, and after. May still refuse it."""


def nothing(_tx: Tx, _before: Policy, _after: Policy) -> None:
    """Nobody wants to know."""


class TierChanges(TypedDict, total=False):
    """What of a tier is to become otherwise, see `Tier`."""

    models: Mapping[Kind, tuple[str, ...]]
    routes: Mapping[Kind, tuple[str, ...]]
    budget_day: Micros | None
    budget_month: Micros | None
    jobs_at_once: Mapping[Kind, int | None]
    storage_bytes: int | None
    requests_per_minute: int | None
    confirm_above: Micros | None


class Rules:
    """Every change is in `policy` before it is answered, so the next request acts on it."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._changing = asyncio.Lock()
        self._policy = Policy({}, {})

    @property
    def policy(self) -> Policy:
        """All tiers and routes of the last commit."""
        return self._policy

    def tier_of(self, user: User) -> Tier:
        return self._policy.tier(user.tier)

    async def load(self) -> None:
        """Before the first request."""
        self._policy = await self._db.read(repository.policy)

    # -- tiers ----------------------------------------------------------------------------

    def tiers(self) -> list[Tier]:
        """By name."""
        return sorted(self._policy.tiers.values(), key=lambda tier: tier.name)

    def tier(self, name: str) -> Tier:
        """Raises NotFound."""
        found = self._policy.tiers.get(name)
        if found is None:
            raise NotFound(f"There is no tier called {name}.")
        return found

    def require_tier(self, name: str) -> None:
        """Raises BadInput, naming the tiers there are."""
        if name not in self._policy.tiers:
            names = ", ".join(tier.name for tier in self.tiers())
            raise BadInput(f"There is no tier called {name}. There are: {names}.", field="tier")

    async def create_tier(self, tier: Tier, also: Also = nothing) -> Tier:
        """Raises BadInput, or Conflict if the name is taken."""
        check_tier(tier)
        try:
            return await self._change(lambda tx: _create_tier(tx, tier), also)
        except DuplicateKey as taken:
            raise Conflict(f"There is a tier called {tier.name} already.") from taken

    async def change_tier(self, name: str, **changes: Unpack[TierChanges]) -> Tier:
        """Change what is given and nothing else. Raises BadInput or NotFound."""
        return await self._change(lambda tx: _change_tier(tx, name, changes), nothing)

    async def amend_tier(self, name: str, changes: TierChanges, also: Also = nothing) -> Tier:
        """The same, but where something is told by kind, the kinds left out stay as they are."""
        return await self._change(lambda tx: _amend_tier(tx, name, changes), also)

    async def people_by_tier(self) -> Mapping[str, int]:
        """How many there are in each that has any."""
        return await self._db.read(repository.people_by_tier)

    async def delete_tier(self, name: str, also: Also = nothing) -> None:
        """Raises Conflict while somebody is in it; the default one stays."""
        await self._change(lambda tx: _delete_tier(tx, name), also)

    # -- routes ---------------------------------------------------------------------------

    def routes(self) -> list[Route]:
        """By kind and name, everybody's before those of a tier."""
        routes = self._policy.routes.values()
        return sorted(routes, key=lambda each: (each.key.kind, each.key.name, each.key.tier or ""))

    def route(self, key: RouteKey) -> Route:
        """Raises NotFound."""
        found = self._policy.routes.get(key)
        if found is None:
            raise NotFound("There is no such route.")
        return found

    async def put_route(self, route: Route, also: Also = nothing) -> Route:
        """New, or in the place of the one there was. Raises BadInput."""
        return await self._change(lambda tx: _put_route(tx, route), also)

    async def delete_route(self, key: RouteKey, also: Also = nothing) -> None:
        """Raises NotFound, or Conflict for a route that others lean on."""
        await self._change(lambda tx: _delete_route(tx, key), also)

    # -- both -----------------------------------------------------------------------------

    @uninterrupted
    async def _change(self, change: Callable[[Tx], T], also: Also) -> T:
        """One change after the other, so that the policy of an earlier commit never comes last."""
        async with self._changing:
            result, self._policy = await self._db.write(_with_policy, change, also)
        logger.info("tiers and routes changed: %s", result)
        return result


def _with_policy(tx: Tx, change: Callable[[Tx], T], also: Also) -> tuple[T, Policy]:
    before = repository.policy(tx)
    result, after = change(tx), repository.policy(tx)
    also(tx, before, after)
    return result, after


def _create_tier(tx: Tx, tier: Tier) -> Tier:
    repository.insert_tier(tx, tier)
    return tier


def _change_tier(tx: Tx, name: str, changes: TierChanges) -> Tier:
    changed = replace(repository.tier(tx, name), **changes)
    check_tier(changed)
    repository.update_tier(tx, changed)
    return changed


def _amend_tier(tx: Tx, name: str, changes: TierChanges) -> Tier:
    return _change_tier(tx, name, amended(repository.tier(tx, name), changes))


def amended(before: Tier, changes: TierChanges) -> TierChanges:
    """`changes` made whole: what is told by kind gets the kinds that they leave out."""
    whole = TierChanges(**changes)
    if "models" in changes:
        whole["models"] = {**before.models, **changes["models"]}
    if "routes" in changes:
        whole["routes"] = {**before.routes, **changes["routes"]}
    if "jobs_at_once" in changes:
        whole["jobs_at_once"] = {**before.jobs_at_once, **changes["jobs_at_once"]}
    return whole


def _delete_tier(tx: Tx, name: str) -> str:
    repository.tier(tx, name)
    if name == DEFAULT_TIER:
        raise Conflict("Whoever has lost their tier is in this one, so it stays.")
    people = repository.people_in(tx, name)
    if people:
        raise Conflict(f"{people} people are in this tier. Give them another one first.")
    repository.delete_tier(tx, name)
    return name


def _put_route(tx: Tx, route: Route) -> Route:
    check_route(route, repository.policy(tx))
    repository.put_route(tx, route)
    return route


def _delete_route(tx: Tx, key: RouteKey) -> RouteKey:
    routes = repository.policy(tx).routes
    if key not in routes:
        raise NotFound("There is no such route.")
    if key == RouteKey(key.kind, DEFAULT_ROUTE):
        raise Conflict("Whoever names no model comes this way, so this route stays.")
    alone = sum(each.kind == key.kind and each.name == key.name for each in routes) == 1
    leaning = [each for each in routes.values() if each.key.kind == key.kind]
    if alone and any(each.fallback_route == key.name for each in leaning):
        raise Conflict("Another route falls back to this one.")
    repository.delete_route(tx, key)
    return key
