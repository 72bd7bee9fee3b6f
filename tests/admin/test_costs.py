"""What everybody together has spent: by whom, for what, and never a micro away from the ledger."""

import csv
import io
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.admin.cost_queries import By, Only
from app.admin.cost_table import as_csv
from app.admin.costs import CostReports, Costs, Wanted
from app.catalog.model import Kind
from app.clock import new_id
from app.db import Row, Tx
from app.db.duck import DuckDatabase
from app.demo import Fault
from app.generation import bill
from app.generation.booking import Booking, Bookkeeper
from app.generation.model import Generation
from app.money import Micros
from app.usage.budgets import Budgets, Limits
from app.usage.calendar import Calendar
from tests.scripts import key_for, with_secret
from tests.studio import PASSWORD, Person, Studio
from tests.usage.money import CENT, DIME, book, order, succeed

BERLIN = Calendar(ZoneInfo("Europe/Berlin"))
KEEPER = Bookkeeper(Budgets(BERLIN, Limits()), lambda tx, generation: None)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
TODAY = date(2026, 11, 21)
WEEK = Wanted(TODAY - timedelta(days=6), TODAY)


async def costs(database: DuckDatabase, wanted: Wanted, limit: int = 100) -> Costs:
    return await CostReports(database, lambda: NOON, BERLIN).report(wanted, limit)


def booked(
    tx: Tx, user_id: str, at: datetime, kind: Kind = Kind.IMAGE, key_id: str | None = None
) -> Generation:
    booking = order(user_id, DIME, at, kind)
    with_key = replace(booking.generation, key_id=key_id)
    return book(tx, KEEPER, Booking(with_key, DIME, None, ""))


def spend(tx: Tx, user_id: str, cost: Micros, at: datetime, model: str = "m") -> None:
    succeed(tx, booked(tx, user_id, at), cost, at, model=model)


async def test_the_dearest_comes_first_and_beside_it_what_it_was_before(
    database: DuckDatabase,
) -> None:
    ada, ben = new_id(), new_id()
    before = NOON - timedelta(days=7)
    await database.write(spend, ada, CENT, NOON)
    await database.write(spend, ben, DIME, NOON)
    await database.write(spend, ada, DIME, before)
    await database.write(spend, ada, DIME, before - timedelta(days=7))
    week = await costs(database, WEEK)
    assert [(each["person"], each["spent"], each["previous_spent"]) for each in week.lines] == [
        (ben, DIME, 0),
        (ada, CENT, DIME),
    ]
    assert (week.total.spent, week.total.previous_spent) == (CENT + DIME, DIME)
    assert (week.total.generations, week.total.previous_generations) == (2, 1)


async def test_days_can_be_counted_back_from_the_last(database: DuckDatabase) -> None:
    yesterday = TODAY - timedelta(days=1)
    for wanted, since in (
        (Wanted(until=yesterday, days=3), TODAY - timedelta(days=3)),
        (Wanted(days=1), TODAY),
        (Wanted(), TODAY - timedelta(days=30)),
    ):
        period = (await costs(database, wanted)).period
        assert (period.since, period.until) == (since, wanted.until or TODAY)


async def test_a_day_begins_at_midnight_over_there(database: DuckDatabase) -> None:
    ada, midnight = new_id(), NOON.replace(hour=23)  # in Berlin
    await database.write(spend, ada, CENT, midnight - timedelta(microseconds=1))
    await database.write(spend, ada, DIME, midnight)
    days = await costs(database, Wanted(TODAY, TODAY + timedelta(days=1), by=(By.DAY,)))
    assert [(each["day"], each["spent"]) for each in days.lines] == [
        (TODAY + timedelta(days=1), DIME),
        (TODAY, CENT),
    ]


async def test_what_was_given_back_is_counted_and_costs_nothing(database: DuckDatabase) -> None:
    failed = await database.write(booked, new_id(), NOON)
    await database.write(bill.release, failed, NOON, reason="failed")
    await database.write(booked, new_id(), NOON)  # still open, and no part of this
    week = await costs(database, WEEK)
    assert (week.total.spent, week.total.generations) == (0, 1)


