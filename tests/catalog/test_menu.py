"""What one person is shown may differ from what another is."""

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from app.accounts.model import Role, User, UserState
from app.catalog.menu import Menu, Offer
from app.catalog.model import Kind
from app.catalog.service import Catalogue
from app.catalog.view import ModelView
from tests.clocks import TurnableClock

ADA, BEN = (
    User(
        id=name,
        email=f"{name}@example.org",
        name=name,
        role=Role.USER,
        state=UserState.ACTIVE,
        tier="basic",
        created_at=datetime(2026, 11, 1, tzinfo=UTC),
    )
    for name in ("ada", "ben")
)


def only_films_for(whom: User) -> Callable[[User], Awaitable[Offer]]:
    async def offer(user: User) -> Offer:
        return Offer(allows=lambda model: user == whom or model.kind is not Kind.VIDEO)

    return offer


async def test_what_a_person_may_not_use_is_shown_as_not_available(catalogue: Catalogue) -> None:
    await catalogue.refresh()
    menu = Menu(catalogue, only_films_for(ADA))
    for user, available in ((ADA, True), (BEN, False)):
        shown = json.loads((await menu.sheet(user, Kind.VIDEO)).plain)["items"]
        assert {each["available"] for each in shown} == {available}


async def test_a_route_stands_before_the_models_of_its_kind_only(catalogue: Catalogue) -> None:
    await catalogue.refresh()
    film = catalogue.of_kind(Kind.VIDEO)[0]
    route = ModelView.of(film).model_copy(update={"id": "auto", "is_route": True})

    async def offer(_: User) -> Offer:
        return Offer(routes=(route,))

    menu = Menu(catalogue, offer)
    films = json.loads((await menu.sheet(ADA, Kind.VIDEO)).plain)["items"]
    words = json.loads((await menu.sheet(ADA, Kind.TEXT)).plain)["items"]
    assert films[0]["id"] == "auto"
    assert not any(each["is_route"] for each in words)


async def test_a_list_is_written_out_once_until_something_changes(
    catalogue: Catalogue, clock: TurnableClock
) -> None:
    await catalogue.refresh()
    menu = Menu(catalogue)
    first = await menu.sheet(ADA, None)
    assert await menu.sheet(BEN, None) is first
    await catalogue.refresh()
    assert await menu.sheet(ADA, None) is not first


async def test_an_expired_model_leaves_the_list_without_a_refresh(
    catalogue: Catalogue, clock: TurnableClock
) -> None:
    await catalogue.refresh()
    menu = Menu(catalogue)
    before = json.loads((await menu.sheet(ADA, Kind.TEXT)).plain)["items"]
    clock.turn(days=400)
    after = json.loads((await menu.sheet(ADA, Kind.TEXT)).plain)["items"]
    assert {each["id"] for each in before} > {each["id"] for each in after}
