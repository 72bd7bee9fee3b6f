"""`allucanget ledger verify`: silent about what adds up, in words about every kind of damage."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner

from app.catalog.model import Kind
from app.cli import cli
from app.clock import new_id
from app.db import Tx
from app.db.duck import DuckDatabase
from app.generation import bill, finishing, repository
from app.generation.booking import Bookkeeper
from app.generation.model import Fault, Generation, State
from app.main import open_database
from app.money import Micros
from app.settings import Settings
from app.usage import ledger
from app.usage.budgets import Budgets, Limits
from app.usage.calendar import Calendar
from app.usage.verify import verify
from tests.usage.money import CENT, DIME, book, order, succeed

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=5)
KEEPER = Bookkeeper(Budgets(Calendar(ZoneInfo("UTC")), Limits()), lambda tx, generation: None)


def live_a_little(tx: Tx) -> None:
    """One of each: waiting, made, corrected, refused, unknown, and late after its release."""
    ada, bob = new_id(), new_id()
    book(tx, KEEPER, order(ada, DIME, NOON))
    succeed(tx, book(tx, KEEPER, order(ada, DIME, NOON, Kind.VIDEO)), CENT, LATER)
    guessed = succeed(tx, book(tx, KEEPER, order(bob, DIME, NOON)), None, LATER, gateway_id="g")
    bill.correct(tx, guessed, CENT, LATER + timedelta(hours=1), reason="told")
    fail(tx, book(tx, KEEPER, order(bob, DIME, NOON)))
    lost = book(tx, KEEPER, order(bob, DIME, NOON))
    finishing.finish(tx, lost, State.UNKNOWN, now=LATER)
    succeed(tx, fail(tx, book(tx, KEEPER, order(ada, DIME, NOON))), CENT, LATER)


def fail(tx: Tx, generation: Generation) -> Generation:
    finishing.finish(tx, generation, State.FAILED, now=LATER, error=Fault("x", "y"))
    bill.release(tx, generation, LATER, reason="failed")
    tx.run("DELETE FROM jobs WHERE generation_id = $id", id=generation.id)
    return repository.of_id(tx, generation.id)


async def test_what_adds_up_has_no_differences(database: DuckDatabase) -> None:
    assert str(await database.read(verify)) == "0 generations, 0 entries, 0 differences"
    await database.write(live_a_little)
    assert str(await database.read(verify)) == "6 generations, 12 entries, 0 differences"


def _forget_entries(tx: Tx) -> None:
    tx.run("DELETE FROM ledger WHERE generation_id = (SELECT min(generation_id) FROM ledger)")


def _forget_rows(tx: Tx) -> None:
    tx.run("DELETE FROM generations WHERE state = 'failed'")


def _give_away(tx: Tx) -> None:
    tx.run("UPDATE ledger SET user_id = uuid() WHERE kind = 'adjust'")


def _settle_twice(tx: Tx) -> None:
    tx.run("INSERT INTO ledger SELECT * FROM ledger WHERE kind = 'settle'")


def _quote_more(tx: Tx) -> None:
    tx.run("UPDATE generations SET quote_micros = 100001 WHERE state = 'queued'")


def _hold_twice(tx: Tx) -> None:
    tx.run("INSERT INTO ledger SELECT * FROM ledger WHERE kind = 'hold'")


def _forget_settling(tx: Tx) -> None:
    tx.run("DELETE FROM ledger WHERE kind IN ('settle', 'release', 'adjust')")


def _go_back(tx: Tx) -> None:
    tx.run("UPDATE generations SET state = 'running' WHERE state = 'failed'")


def _decide(tx: Tx) -> None:
    tx.run("UPDATE generations SET state = 'unknown' WHERE state = 'failed'")


def _lose_jobs(tx: Tx) -> None:
    tx.run("DELETE FROM jobs")


def _keep_holding(tx: Tx) -> None:
    tx.run("UPDATE ledger SET held_micros = -1 WHERE kind = 'settle'")


def _lose_holds(tx: Tx) -> None:
    tx.run("DELETE FROM holds")


def _rewrite_a_price(tx: Tx) -> None:
    tx.run("UPDATE generations SET cost_micros = 7 WHERE state = 'succeeded'")


def _forget_a_price(tx: Tx) -> None:
    tx.run("UPDATE generations SET cost_micros = NULL WHERE state = 'failed'")


def _pay_out(tx: Tx) -> None:
    tx.run("UPDATE ledger SET spent_micros = -20000 WHERE kind = 'settle'")


def _change_an_amount(tx: Tx) -> None:
    tx.run("UPDATE ledger SET amount_micros = 3 WHERE kind = 'release'")


def _count_in_the_future(tx: Tx) -> None:
    tx.run("UPDATE ledger SET counts_at = created_at + INTERVAL 1 DAY")


def _hold_without_a_limit(tx: Tx) -> None:
    waiting = tx.rows("SELECT id FROM generations WHERE state = 'queued'")[0]
    generation = repository.of_id(tx, waiting["id"])
    ledger.hold_more(tx, generation.account, Micros(5), NOON, reason="more")


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (_forget_entries, "the ledger knows nothing of it"),
        (_forget_rows, "it is in the ledger only"),
        (_give_away, "the ledger names another person"),
        (_settle_twice, "1 holds, 2 settles and 0 releases"),
        (_hold_twice, "200000 was set aside, but no more was allowed"),
        (_hold_without_a_limit, "100005 was set aside, but no more was allowed"),
        (_quote_more, "it was quoted at 100001, but 100000 was set aside"),
        (_forget_settling, "it is succeeded, but neither settled nor released"),
        (_go_back, "it is running, but settled or released already"),
        (_decide, "it is unknown, but settled or released already"),
        (_lose_jobs, "it is queued, but nobody will end it"),
        (_keep_holding, "99999 is on hold instead of 0"),
        (_lose_holds, "the list of holds says 0, the ledger 100000"),
        (_lose_holds, "is spent and 100000 held, by generations and holds"),
        (_rewrite_a_price, "the row says that it cost 7, the ledger 10000"),
        (_forget_a_price, "the row says that it cost nothing yet, the ledger 0"),
        (_pay_out, "it cost less than nothing"),
        (_change_an_amount, "its amount is 3, but it moves -100000 held and 0 spent"),
        (_count_in_the_future, "it counts for no moment, or for a later one than its own"),
    ],
)
async def test_every_damage_is_told_in_words(
    database: DuckDatabase, damage: Callable[[Tx], None], words: str
) -> None:
    await database.write(live_a_little)
    await database.write(damage)
    assert words in "\n".join((await database.read(verify)).differences)


def test_the_command_prints_what_differs_and_ends_with_one(tmp_path: Path) -> None:
    assert ledger_verify(tmp_path) == (1, f"There is no database at {path_of(tmp_path)}.\n")
    _in_database(tmp_path, live_a_little)
    assert ledger_verify(tmp_path) == (0, "6 generations, 12 entries, 0 differences\n")
    _in_database(tmp_path, _change_an_amount)
    code, printed = ledger_verify(tmp_path)
    assert code == 1
    assert printed.splitlines()[-1] == "6 generations, 12 entries, 2 differences"
    assert printed.startswith("entry ")


def path_of(data_dir: Path) -> Path:
    return Settings(data_dir=data_dir).database_path


def ledger_verify(data_dir: Path) -> tuple[int, str]:
    ended = CliRunner().invoke(cli, ["ledger", "verify"], env={"DATA_DIR": str(data_dir)})
    return ended.exit_code, ended.output


def _in_database(data_dir: Path, change: Callable[[Tx], None]) -> None:
    database = open_database(Settings(data_dir=data_dir))
    try:
        database.write_now(change)
    finally:
        database.close()