async def test_what_comes_after_its_money_was_given_back_counts_once(
    database: DuckDatabase,
) -> None:
    film = await database.write(booked, new_id(), NOON - timedelta(days=2))
    await database.write(bill.release, film, NOON - timedelta(days=1), reason="expired")
    await database.write(succeed, film, CENT, NOON)
    for wanted in (WEEK, replace(WEEK, by=(By.DAY,))):
        week = await costs(database, wanted)
        assert (week.total.spent, week.total.generations) == (CENT, 1)
    yesterday = TODAY - timedelta(days=1)
    assert (await costs(database, Wanted(yesterday, yesterday))).total.generations == 0


async def test_what_does_not_fit_is_added_up_in_one_line(database: DuckDatabase) -> None:
    for cost in range(1, 8):
        await database.write(spend, new_id(), Micros(cost), NOON)
    week = await costs(database, WEEK, limit=3)
    assert [each["spent"] for each in week.lines] == [7, 6, 5]
    assert (week.more, week.rest.spent, week.rest.generations) == (4, 4 + 3 + 2 + 1, 4)


MODELS, KEYS = ("a", "b", "c"), (None, new_id(), new_id())


def _many(tx: Tx) -> list[Row]:
    """Four hundred requests of three months: settled, corrected, given back, or still open."""
    chance = random.Random(20_261_121)
    people = [new_id() for _ in range(5)]
    for _ in range(400):
        at = NOON - timedelta(minutes=chance.randrange(90 * 24 * 60))
        kind = chance.choice(list(Kind))
        made = booked(tx, chance.choice(people), at, kind, chance.choice(KEYS))
        end = chance.choice(("settle", "settle", "settle", "correct", "release", "open"))
        if end in ("settle", "correct"):
            told = Micros(chance.randrange(10**9)) if end == "settle" else None
            made = succeed(tx, made, told, at, model=chance.choice(MODELS), gateway_id="gen-1")
        if end == "correct":
            late = at + timedelta(days=chance.randrange(3))
            bill.correct(tx, made, Micros(chance.randrange(10**9)), late, reason="told")
        if end == "release":
            bill.release(tx, made, at, reason="failed")
    return tx.rows(
        """
        SELECT ledger.*, generations.kind AS made, coalesce(answered_by, chosen) AS model
          FROM ledger JOIN generations ON generations.id = ledger.generation_id
        """
    )


def _summed(entries: list[Row], wanted: Wanted, of: Callable[[Row], object]) -> Counter[object]:
    """The same by hand."""
    sums: Counter[object] = Counter()
    for each in entries:
        day = each["counts_at"].astimezone(BERLIN.zone).date()
        assert wanted.since and wanted.until
        if wanted.since <= day <= wanted.until:
            sums[of(each)] += each["spent_micros"]
    return +sums


async def test_whichever_way_it_is_added_up_the_sums_are_those_of_the_ledger(
    database: DuckDatabase,
) -> None:
    entries = await database.write(_many)
    columns = {By.PERSON: "user_id", By.MODEL: "model", By.KIND: "made", By.KEY: "key_id"}
    for days in (1, 20, 45):
        month = Wanted(TODAY - timedelta(days=days - 1), TODAY)
        back = timedelta(days=days)
        before = Wanted(TODAY - 2 * back + timedelta(days=1), TODAY - back)
        for by in ((By.PERSON,), (By.MODEL, By.KIND), (By.KEY, By.PERSON), (By.KIND,)):
            found = await costs(database, replace(month, by=by), 1_000)
            names = [columns[each] for each in by]

            def of(entry: Row, names: list[str] = names) -> object:
                return tuple(entry[name] for name in names)

            def of_line(line: Row, by: tuple[By, ...] = by) -> object:
                return tuple(line[each] for each in by)

            told = {of_line(each): each["spent"] for each in found.lines if each["spent"]}
            assert told == _summed(entries, month, of)
            earlier = {
                of_line(each): each["previous_spent"]
                for each in found.lines
                if each["previous_spent"]
            }
            assert earlier == _summed(entries, before, of)
            assert found.total.spent == sum(told.values())
            assert sum(each["spent"] for each in found.by_day) == found.total.spent
            assert (found.more, found.rest.spent) == (0, 0)


