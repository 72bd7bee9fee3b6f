"""Tiers and routes as administrators keep them."""

import asyncio

import pytest

from app.catalog.model import Kind
from app.db import Tx
from app.db.duck import DuckDatabase
from app.errors import AppError, BadInput, Conflict, NotFound
from app.money import Micros
from app.routing.model import Route, RouteKey, Tier
from app.routing.rules import Rules, TierChanges

GOLD = Tier(
    name="gold",
    models={Kind.TEXT: ("*", "!*-pro")},
    routes={Kind.TEXT: ("auto",)},
    budget_day=Micros(1_000_000),
    budget_month=None,
    jobs_at_once={Kind.TEXT: 3, Kind.IMAGE: 0, Kind.VIDEO: None},
    storage_bytes=10**9,
    requests_per_minute=60,
)
TEXT_AUTO = RouteKey(Kind.TEXT, "auto")


async def test_what_is_written_is_what_is_read_again(database: DuckDatabase, rules: Rules) -> None:
    route = Route(RouteKey(Kind.TEXT, "auto/code", "gold"), ("acme/one", "acme/two"), "auto")
    await rules.create_tier(GOLD)
    await rules.put_route(route)
    fresh = Rules(database)
    await fresh.load()
    for each in (rules, fresh):
        assert each.tier("gold") == GOLD
        assert each.route(route.key) == route


async def test_a_new_house_has_five_tiers(rules: Rules) -> None:
    names = [each.name for each in rules.tiers()]
    assert names == ["basic", "free", "premium", "professional", "standard"]
    free, basic, professional = map(rules.tier, ("free", "basic", "professional"))
    assert free.budget_day and basic.budget_day and free.budget_day < basic.budget_day
    assert (professional.budget_day, professional.budget_month) == (None, None)
    assert (professional.storage_bytes, professional.requests_per_minute) == (None, None)


async def test_a_change_leaves_what_it_does_not_name(rules: Rules) -> None:
    before = rules.tier("free")
    after = await rules.change_tier("free", budget_day=None, storage_bytes=5)
    assert (after.budget_day, after.storage_bytes) == (None, 5)
    assert (after.models, after.budget_month) == (before.models, before.budget_month)
    assert rules.tier("free") == after


async def test_many_changes_at_once_end_in_memory_as_in_the_database(
    database: DuckDatabase, rules: Rules
) -> None:
    await asyncio.gather(*(rules.change_tier("free", storage_bytes=n) for n in range(100)))
    fresh = Rules(database)
    await fresh.load()
    assert rules.policy == fresh.policy


async def test_a_change_whose_caller_left_is_in_memory_all_the_same(rules: Rules) -> None:
    change = asyncio.ensure_future(rules.change_tier("free", storage_bytes=7))
    await asyncio.sleep(0)
    change.cancel()
    await asyncio.gather(change, return_exceptions=True)
    await rules.change_tier("basic", storage_bytes=8)
    assert rules.tier("free").storage_bytes == 7


@pytest.mark.parametrize(
    "changes",
    [
        TierChanges(budget_day=Micros(-1)),
        TierChanges(requests_per_minute=2**60),
        TierChanges(requests_per_minute=2**31),
        TierChanges(jobs_at_once={Kind.TEXT: 1}),
        TierChanges(models={Kind.TEXT: ("a b",)}),
        TierChanges(models={Kind.TEXT: ("",)}),
        TierChanges(routes={Kind.TEXT: ("*",) * 101}),
    ],
    ids=repr,
)
async def test_a_tier_that_makes_no_sense_is_refused_and_nothing_changes(
    rules: Rules, changes: TierChanges
) -> None:
    before = rules.tier("free")
    with pytest.raises(BadInput) as refused:
        await rules.change_tier("free", **changes)
    assert refused.value.members["field"]
    assert rules.tier("free") == before


async def test_a_name_is_given_once(rules: Rules) -> None:
    await rules.create_tier(GOLD)
    with pytest.raises(Conflict):
        await rules.create_tier(GOLD)
    with pytest.raises(NotFound):
        await rules.change_tier("silver", budget_day=None)


