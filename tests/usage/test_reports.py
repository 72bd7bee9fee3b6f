"""Reports: where a person's money went, by the day it was spent and by the model it went to."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.catalog.model import Kind
from app.clock import new_id
from app.db import Tx
from app.db.duck import DuckDatabase
from app.generation import bill
from app.generation.booking import Bookkeeper
from app.money import ZERO, Micros
from app.usage.budgets import Budgets, Limits
from app.usage.calendar import Calendar
from app.usage.service import Usage, UsageReports
from tests.usage.money import CENT, DIME, book, order, succeed

BERLIN = Calendar(ZoneInfo("Europe/Berlin"))
BUDGETS = Budgets(BERLIN, Limits())
KEEPER = Bookkeeper(BUDGETS, lambda tx, generation: None)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
TODAY, YESTERDAY = date(2026, 11, 21), date(2026, 11, 20)


@pytest.fixture
def ada() -> str:
    return new_id()


async def report(database: DuckDatabase, user_id: str, now: datetime = NOON) -> Usage:
    return await UsageReports(database, lambda: now, BUDGETS).of_user(user_id)


def days(usage: Usage) -> list[tuple[date, str, int]]:
    return [(each.day, each.kind, each.spent) for each in usage.by_day]


def models(usage: Usage) -> list[tuple[str, str, int, int]]:
    return [(each.model, each.kind, each.generations, each.spent) for each in usage.by_model]


def spend(
    tx: Tx, user_id: str, cost: Micros, at: datetime, kind: Kind = Kind.IMAGE, model: str = "m"
) -> None:
    succeed(tx, book(tx, KEEPER, order(user_id, DIME, at, kind)), cost, at, model=model)


async def test_days_and_models_are_told_for_every_kind(database: DuckDatabase, ada: str) -> None:
    before = NOON - timedelta(days=1)
    await database.write(spend, ada, CENT, NOON, Kind.IMAGE, "draws")
    await database.write(spend, ada, CENT, NOON, Kind.IMAGE, "draws")
    await database.write(spend, ada, DIME, NOON, Kind.VIDEO, "films")
    await database.write(spend, ada, CENT, before, Kind.TEXT, "draws")
    usage = await report(database, ada)
    assert days(usage) == [
        (TODAY, "image", 2 * CENT),
        (TODAY, "video", DIME),
        (YESTERDAY, "text", CENT),
    ]
    assert models(usage) == [
        ("films", "video", 1, DIME),
        ("draws", "image", 2, 2 * CENT),
        ("draws", "text", 1, CENT),
    ]


async def test_a_day_begins_at_midnight_over_there(database: DuckDatabase, ada: str) -> None:
    midnight = NOON.replace(hour=23)  # in Berlin
    await database.write(spend, ada, CENT, midnight - timedelta(microseconds=1))
    await database.write(spend, ada, DIME, midnight)
    usage = await report(database, ada, midnight)
    assert days(usage) == [(date(2026, 11, 22), "image", DIME), (TODAY, "image", CENT)]


async def test_the_days_add_up_to_the_windows_also_when_the_clocks_change(
    database: DuckDatabase, ada: str
) -> None:
    october = datetime(2026, 10, 24, tzinfo=UTC)
    spent: dict[date, int] = {}
    for hour in range(60):
        now = october + timedelta(hours=hour)
        today = now.astimezone(BERLIN.zone).date()
        await database.write(spend, ada, Micros(hour + 1), now)
        spent[today] = spent.get(today, 0) + hour + 1
        usage = await report(database, ada, now)
        assert {day: amount for day, _, amount in days(usage)} == spent
        assert [each.spent for each in usage.windows] == [spent[today], sum(spent.values())]


async def test_a_correction_belongs_to_the_day_and_model_it_corrects(
    database: DuckDatabase, ada: str
) -> None:
    evening = NOON - timedelta(days=1)
    booked = await database.write(book, KEEPER, order(ada, DIME, evening))
    made = await database.write(succeed, booked, None, evening, model="m", gateway_id="gen-1")
    await database.write(bill.correct, made, CENT, NOON, reason="told")
    usage = await report(database, ada)
    assert days(usage) == [(YESTERDAY, "image", CENT)]
    assert models(usage) == [("m", "image", 1, CENT)]


async def test_what_is_corrected_to_nothing_is_no_spending(
    database: DuckDatabase, ada: str
) -> None:
    booked = await database.write(book, KEEPER, order(ada, DIME, NOON))
    made = await database.write(succeed, booked, None, NOON, gateway_id="gen-1")
    await database.write(bill.correct, made, ZERO, NOON, reason="told")
    assert days(await report(database, ada)) == []


async def test_what_is_held_or_given_back_is_no_spending(database: DuckDatabase, ada: str) -> None:
    await database.write(book, KEEPER, order(ada, DIME, NOON))
    failed = await database.write(book, KEEPER, order(ada, DIME, NOON))
    await database.write(bill.release, failed, NOON, reason="failed")
    usage = await report(database, ada)
    assert (days(usage), models(usage)) == ([], [])


async def test_somebody_elses_money_is_never_shown(database: DuckDatabase, ada: str) -> None:
    await database.write(spend, new_id(), DIME, NOON)
    await database.write(spend, ada, CENT, NOON)
    usage = await report(database, ada)
    assert [each.spent for each in usage.windows] == [CENT, CENT]
    assert days(usage) == [(TODAY, "image", CENT)]
    assert models(usage) == [("m", "image", 1, CENT)]


async def test_the_tables_tell_thirty_one_days(database: DuckDatabase, ada: str) -> None:
    for ago in (30, 31):
        await database.write(spend, ada, CENT, NOON - timedelta(days=ago))
    usage = await report(database, ada)
    assert days(usage) == [(TODAY - timedelta(days=30), "image", CENT)]
    assert models(usage) == [("m", "image", 1, CENT)]


async def test_kinds_add_up_what_their_models_have_cost(database: DuckDatabase, ada: str) -> None:
    await database.write(spend, ada, CENT, NOON, Kind.IMAGE, "draws")
    await database.write(spend, ada, CENT, NOON - timedelta(days=2), Kind.IMAGE, "paints")
    await database.write(spend, ada, DIME, NOON, Kind.VIDEO, "films")
    usage = await report(database, ada)
    assert [(each.kind, each.generations, each.spent) for each in usage.by_kind] == [
        ("video", 1, DIME),
        ("image", 2, 2 * CENT),
    ]
    assert usage.spent == DIME + 2 * CENT


async def test_what_was_free_is_counted_and_is_no_day_of_spending(
    database: DuckDatabase, ada: str
) -> None:
    await database.write(spend, ada, ZERO, NOON, Kind.TEXT, "free")
    usage = await report(database, ada)
    assert days(usage) == []
    assert models(usage) == [("free", "text", 1, 0)]


async def test_any_days_can_be_asked_for_and_compared_with_those_before(
    database: DuckDatabase, ada: str
) -> None:
    for ago in range(1, 15):
        await database.write(spend, ada, Micros(2**ago), NOON - timedelta(days=ago))
    reports = UsageReports(database, lambda: NOON, BUDGETS)
    week = await reports.of_user(ada, 7, YESTERDAY)
    assert (week.since, week.until) == (YESTERDAY - timedelta(days=6), YESTERDAY)
    assert week.spent == sum(2**ago for ago in range(1, 8))
    assert week.previous == sum(2**ago for ago in range(8, 15))


@pytest.mark.parametrize(("spent", "warns"), [(79_999, False), (80_000, True), (250_000, True)])
async def test_four_fifths_of_a_budget_are_worth_a_warning(
    database: DuckDatabase, ada: str, spent: int, warns: bool
) -> None:
    budgets = Budgets(BERLIN, Limits(day=DIME))
    await database.write(spend, ada, Micros(spent), NOON)
    usage = await UsageReports(database, lambda: NOON, budgets).of_user(ada)
    assert [each.warning for each in usage.windows] == [warns, False]


async def test_what_is_set_aside_counts_for_the_warning(database: DuckDatabase, ada: str) -> None:
    await database.write(book, KEEPER, order(ada, DIME, NOON))
    budgets = Budgets(BERLIN, Limits(day=DIME))
    usage = await UsageReports(database, lambda: NOON, budgets).of_user(ada)
    assert [each.warning for each in usage.windows] == [True, False]