async def test_a_line_can_be_looked_into(database: DuckDatabase) -> None:
    ada, ben = new_id(), new_id()
    await database.write(spend, ada, CENT, NOON, "draws")
    await database.write(spend, ada, DIME, NOON, "paints")
    await database.write(spend, ben, DIME, NOON, "draws")
    hers = await costs(database, replace(WEEK, by=(By.MODEL,), only=Only(person=ada)))
    assert [(each["model"], each["spent"]) for each in hers.lines] == [
        ("paints", DIME),
        ("draws", CENT),
    ]
    drawn = await costs(database, replace(WEEK, only=Only(model="draws")))
    assert [each["person"] for each in drawn.lines] == [ben, ada]


async def test_a_tier_costs_what_its_people_spend(database: DuckDatabase) -> None:
    ada, ben, gone = new_id(), new_id(), new_id()
    await database.write(_join, ada, "basic")
    await database.write(_join, ben, "premium")
    for person, cost in ((ada, CENT), (ada, CENT), (ben, DIME), (gone, Micros(7))):
        await database.write(spend, person, cost, NOON)
    found = await costs(database, replace(WEEK, by=(By.TIER,)))
    assert [(each["tier"], each["spent"]) for each in found.lines] == [
        ("premium", DIME),
        ("basic", 2 * CENT),
        ("", 7),
    ]
    premium = await costs(database, replace(WEEK, only=Only(tier="premium")))
    assert [each["person"] for each in premium.lines] == [ben]


def _join(tx: Tx, user_id: str, tier: str) -> None:
    tx.run(
        """
        INSERT INTO users (id, email, email_key, name, password_hash, role, state, tier, created_at)
        VALUES ($id, $id, $id, '', '', 'user', 'active', $tier, $now)
        """,
        id=user_id,
        tier=tier,
        now=NOON,
    )


async def _spent(studio: Studio) -> tuple[Person, Person, str]:
    """An administrator, somebody who has made a picture with a key and one that failed, and
    the id of that key."""
    boss, ada = await studio.person("boss"), await studio.person("ada")
    key = await key_for(ada, name="=cmd()")
    async with with_secret(studio, key["secret"]) as script:
        made = await script.post("/api/generations/image", json={"prompt": "A paper boat"})
        assert made.status_code == 202, made.text
    await studio.ended(ada, made.json()["id"])
    studio.demo.script(path="/images", answer=Fault.status(500), times=9)
    failed = await studio.made(ada, "image", model="black-forest-labs/flux.2-klein-4b")
    assert failed["state"] == "failed"
    return boss, ada, key["id"]


async def test_people_and_keys_are_told_by_name(studio: Studio) -> None:
    boss, ada, key_id = await _spent(studio)
    answer = (await boss.http.get("/api/admin/usage?by=person&by=key")).json()
    with_key, without = answer["lines"]
    assert (with_key["person"]["email"], with_key["person"]["deleted"]) == (
        "ada@example.org",
        False,
    )
    assert (with_key["key"]["id"], with_key["key"]["name"]) == (key_id, "=cmd()")
    assert with_key["key"]["owner"] == "ada@example.org"
    assert (with_key["generations"], with_key["failed"]) == (1, 0)
    assert without["key"]["id"] is None
    assert (without["spent_micros"], without["generations"], without["failed"]) == (0, 1, 1)
    spent = (await ada.usage())["spent_micros"]
    assert answer["total"]["spent_micros"] == with_key["spent_micros"] == spent > 0
    assert [(each["kind"], each["spent_micros"]) for each in answer["by_day"]] == [("image", spent)]


