"""Which models a name leads to, for whom, in which order."""

import json
from datetime import UTC, datetime
from itertools import product

import pytest

from app.accounts.model import Role as UserRole
from app.accounts.model import User, UserState
from app.catalog.menu import Menu
from app.catalog.model import CALLS, Kind, Order, Role
from app.catalog.quote import quote
from app.catalog.service import Catalogue
from app.db.duck import DuckDatabase
from app.errors import BadInput, Unavailable
from app.gateway.client import Gateway
from app.gateway.errors import GatewayBusy
from app.routing.breakers import Breakers
from app.routing.errors import GatewayDown, ModelNotAllowed
from app.routing.model import Chosen, Route, RouteKey
from app.routing.rules import Rules
from app.routing.service import Router
from tests.clocks import TurnableClock

BOAT = Order("A paper boat")
FLASH, LITE, DEEPSEEK = (
    "google/gemini-2.5-flash",
    "google/gemini-2.5-flash-lite",
    "deepseek/deepseek-v3.2",
)


def choose(
    router: Router,
    kind: Kind = Kind.TEXT,
    asked: str | None = None,
    tier: str = "basic",
    order: Order = BOAT,
) -> Chosen:
    return router.choose(router.rules.tier(tier), kind, asked, order)


def ids(chosen: Chosen) -> list[str]:
    return [each.model.id for each in chosen.chain]


def rest(breakers: Breakers, model: str, kind: Kind = Kind.TEXT) -> None:
    for n in range(5):
        breakers.report(kind, model, f"call {n}", GatewayBusy(status_code=503))


def person(tier: str) -> User:
    now = datetime(2026, 11, 1, tzinfo=UTC)
    return User("1", "a@example.org", "ada", UserRole.USER, UserState.ACTIVE, tier, now)


async def put(router: Router, chain: tuple[str, ...], fallback: str | None = None) -> None:
    await router.rules.put_route(Route(RouteKey(Kind.TEXT, "auto"), chain, fallback))


def test_every_seeded_route_leads_to_models_that_cost_ever_less(router: Router) -> None:
    policy = router.rules.policy
    for tier, kind in product(policy.tiers.values(), Kind):
        for name in policy.route_names(kind, tier):
            chosen = choose(router, kind, name, tier.name)
            chain = policy.chain(kind, name, tier.name)
            assert ids(chosen) == [each for each in chain if tier.allows(kind, each)]
            amounts = [each.quote.amount or 0 for each in chosen.chain]
            assert amounts == sorted(amounts, reverse=True), ids(chosen)


async def test_a_chain_goes_on_with_its_fallback_each_model_once(router: Router) -> None:
    await put(router, (FLASH, LITE), "auto/fast")
    assert choose(router).asked == "auto"
    assert ids(choose(router))[:3] == [FLASH, LITE, DEEPSEEK]


async def test_what_is_gone_or_not_allowed_is_left_out(router: Router) -> None:
    await put(router, ("acme/gone", FLASH, LITE))
    await router.rules.change_tier("basic", models={Kind.TEXT: ("*", f"!{FLASH}")})
    assert ids(choose(router)) == [LITE]


def test_what_cannot_do_it_is_left_out(router: Router) -> None:
    pictures = Order("What is this?", inputs={Role.ATTACHMENT: 1})
    assert DEEPSEEK in ids(choose(router))
    assert ids(choose(router, order=pictures))
    assert DEEPSEEK not in ids(choose(router, order=pictures))


def test_when_none_can_the_first_one_says_why(router: Router) -> None:
    with pytest.raises(BadInput) as refused:
        choose(router, order=Order("A boat", {"temperature": 99}))
    first = router.catalogue.find(Kind.TEXT, FLASH)
    assert first is not None
    assert refused.value.detail.startswith(first.name)


def test_each_model_has_its_own_defaults_and_price(router: Router) -> None:
    first, second = choose(router, Kind.VIDEO).chain[:2]
    assert first.params != second.params
    assert first.quote != second.quote


async def test_a_route_without_a_living_model_leads_to_priced_ones_of_its_class(
    router: Router,
) -> None:
    for kind in set(Kind) - CALLS:  # which name their model
        first: dict[str, int] = {}
        for name in ("auto/fast", "auto", "auto/best"):
            await router.rules.put_route(Route(RouteKey(kind, name), ("acme/gone",)))
            chosen = choose(router, kind, name)
            amounts = [each.quote.amount or 0 for each in chosen.chain]
            assert all(amounts)
            assert amounts == sorted(amounts, reverse=True)
            first[name] = amounts[0]
        dearest = max(quote(each, BOAT).amount or 0 for each in router.catalogue.of_kind(kind))
        assert first["auto/fast"] <= first["auto"] <= first["auto/best"] < dearest, kind


