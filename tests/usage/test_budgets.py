"""Budgets: whose allowance counts, and that two who ask at once never spend the same cent."""

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.clock import new_id
from app.db import Tx
from app.db.duck import DuckDatabase
from app.generation import bill
from app.generation.booking import Bookkeeper
from app.money import ZERO, Micros
from app.usage.budgets import BudgetExceeded, Budgets, Limits, Window, set_limits
from app.usage.calendar import Calendar
from tests.usage.money import CENT, DIME, DOLLAR, book, order, succeed

CALENDAR = Calendar(ZoneInfo("Europe/Berlin"))
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def keeper(*, day: Micros | None = None, month: Micros | None = None) -> Bookkeeper:
    return Bookkeeper(Budgets(CALENDAR, Limits(day, month)), lambda tx, generation: None)


def windows(tx: Tx, books: Bookkeeper, user_id: str, now: datetime) -> tuple[Window, Window]:
    day, month = books.budgets.windows(tx, user_id, now)
    return day, month


async def test_of_two_hundred_dimes_at_once_a_dollar_starts_exactly_ten(
    database: DuckDatabase,
) -> None:
    ada, books = new_id(), keeper(day=DOLLAR)
    orders = [order(ada, DIME, NOON) for _ in range(200)]
    asked = [database.write(books.book, each) for each in orders]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    refused = [each for each in answers if isinstance(each, BudgetExceeded)]
    assert (answers.count(None), len(refused)) == (10, 190)
    day, _ = await database.read(windows, books, ada, NOON)
    assert (day.held, day.left) == (DOLLAR, 0)


async def test_a_refusal_says_what_is_left_and_when_it_begins_anew(database: DuckDatabase) -> None:
    ada, books = new_id(), keeper(day=CENT)
    with pytest.raises(BudgetExceeded) as refused:
        await database.write(book, books, order(ada, DIME, NOON))
    assert refused.value.members == {
        "needed_micros": DIME,
        "left_micros": CENT,
        "window": "day",
        "resets_at": "2026-11-21T23:00:00+00:00",
    }
    assert "$0.10" in refused.value.detail
    assert "$0.01" in refused.value.detail


async def test_the_tighter_window_decides(database: DuckDatabase) -> None:
    ada, books = new_id(), keeper(day=DOLLAR, month=DIME)
    await database.write(book, books, order(ada, DIME, NOON))
    with pytest.raises(BudgetExceeded) as refused:
        await database.write(book, books, order(ada, CENT, NOON + timedelta(days=3)))
    assert refused.value.members["window"] == "month"


async def test_what_is_set_for_a_person_counts_before_what_is_set_for_all(
    database: DuckDatabase,
) -> None:
    ada, bob, books = new_id(), new_id(), keeper(day=CENT)
    await database.write(set_limits, ada, Limits(day=DIME))
    await database.write(book, books, order(ada, DIME, NOON))
    with pytest.raises(BudgetExceeded):
        await database.write(book, books, order(bob, DIME, NOON))
    await database.write(set_limits, ada, Limits())
    assert await database.read(books.budgets.limits_of, ada) == Limits(day=CENT)


async def test_nothing_paid_begins_on_a_budget_of_zero_and_free_things_do(
    database: DuckDatabase,
) -> None:
    ada, books = new_id(), keeper(day=ZERO)
    with pytest.raises(BudgetExceeded):
        await database.write(book, books, order(ada, Micros(1), NOON))
    await database.write(book, books, order(ada, ZERO, NOON))


async def test_free_things_begin_also_when_more_was_spent_than_allowed(
    database: DuckDatabase,
) -> None:
    ada, books = new_id(), keeper(day=DIME)
    made = await database.write(book, books, order(ada, DIME, NOON))
    await database.write(succeed, made, DOLLAR, NOON)
    day, _ = await database.read(windows, books, ada, NOON)
    assert (day.spent, day.left) == (DOLLAR, 0)
    await database.write(book, books, order(ada, ZERO, NOON))


async def test_windows_are_right_from_hold_to_correction(database: DuckDatabase) -> None:
    ada, books = new_id(), keeper(day=DOLLAR, month=DOLLAR)
    made = await database.write(book, books, order(ada, DIME, NOON))
    assert await _numbers(database, books, ada, NOON) == [(0, DIME, 900_000)] * 2
    made = await database.write(succeed, made, None, NOON, gateway_id="gen-1")
    assert await _numbers(database, books, ada, NOON) == [(DIME, 0, 900_000)] * 2
    await database.write(bill.correct, made, CENT, NOON, reason="told")
    assert await _numbers(database, books, ada, NOON) == [(CENT, 0, 990_000)] * 2


async def test_a_correction_counts_for_the_day_on_which_it_was_spent(
    database: DuckDatabase,
) -> None:
    ada, books = new_id(), keeper(day=DOLLAR, month=DOLLAR)
    evening, night = NOON.replace(hour=22, minute=59), NOON.replace(hour=23, minute=1)
    made = await database.write(book, books, order(ada, DIME, evening))
    made = await database.write(succeed, made, None, evening, gateway_id="gen-1")
    await database.write(bill.correct, made, CENT, night, reason="told")
    today = [(0, 0, DOLLAR), (CENT, 0, 990_000)]
    assert await _numbers(database, books, ada, night) == today
    # Seen from the evening, as if it had never been thought to be more.
    assert await _numbers(database, books, ada, evening) == [(CENT, 0, 990_000)] * 2


async def test_what_is_held_counts_in_every_window_until_it_ends(database: DuckDatabase) -> None:
    ada, books = new_id(), keeper(day=DOLLAR, month=DOLLAR)
    made = await database.write(book, books, order(ada, DIME, NOON))
    later = NOON + timedelta(days=40)
    assert await _numbers(database, books, ada, later) == [(0, DIME, 900_000)] * 2
    await database.write(succeed, made, CENT, later)
    assert await _numbers(database, books, ada, later) == [(CENT, 0, 990_000)] * 2
    assert await _numbers(database, books, ada, later + timedelta(days=40)) == [(0, 0, DOLLAR)] * 2


async def _numbers(
    database: DuckDatabase, books: Bookkeeper, user_id: str, now: datetime
) -> list[tuple[int, int, int | None]]:
    """(spent, held, left) of day and month."""
    seen = await database.read(windows, books, user_id, now)
    return [(each.spent, each.held, each.left) for each in seen]
