"""The catalogue stays good while the gateway is away, and notes what changed."""

import json
from datetime import timedelta
from typing import Any

import pytest

from app.catalog.model import Kind, Order
from app.catalog.quote import quote
from app.catalog.service import Catalogue, pause_after
from app.db.duck import DuckDatabase
from app.demo import DemoGateway, Fault
from app.gateway.client import Gateway
from tests.catalog.recorded import video_on_wire
from tests.clocks import TurnableClock

AWAY = Fault.refuse()

FILM = {"id": "acme/film", "durations": [4], "skus": {"duration_seconds": "0.10"}}


def films(demo: DemoGateway, *entries: dict[str, Any]) -> None:
    """Let the gateway list these films the next time it is asked."""
    answer = {"data": [video_on_wire(entry) for entry in entries]}
    demo.script(path="/videos/models", method="GET", answer=Fault.status(200, answer))


def away(demo: DemoGateway) -> None:
    """Nobody answers any more, whatever the question."""
    paths = ("/models", "/images/models", "/images/models/*/*/endpoints", "/videos/models")
    for path in paths:
        demo.script(path=path, method="GET", answer=AWAY, times=None)


def counts(catalogue: Catalogue) -> dict[Kind, int]:
    return {kind: len(catalogue.of_kind(kind)) for kind in Kind}


async def test_a_refresh_finds_models_of_every_kind(catalogue: Catalogue) -> None:
    assert catalogue.refreshed_at is None
    assert await catalogue.refresh()
    assert all(counts(catalogue).values())
    klein = catalogue.find(Kind.IMAGE, "black-forest-labs/flux.2-klein-4b")
    assert klein
    assert quote(klein, Order("A fox")).amount == 14_000


async def test_an_app_that_starts_offline_serves_what_was_stored(
    catalogue: Catalogue, database: DuckDatabase, gateway: Gateway, demo: DemoGateway, clock: Any
) -> None:
    await catalogue.refresh()
    away(demo)
    restarted = Catalogue(database, gateway, clock)
    await restarted.load()
    assert {kind: restarted.of_kind(kind) for kind in Kind} == {
        kind: catalogue.of_kind(kind) for kind in Kind
    }
    assert restarted.refreshed_at == catalogue.refreshed_at
    assert not await restarted.refresh()
    assert counts(restarted) == counts(catalogue)


async def test_an_empty_app_that_starts_offline_is_empty_and_recovers(
    catalogue: Catalogue, demo: DemoGateway
) -> None:
    away(demo)
    await catalogue.load()
    assert not await catalogue.refresh()
    assert not any(counts(catalogue).values())
    demo.reset()
    assert await catalogue.refresh()
    assert all(counts(catalogue).values())


@pytest.mark.parametrize(
    "answer",
    [
        Fault.status(503),
        Fault.status(200, {"data": []}),
        Fault.status(200, {"error": {"code": 500, "message": "no"}}),
        Fault.html(502),
        AWAY,
    ],
)
async def test_a_list_that_does_not_come_keeps_its_old_copy_while_the_others_move_on(
    catalogue: Catalogue, demo: DemoGateway, clock: TurnableClock, answer: Fault
) -> None:
    await catalogue.refresh()
    before = counts(catalogue)
    clock.turn(hours=1)
    demo.script(path="/videos/models", method="GET", answer=answer)
    assert not await catalogue.refresh()
    assert counts(catalogue) == before
    # The age told is that of the oldest list in use.
    assert catalogue.refreshed_at == clock() - timedelta(hours=1)
    assert await catalogue.refresh()
    assert catalogue.refreshed_at == clock()


