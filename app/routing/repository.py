"""Tiers and routes in the database. Whose tier is which stands with the accounts."""

import json
from collections.abc import Mapping
from typing import Any

from app.accounts.model import DEFAULT_TIER
from app.catalog.model import Kind
from app.db import Row, Tx
from app.errors import NotFound
from app.routing.model import Policy, Route, RouteKey, Tier

EVERYBODY = ""
"""Stands in the column for a route that belongs to no tier."""


def policy(tx: Tx) -> Policy:
    """All of it, as it stands in this transaction."""
    tiers = [_tier(row) for row in tx.rows("SELECT * FROM tiers")]
    routes = [_route(row) for row in tx.rows("SELECT * FROM routes")]
    return Policy({each.name: each for each in tiers}, {each.key: each for each in routes})


def tier_of_user(tx: Tx, user_id: str) -> Tier:
    """What this person may use now. A tier that is gone counts as the default one."""
    rows = tx.remembered(
        """
        SELECT tiers.* FROM tiers, users
         WHERE users.id = $user_id AND tiers.name IN (users.tier, $default)
         ORDER BY tiers.name = users.tier DESC
         LIMIT 1
        """,
        user_id=user_id,
        default=DEFAULT_TIER,
    )
    if not rows:
        raise NotFound
    return _tier(rows[0])


def tier(tx: Tx, name: str) -> Tier:
    row = tx.row("SELECT * FROM tiers WHERE name = $name", name=name)
    if row is None:
        raise NotFound(f"There is no tier called {name}.")
    return _tier(row)


def insert_tier(tx: Tx, new: Tier) -> None:
    """Raises DuplicateKey if the name is taken."""
    tx.run(
        """
        INSERT INTO tiers (name, models, routes, budget_day_micros, budget_month_micros,
                           jobs_at_once, storage_bytes, requests_per_minute,
                           confirm_above_micros)
        VALUES ($name, $models, $routes, $budget_day, $budget_month, $jobs_at_once,
                $storage_bytes, $requests_per_minute, $confirm_above)
        """,
        **_columns(new),
    )


def update_tier(tx: Tx, changed: Tier) -> None:
    tx.run(
        """
        UPDATE tiers
           SET models = $models, routes = $routes, budget_day_micros = $budget_day,
               budget_month_micros = $budget_month, jobs_at_once = $jobs_at_once,
               storage_bytes = $storage_bytes, requests_per_minute = $requests_per_minute,
               confirm_above_micros = $confirm_above
         WHERE name = $name
        """,
        **_columns(changed),
    )


def delete_tier(tx: Tx, name: str) -> None:
    """With the routes that were its own."""
    tx.run("DELETE FROM tiers WHERE name = $name", name=name)
    tx.run("DELETE FROM routes WHERE tier = $name", name=name)


def people_in(tx: Tx, name: str) -> int:
    row = tx.row("SELECT count(*) AS n FROM users WHERE tier = $name", name=name)
    return int(row["n"]) if row else 0


def people_by_tier(tx: Tx) -> Mapping[str, int]:
    """How many there are in each that has any."""
    rows = tx.rows("SELECT tier, count(*) AS n FROM users GROUP BY tier")
    return {row["tier"]: int(row["n"]) for row in rows}


def put_route(tx: Tx, route: Route) -> None:
    """New, or in the place of the one there was."""
    tx.run(
        """
        INSERT INTO routes (kind, name, tier, chain, fallback_route)
        VALUES ($kind, $name, $tier, $chain, $fallback_route)
        ON CONFLICT (kind, name, tier)
        DO UPDATE SET chain = $chain, fallback_route = $fallback_route
        """,
        **_key(route.key),
        chain=json.dumps(route.chain),
        fallback_route=route.fallback_route,
    )


def delete_route(tx: Tx, key: RouteKey) -> None:
    tx.run("DELETE FROM routes WHERE kind = $kind AND name = $name AND tier = $tier", **_key(key))


def bytes_kept(tx: Tx, user_id: str) -> int:
    """What this person's files take up, those in the trash too."""
    row = tx.row(
        "SELECT coalesce(sum(bytes), 0)::BIGINT AS kept FROM media WHERE user_id = $user_id",
        user_id=user_id,
    )
    return int(row["kept"]) if row else 0


def _columns(tier: Tier) -> dict[str, object]:
    return {
        "name": tier.name,
        "models": json.dumps(tier.models),
        "routes": json.dumps(tier.routes),
        "budget_day": tier.budget_day,
        "budget_month": tier.budget_month,
        "jobs_at_once": json.dumps(tier.jobs_at_once),
        "storage_bytes": tier.storage_bytes,
        "requests_per_minute": tier.requests_per_minute,
        "confirm_above": tier.confirm_above,
    }


def _tier(row: Row) -> Tier:
    return Tier(
        name=row["name"],
        models=_patterns(row["models"]),
        routes=_patterns(row["routes"]),
        budget_day=row["budget_day_micros"],
        budget_month=row["budget_month_micros"],
        jobs_at_once=_by_kind(row["jobs_at_once"]),
        storage_bytes=row["storage_bytes"],
        requests_per_minute=row["requests_per_minute"],
        confirm_above=row["confirm_above_micros"],
    )


def _patterns(document: str) -> Mapping[Kind, tuple[str, ...]]:
    return {kind: tuple(each) for kind, each in _by_kind(document).items()}


def _by_kind(document: str) -> Mapping[Kind, Any]:
    return {Kind(kind): each for kind, each in json.loads(document).items()}


def _key(key: RouteKey) -> dict[str, str]:
    return {"kind": key.kind, "name": key.name, "tier": key.tier or EVERYBODY}


def _route(row: Row) -> Route:
    key = RouteKey(Kind(row["kind"]), row["name"], row["tier"] or None)
    return Route(key, tuple(json.loads(row["chain"])), row["fallback_route"])
