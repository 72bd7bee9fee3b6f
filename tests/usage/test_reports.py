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
    return [(row["day"], row["kind"], row["spent_micros"]) for row in usage.by_day]


def models(usage: Usage) -> list[tuple[str, str, int, int]]:
    return [
        (row["model"], row["kind"], row["generations"], row["spent_micros"])
        for row in usage.by_model
    ]


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