async def test_what_is_looked_into_is_told_by_name(studio: Studio) -> None:
    boss, ada, key_id = await _spent(studio)
    query = f"by=model&kind=image&key={key_id}&person={ada.user['id']}"
    answer = (await boss.http.get(f"/api/admin/usage?{query}")).json()
    only = answer["only"]
    assert (only["kind"], only["model"]) == ("image", None)
    assert (only["person"]["email"], only["key"]["name"]) == ("ada@example.org", "=cmd()")
    assert answer["total"]["generations"] == 1


async def test_a_key_that_was_revoked_keeps_its_name(studio: Studio) -> None:
    boss, ada, key_id = await _spent(studio)
    assert (await ada.http.delete(f"/api/keys/{key_id}")).status_code == 204
    lines = (await boss.http.get("/api/admin/usage?by=key")).json()["lines"]
    assert [(each["key"]["name"], each["key"]["revoked"]) for each in lines] == [
        ("=cmd()", True),
        (None, False),
    ]


async def test_who_has_left_is_still_counted_and_not_named(studio: Studio) -> None:
    boss, ada, key_id = await _spent(studio)
    spent = (await ada.usage())["spent_micros"]
    left = await ada.http.request("DELETE", "/api/auth/me", json={"password": PASSWORD})
    assert left.status_code == 204
    [line] = (await boss.http.get("/api/admin/usage?by=person")).json()["lines"]
    assert line["person"] == {"id": ada.user["id"], "name": None, "email": None, "deleted": True}
    assert line["spent_micros"] == spent
    lines = (await boss.http.get("/api/admin/usage?by=key")).json()["lines"]
    assert [(each["key"]["id"], each["key"]["name"]) for each in lines] == [
        (key_id, None),
        (None, None),
    ]


async def test_the_table_says_the_same_and_no_name_in_it_is_a_formula(studio: Studio) -> None:
    boss, _, key_id = await _spent(studio)
    answer = await boss.http.get("/api/admin/usage.csv?by=key&by=day&from=2026-11-01&to=2026-11-21")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    name = 'filename="costs-by-day-key-2026-11-01-2026-11-21.csv"'
    assert name in answer.headers["content-disposition"]
    first, second = csv.DictReader(io.StringIO(answer.text))
    assert (first["day"], first["key"], first["key_name"]) == ("2026-11-21", key_id, "'=cmd()")
    assert (second["key"], second["generations"], second["failed"]) == ("", "1", "1")
    total = (await boss.http.get("/api/admin/usage")).json()["total"]
    assert int(first["spent_micros"]) == total["spent_micros"]
    assert Micros(int(float(first["spent_usd"]) * 1_000_000 + 0.5)) == total["spent_micros"]


@pytest.mark.parametrize(
    "query",
    [
        "from=2026-11-22&to=2026-11-21",
        "from=2025-11-20&to=2026-11-21",
        "to=2019-12-31",
        "to=0001-01-01",
        "from=soon",
        "from=2026-11-01&days=3",
        "days=0",
        "by=colour",
        "person=x",
        "kind=audio",
        "limit=0",
    ],
)
async def test_what_makes_no_sense_is_refused(studio: Studio, query: str) -> None:
    boss = await studio.person()
    assert (await boss.http.get(f"/api/admin/usage?{query}")).status_code == 422
    if not query.startswith("limit"):
        assert (await boss.http.get(f"/api/admin/usage.csv?{query}")).status_code == 422


async def test_the_first_and_the_last_days_of_all_can_be_asked_for(studio: Studio) -> None:
    boss = await studio.person()
    for query in ("from=2020-01-01&to=2020-12-31", "from=9998-01-02&to=9999-01-01"):
        answer = await boss.http.get(f"/api/admin/usage?{query}")
        assert (answer.status_code, answer.json()["total"]["spent_micros"]) == (200, 0)


def test_an_empty_table_has_its_head() -> None:
    assert as_csv([], (By.KIND,)).startswith("kind,spent_micros,spent_usd,generations,failed,")