async def test_a_tier_goes_with_its_routes_once_nobody_is_in_it(
    database: DuckDatabase, rules: Rules
) -> None:
    await rules.create_tier(GOLD)
    key = RouteKey(Kind.TEXT, "auto", "gold")
    await rules.put_route(Route(key, ("acme/one",)))
    await database.write(_insert_user, "gold")
    with pytest.raises(Conflict):
        await rules.delete_tier("gold")
    await database.write(_move_everybody, "basic")
    await rules.delete_tier("gold")
    assert "gold" not in rules.policy.tiers
    assert key not in rules.policy.routes


async def test_the_tier_of_everybody_new_stays(rules: Rules) -> None:
    with pytest.raises(Conflict):
        await rules.delete_tier("basic")
    with pytest.raises(NotFound):
        await rules.delete_tier("silver")


@pytest.mark.parametrize(
    "route",
    [
        Route(RouteKey(Kind.TEXT, "fast"), ("acme/one",)),
        Route(RouteKey(Kind.TEXT, "auto/FAST"), ("acme/one",)),
        Route(RouteKey(Kind.TEXT, "auto", "silver"), ("acme/one",)),
        Route(TEXT_AUTO, ()),
        Route(TEXT_AUTO, ("acme/one", "acme/one")),
        Route(TEXT_AUTO, ("acme one",)),
        Route(TEXT_AUTO, tuple(f"acme/{n}" for n in range(21))),
        Route(TEXT_AUTO, ("acme/one",), "auto/nowhere"),
    ],
    ids=repr,
)
async def test_a_route_that_leads_nowhere_is_refused(rules: Rules, route: Route) -> None:
    before = rules.policy
    with pytest.raises(BadInput):
        await rules.put_route(route)
    assert rules.policy == before


async def test_falling_back_in_a_circle_is_refused(rules: Rules) -> None:
    def route(name: str, fallback: str | None) -> Route:
        return Route(RouteKey(Kind.TEXT, name), ("acme/one",), fallback)

    await rules.put_route(route("auto/one", "auto"))
    await rules.put_route(route("auto/two", "auto/one"))
    for name, fallback in (
        ("auto/one", "auto/one"),
        ("auto/one", "auto/two"),
        ("auto", "auto/two"),
    ):
        with pytest.raises(BadInput):
            await rules.put_route(route(name, fallback))
    await rules.put_route(route("auto/one", None))
    await rules.put_route(route("auto", "auto/two"))


async def test_a_circle_that_is_there_all_the_same_ends(
    database: DuckDatabase, rules: Rules
) -> None:
    await database.write(_make_circle)
    await rules.load()
    chain = rules.policy.chain(Kind.TEXT, "auto", "basic")
    assert len(chain) == len(set(chain)) > 3


async def test_a_route_others_lean_on_stays(rules: Rules) -> None:
    for key in (TEXT_AUTO, RouteKey(Kind.TEXT, "auto/fast")):
        with pytest.raises(Conflict):
            await rules.delete_route(key)
    with pytest.raises(NotFound):
        await rules.delete_route(RouteKey(Kind.TEXT, "auto/nowhere"))
    own = RouteKey(Kind.TEXT, "auto", "free")
    await rules.delete_route(own)
    assert own not in rules.policy.routes


async def test_a_tiers_own_route_comes_before_everybodys(rules: Rules) -> None:
    await rules.put_route(Route(RouteKey(Kind.TEXT, "auto/fast", "premium"), ("acme/own",)))
    assert rules.policy.chain(Kind.TEXT, "auto/fast", "premium") == ("acme/own",)
    assert "acme/own" in rules.policy.chain(Kind.TEXT, "auto", "premium")
    assert "acme/own" not in rules.policy.chain(Kind.TEXT, "auto", "basic")


async def test_refusals_are_for_people(rules: Rules) -> None:
    with pytest.raises(AppError) as refused:
        await rules.change_tier("silver", budget_day=None)
    assert refused.value.detail == "There is no tier called silver."


def _insert_user(tx: Tx, tier: str) -> None:
    tx.run(
        """
        INSERT INTO users VALUES (uuidv7(), 'a@example.org', 'a@example.org', 'a', '', 'user',
                                  'active', $tier, now())
        """,
        tier=tier,
    )


def _move_everybody(tx: Tx, tier: str) -> None:
    tx.run("UPDATE users SET tier = $tier", tier=tier)


def _make_circle(tx: Tx) -> None:
    tx.run("UPDATE routes SET fallback_route = 'auto/best' WHERE name = 'auto/fast'")
