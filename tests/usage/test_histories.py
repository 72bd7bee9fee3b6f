"""Whatever happens, and in whatever order: the ledger adds up."""

import os
from datetime import timedelta

import httpx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.admin import cost_queries
from app.admin.cost_queries import ANY, By, Period
from app.catalog.service import Catalogue
from app.db import Tx
from app.db.duck import DuckDatabase
from app.gateway.client import Gateway
from app.generation.ending import Endings
from app.generation.fallback import Fallbacks
from app.money import Micros
from app.routing.breakers import Breakers
from app.usage.verify import verify
from tests.clocks import TurnableClock
from tests.usage.histories import BUDGETS, STEPS, History, Step

DECIDES = ("settle", "release")
IN_CI = bool(os.environ.get("CI"))
HISTORIES = 2_000 if "FAULT_RUNS" in os.environ else 200
"""How many lives are led. `make test-faults`, which CI runs too, takes minutes for 2,000."""

amounts = st.sampled_from([None, 0, 1, 40_000, 300_000, 2_000_000]).map(
    lambda amount: None if amount is None else Micros(amount)
)
ways = st.integers(0, 59)
names = st.sampled_from([*STEPS, *["work"] * 5, "cancel", "come late"])
first = st.builds(Step, st.just("book"), ways, ways, amounts)
later = st.builds(Step, names, ways, ways, amounts)
histories = st.tuples(first, st.lists(later, min_size=2, max_size=8)).map(
    lambda both: [both[0], *both[1]]
)

TOLD_LATER_AND_LOWER = [
    Step("book", 1, 0, Micros(300_000)),
    Step("end text", 0, 0, None),
    Step("learn costs", 0, 0, Micros(40_000)),
]
"""Seldom found by chance, and the only way in which money comes back."""

# Knows no prices, so that what the gateway does not tell is booked at its quote.
CLOCK = TurnableClock()
NOBODY = Gateway(httpx.AsyncClient(), "http://nobody.invalid", None, clock=CLOCK)

often = settings(deadline=None, derandomize=IN_CI, max_examples=HISTORIES)


@pytest.mark.timeout(1_200)
@example(TOLD_LATER_AND_LOWER)
@given(histories)
@often
def test_the_ledger_adds_up_whatever_happens(books: DuckDatabase, steps: list[Step]) -> None:
    history = _lived(books, steps)
    windows = books.read_now(lambda tx: BUDGETS.windows(tx, history.user_id, history.now))
    spent = history.seen.spent_on(history.now.date())
    assert (windows[0].held, windows[0].spent) == (history.seen.held, spent)


@given(histories)
@settings(often, max_examples=HISTORIES // 10)
def test_nothing_that_may_happen_is_a_difference(books: DuckDatabase, steps: list[Step]) -> None:
    _lived(books, steps)
    assert books.read_now(verify).differences == ()


@given(histories)
@settings(often, max_examples=HISTORIES // 10)
def test_the_costs_of_everybody_are_the_ledgers(books: DuckDatabase, steps: list[Step]) -> None:
    history = _lived(books, steps)
    calendar, last = BUDGETS.calendar, history.now.date()
    week = Period(calendar.days(last, 7), calendar.days(last - timedelta(days=7), 7))
    lines = books.read_now(lambda tx: cost_queries.lines(tx, week, (By.DAY,), ANY, 100))
    told = {each["day"]: each["spent"] for each in lines}
    for day in week.days:
        assert told.get(day, 0) == history.seen.spent_on(day)
    decided = {e["generation_id"] for e in history.seen.entries if e["kind"] in DECIDES}
    assert sum(each["generations"] for each in lines) == len(decided)


def _lived(books: DuckDatabase, steps: list[Step]) -> History:
    books.write_now(_forget_all)
    history = History(
        books, Endings(Catalogue(books, NOBODY, CLOCK)), Fallbacks(BUDGETS, Breakers(CLOCK))
    )
    for step in steps:
        history.play(step)
    return history


def _forget_all(tx: Tx) -> None:
    tx.run("DELETE FROM ledger")
    tx.run("DELETE FROM holds")
    tx.run("DELETE FROM generations")
    tx.run("DELETE FROM jobs")
    tx.run("DELETE FROM cost_checks")