async def test_changed_prices_and_lost_models_are_noted(
    catalogue: Catalogue, demo: DemoGateway, clock: TurnableClock
) -> None:
    films(demo, FILM, {**FILM, "id": "acme/old"})
    await catalogue.refresh()
    assert await catalogue.notes() == []

    clock.turn(hours=1)
    films(demo, FILM | {"skus": {"duration_seconds": "0.20"}}, {**FILM, "id": "acme/new"})
    await catalogue.refresh()
    told = {(note.model, note.what): note for note in await catalogue.notes()}
    assert set(told) == {
        ("acme/film", "price"),
        ("acme/old", "vanished"),
        ("acme/new", "appeared"),
    }
    repriced = told["acme/film", "price"]
    assert repriced.at == clock()
    assert json.loads(repriced.before or "") == [{"what": "per second", "usd": "0.10"}]
    assert json.loads(repriced.after or "") == [{"what": "per second", "usd": "0.20"}]


async def test_a_quote_keeps_the_version_of_its_price(
    catalogue: Catalogue, demo: DemoGateway
) -> None:
    films(demo, FILM)
    await catalogue.refresh()
    held = catalogue.find(Kind.VIDEO, "acme/film")
    films(demo, FILM | {"skus": {"duration_seconds": "0.20"}})
    await catalogue.refresh()
    replaced = catalogue.find(Kind.VIDEO, "acme/film")
    assert held and replaced
    old, new = (quote(each, Order("A fox", {"duration": 4})) for each in (held, replaced))
    assert (old.amount, new.amount) == (400_000, 800_000)
    assert old.price_version != new.price_version


async def test_a_second_refresh_does_not_ask_for_fresh_image_prices_again(
    catalogue: Catalogue, demo: DemoGateway, clock: TurnableClock
) -> None:
    await catalogue.refresh()
    path = "/images/models/black-forest-labs/flux.2-klein-4b/endpoints"
    clock.turn(hours=1)
    await catalogue.refresh()
    assert len(demo.recorded("GET", path)) == 1
    clock.turn(hours=12)
    await catalogue.refresh()
    assert len(demo.recorded("GET", path)) == 2


async def test_missing_image_prices_are_asked_for_again_the_next_time(
    catalogue: Catalogue, demo: DemoGateway
) -> None:
    path = "/images/models/black-forest-labs/flux.2-klein-4b/endpoints"
    demo.script(path=path, method="GET", answer=Fault.status(500))
    assert not await catalogue.refresh()
    assert catalogue.find(Kind.IMAGE, "black-forest-labs/flux.2-klein-4b")
    assert await catalogue.refresh()


async def test_a_model_disappears_the_day_after_it_expires(
    catalogue: Catalogue, clock: TurnableClock
) -> None:
    await catalogue.refresh()
    expiring = [each for each in catalogue.of_kind(Kind.TEXT) if each.expires_on]
    assert expiring
    last_day = min(each.expires_on for each in expiring if each.expires_on)
    doomed = next(each for each in expiring if each.expires_on == last_day)
    clock.turn(days=(last_day - clock().date()).days)
    assert catalogue.find(Kind.TEXT, doomed.id)
    clock.turn(days=1)
    assert catalogue.find(Kind.TEXT, doomed.id) is None
    assert doomed not in catalogue.of_kind(Kind.TEXT)


async def test_what_an_older_version_stored_otherwise_is_passed_over(
    catalogue: Catalogue, database: DuckDatabase, gateway: Gateway, clock: TurnableClock
) -> None:
    await catalogue.refresh()
    await database.write(
        lambda tx: tx.run(
            "UPDATE catalogue_answers SET document = '[{\"id\": 1}]' WHERE question = 'video'"
        )
    )
    restarted = Catalogue(database, gateway, clock)
    await restarted.load()
    assert restarted.of_kind(Kind.VIDEO) == ()
    assert restarted.of_kind(Kind.TEXT) == catalogue.of_kind(Kind.TEXT)


def test_after_a_failure_it_tries_again_sooner_and_ever_more_slowly() -> None:
    pauses = [pause_after(failures).total_seconds() for failures in (0, 1, 2, 3, 50)]
    assert pauses == [3600, 30, 60, 120, 3600]
