"""What an administrator may write into tiers and routes. Refusals are for them to read."""

import re
from collections.abc import Iterable, Mapping

from app.catalog.model import Kind
from app.errors import BadInput
from app.routing.model import Policy, Route, Tier

MOST_PATTERNS = 100
MOST_MODELS = 20
LARGEST = 2**53
"""Beyond this a browser cannot count."""
MOST_REQUESTS = 1_000_000
"""A minute: more than one process could answer."""

_TIER_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_ROUTE_NAME = re.compile(r"auto(/[a-z0-9][a-z0-9-]{0,39})?")
_MODEL_ID = re.compile(r"[\w~][\w.~:@/+-]{0,199}", re.ASCII)
_PATTERN = re.compile(r"!?[\w.~:@/+*?-]{1,200}", re.ASCII)


def check_tier(tier: Tier) -> None:
    """Raises BadInput naming the field."""
    if not _TIER_NAME.fullmatch(tier.name):
        raise BadInput("A tier's name is lower-case letters, digits and dashes.", field="name")
    _check_patterns("models", tier.models)
    _check_patterns("routes", tier.routes)
    _check_limit("budget_day_micros", tier.budget_day)
    _check_limit("budget_month_micros", tier.budget_month)
    _check_limit("storage_bytes", tier.storage_bytes)
    _check_limit("requests_per_minute", tier.requests_per_minute, MOST_REQUESTS)
    _check_limit("confirm_above_micros", tier.confirm_above)
    for kind in {each.family for each in Kind}:
        if kind not in tier.jobs_at_once:
            raise BadInput(f"Say how many {kind} jobs at once, or null.", field="jobs_at_once")
        _check_limit("jobs_at_once", tier.jobs_at_once[kind])


def check_route(route: Route, policy: Policy) -> None:
    """Raises BadInput naming the field. `policy` is everything else there is."""
    kind, name = route.key.kind, route.key.name
    if not _ROUTE_NAME.fullmatch(name):
        raise BadInput("A route is called auto, or auto/ and a name.", field="name")
    if route.key.tier is not None and route.key.tier not in policy.tiers:
        raise BadInput(f"There is no tier called {route.key.tier}.", field="tier")
    _check_chain(route.chain)
    if route.fallback_route is None:
        return
    if not any(each.kind == kind and each.name == route.fallback_route for each in policy.routes):
        raise BadInput(
            f"There is no {kind} route called {route.fallback_route}.", field="fallback_route"
        )
    if leads_back(kind, name, _fallbacks(kind, [*policy.routes.values(), route], but=route)):
        raise BadInput("Falling back would lead in a circle.", field="fallback_route")


def leads_back(kind: Kind, name: str, fallbacks: Mapping[str, Iterable[str]]) -> bool:
    """Whether some way of falling back from `name` comes back to it."""
    seen: set[str] = set()
    waiting = list(fallbacks.get(name, ()))
    while waiting:
        here = waiting.pop()
        if here == name:
            return True
        if here not in seen:
            seen.add(here)
            waiting.extend(fallbacks.get(here, ()))
    return False


def _fallbacks(kind: Kind, routes: Iterable[Route], but: Route) -> Mapping[str, set[str]]:
    """Where each route may lead. Tiers are mixed, which forbids rather too much than too little."""
    found: dict[str, set[str]] = {}
    for each in routes:
        replaced = each.key == but.key and each is not but
        if each.key.kind == kind and each.fallback_route and not replaced:
            found.setdefault(each.key.name, set()).add(each.fallback_route)
    return found


def _check_chain(chain: tuple[str, ...]) -> None:
    if not chain:
        raise BadInput("A route needs a model to begin with.", field="chain")
    if len(chain) > MOST_MODELS:
        raise BadInput(f"A route may have {MOST_MODELS} models.", field="chain")
    for model_id in chain:
        if not _MODEL_ID.fullmatch(model_id):
            raise BadInput(f"{model_id!r} cannot be a model's id.", field="chain")
    if len(set(chain)) < len(chain):
        raise BadInput("Each model may stand in a route once.", field="chain")


def _check_patterns(field: str, patterns: Mapping[Kind, tuple[str, ...]]) -> None:
    for each in patterns.values():
        if len(each) > MOST_PATTERNS:
            raise BadInput(f"There may be {MOST_PATTERNS} patterns.", field=field)
        for pattern in each:
            if not _PATTERN.fullmatch(pattern):
                raise BadInput(f"{pattern!r} cannot be a pattern of names.", field=field)


def _check_limit(field: str, limit: int | None, most: int = LARGEST) -> None:
    if limit is not None and not 0 <= limit <= most:
        raise BadInput(
            f"A limit is a whole number from 0 to {most}, or null for none.", field=field
        )