@pytest.mark.parametrize(
    ("allowed", "leads_to"),
    [
        (("openrouter/auto", "*:free", DEEPSEEK), DEEPSEEK),
        (("openrouter/auto", "liquid/lfm-2.5-2.6b:free"), "liquid/lfm-2.5-2.6b:free"),
        (("openrouter/auto",), "openrouter/auto"),
    ],
)
async def test_what_has_a_price_goes_before_what_is_free_or_has_none(
    router: Router, allowed: tuple[str, ...], leads_to: str
) -> None:
    await put(router, ("acme/gone",))
    await router.rules.change_tier("basic", models={Kind.TEXT: allowed})
    assert ids(choose(router)) == [leads_to]


async def test_every_seeded_route_leads_somewhere_when_all_it_names_is_gone(
    router: Router,
) -> None:
    policy = router.rules.policy
    for route in policy.routes.values():
        for model in route.chain:
            await router.catalogue.change(model, hidden=True)
    for tier, kind in product(policy.tiers.values(), Kind):
        for name in policy.route_names(kind, tier):
            models = [each for each in router.catalogue.of_kind(kind) if tier.allows(kind, each.id)]
            if models:
                assert choose(router, kind, name, tier.name).first.quote.amount is not None


def test_a_named_model_is_pinned(router: Router) -> None:
    chosen = choose(router, asked=FLASH)
    assert (chosen.asked, ids(chosen)) == (FLASH, [FLASH])


def test_an_unknown_model_is_bad_input(router: Router) -> None:
    for name in ("acme/none", "auto/none", "google/veo-3.1-lite"):
        with pytest.raises(BadInput) as refused:
            choose(router, asked=name)
        assert refused.value.members["field"] == "model"


@pytest.mark.parametrize("asked", ["openai/gpt-5.5", "auto/best"])
def test_what_a_tier_does_not_hold_is_refused_naming_what_it_does(
    router: Router, asked: str
) -> None:
    with pytest.raises(ModelNotAllowed) as refused:
        choose(router, asked=asked, tier="free")
    assert refused.value.code == "model-not-allowed"
    assert refused.value.members["routes"] == ["auto", "auto/fast"]
    assert "*:free" in str(refused.value.members["models"])
    assert "auto/fast" in refused.value.detail


async def test_a_kind_that_a_tier_does_not_hold_is_refused(router: Router) -> None:
    await router.rules.change_tier("free", models={}, routes={})
    for asked in (None, "auto", FLASH):
        with pytest.raises(ModelNotAllowed):
            choose(router, asked=asked, tier="free")


async def test_before_the_first_list_of_models_one_is_asked_to_wait(
    database: DuckDatabase,
    gateway: Gateway,
    clock: TurnableClock,
    rules: Rules,
    breakers: Breakers,
) -> None:
    empty = Catalogue(database, gateway, clock)
    with pytest.raises(Unavailable):
        choose(Router(empty, rules, breakers))


def test_a_model_that_rests_is_passed_over_and_told(router: Router, breakers: Breakers) -> None:
    rest(breakers, FLASH)
    chosen = choose(router)
    assert ids(chosen)[0] == LITE
    assert [each.model.id for each in chosen.resting] == [FLASH]
    assert not chosen.down


def test_when_all_rest_nobody_is_asked(
    router: Router, breakers: Breakers, clock: TurnableClock
) -> None:
    for model in ids(choose(router)):
        rest(breakers, model)
    chosen = choose(router)
    assert chosen.down
    with pytest.raises(GatewayDown) as down:
        router.enter(chosen, "me")
    assert (down.value.status, down.value.members) == (502, {"retry_after": 30})
    clock.turn(seconds=30)
    assert router.enter(choose(router), "me")


async def test_the_menu_shows_the_routes_first_and_what_is_not_ones_own_as_locked(
    router: Router, catalogue: Catalogue
) -> None:
    menu = Menu(catalogue, router.offer)
    shown = json.loads((await menu.sheet(person("free"), Kind.TEXT)).plain)["items"]
    assert [each["id"] for each in shown if each["is_route"]] == ["auto", "auto/fast"]
    assert all(each["is_route"] for each in shown[:2])
    available = {each["id"] for each in shown if each["available"]}
    assert FLASH not in available
    assert {LITE, "liquid/lfm-2.5-2.6b:free"} <= available


async def test_the_menu_follows_a_change_of_the_tier_at_once(
    router: Router, catalogue: Catalogue
) -> None:
    menu = Menu(catalogue, router.offer)
    for patterns in (("*",), (FLASH,), ("*", f"!{FLASH}")):
        await router.rules.change_tier("free", models={Kind.TEXT: patterns})
        shown = json.loads((await menu.sheet(person("free"), Kind.TEXT)).plain)["items"]
        available = {each["id"] for each in shown if each["available"] and not each["is_route"]}
        assert (FLASH in available) == (f"!{FLASH}" not in patterns)
        assert (LITE in available) == (patterns != (FLASH,))
