"""Writing: one after the other, committed in groups, and nobody pays for the fault of another."""

import asyncio
import gc
import random
import threading
import weakref
from collections.abc import Callable
from functools import partial
from typing import Any

import duckdb
import pytest

from app.db import DuplicateKey, Tx
from app.db.duck import DuckDatabase
from app.errors import BadInput, Conflict, Unavailable
from tests.db import bank
from tests.db.conftest import PATIENCE, Gate, wait_until


class Bug(Exception):
    pass


async def outcomes(db: DuckDatabase, gate: Gate, *changes: Callable[[Tx], Any]) -> list[Any]:
    """What became of `changes` when they waited together for their turn."""
    holding = asyncio.create_task(db.write(gate.wait))
    await asyncio.to_thread(gate.wait_until_reached)
    waiting = asyncio.gather(*map(db.write, changes), return_exceptions=True)
    await asyncio.sleep(0)
    assert db.waiting_writes == len(changes)
    gate.open()
    await holding
    return await waiting


async def test_cancelling_half_of_800_writes_leaves_balances_exact_and_the_writer_alive(
    db: DuckDatabase,
) -> None:
    chance = random.Random(800)
    for account in range(10):
        await db.write(bank.open_account, account, 1_000_000)

    def transfer(tx: Tx, number: int, payer: int, payee: int) -> None:
        bank.pay(tx, payer, payee, number)
        bank.note(tx, number, f"{payer} {payee}")

    async def ask(number: int) -> int:
        payer, payee = chance.sample(range(10), 2)
        await db.write(transfer, number, payer, payee)
        return number

    loop = asyncio.get_running_loop()
    asked = [asyncio.create_task(ask(number)) for number in range(800)]
    for task in chance.sample(asked, 400):
        loop.call_later(chance.uniform(0, 0.3), task.cancel)
    answers = await asyncio.gather(*asked, return_exceptions=True)

    acknowledged = {answer for answer in answers if isinstance(answer, int)}
    cancelled = [answer for answer in answers if isinstance(answer, asyncio.CancelledError)]
    assert len(acknowledged) + len(cancelled) == 800
    assert cancelled

    expected = dict.fromkeys(range(10), 1_000_000)
    rows = await db.read(lambda tx: tx.rows("SELECT number, text FROM notes"))
    for row in rows:
        payer, payee = map(int, row["text"].split())
        expected[payer] -= row["number"]
        expected[payee] += row["number"]
    assert await db.read(bank.balances) == expected
    assert acknowledged <= {row["number"] for row in rows}
    assert await db.write(bank.note, 1000) == 1000


async def test_a_change_cancelled_before_its_turn_never_runs(db: DuckDatabase, gate: Gate) -> None:
    holding = asyncio.create_task(db.write(gate.wait))
    await asyncio.to_thread(gate.wait_until_reached)
    waiting = asyncio.create_task(db.write(bank.note, 1))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.wait({waiting})
    gate.open()
    await holding
    await db.write(bank.note, 2)
    assert await db.read(bank.notes) == [2]


async def test_a_change_that_has_begun_is_finished_when_its_caller_is_cancelled(
    db: DuckDatabase, gate: Gate
) -> None:
    def held(tx: Tx) -> None:
        bank.note(tx, 1)
        gate.wait(tx)

    writing = asyncio.create_task(db.write(held))
    await asyncio.to_thread(gate.wait_until_reached)
    writing.cancel()
    await asyncio.wait({writing})
    gate.open()
    await db.write(bank.note, 2)
    assert await db.read(bank.notes) == [1, 2]


async def test_the_faults_of_one_change_do_not_touch_the_others_of_its_group(
    db: DuckDatabase, gate: Gate
) -> None:
    await db.write(bank.open_account, 7, 5)
    runs: list[int] = []

    def counted(tx: Tx, number: int) -> int:
        runs.append(number)
        return bank.note(tx, number)

    def refuses(tx: Tx) -> None:
        bank.note(tx, 100)
        raise Conflict("It is taken.")

    def has_a_bug(tx: Tx) -> None:
        bank.note(tx, 101)
        raise Bug

    def asks_nonsense(tx: Tx) -> None:
        bank.note(tx, 102)
        tx.run("SELECT nonsense")

    first, duplicate, refused, bug, nonsense, overdrawn, second = await outcomes(
        db,
        gate,
        partial(counted, number=1),
        partial(bank.open_account, account=7),
        refuses,
        has_a_bug,
        asks_nonsense,
        partial(bank.pay, payer=7, payee=7, micros=6),
        partial(counted, number=2),
    )
    assert (first, second) == (1, 2)
    assert runs == [1, 1, 2], "the first of them ran in the group, and again alone"
    assert isinstance(duplicate, DuplicateKey)
    assert isinstance(refused, Conflict)
    assert isinstance(bug, Bug)
    assert isinstance(nonsense, duckdb.BinderException)
    assert isinstance(overdrawn, BadInput)
    assert await db.read(bank.notes) == [1, 2]
    assert await db.read(bank.balances) == {7: 5}


async def test_a_group_of_changes_that_all_succeed_runs_once(db: DuckDatabase, gate: Gate) -> None:
    changes = [partial(bank.note, number=number) for number in range(600)]
    assert await outcomes(db, gate, *changes) == list(range(600))
    assert await db.read(bank.notes) == list(range(600))


@pytest.mark.parametrize("together", [False, True])
async def test_a_change_that_swallows_an_error_of_the_database_fails_all_the_same(
    db: DuckDatabase, gate: Gate, together: bool
) -> None:
    await db.write(bank.open_account, 1)

    def swallows(tx: Tx) -> str:
        bank.note(tx, 1)
        try:
            bank.open_account(tx, 1)
        except DuplicateKey:
            return "as if nothing had happened"
        raise AssertionError("the account is there already")

    others = [partial(bank.note, number=2)] * together
    failed, *_ = await outcomes(db, gate, swallows, *others)
    assert isinstance(failed, DuplicateKey)
    assert await db.read(bank.notes) == [2] * together


async def test_a_duplicate_key_may_be_told_in_other_words(db: DuckDatabase) -> None:
    await db.write(bank.open_account, 1)

    def asks_again(tx: Tx) -> None:
        try:
            bank.open_account(tx, 1)
        except DuplicateKey as error:
            raise Conflict("This account exists.") from error

    def twice_at_once(tx: Tx) -> None:
        bank.open_account(tx, 2)
        bank.open_account(tx, 2)

    with pytest.raises(Conflict):
        await db.write(asks_again)
    with pytest.raises(DuplicateKey):
        await db.write(twice_at_once)
    assert await db.read(bank.balances) == {1: 0}


async def test_a_broken_rule_is_not_a_duplicate(db: DuckDatabase) -> None:
    with pytest.raises(duckdb.ConstraintException):
        await db.write(lambda tx: tx.run("INSERT INTO accounts VALUES (1, NULL)"))


async def test_who_wrote_reads_what_was_written(db: DuckDatabase) -> None:
    async def client(number: int) -> None:
        for step in range(10):
            await db.write(bank.note, 100 * number + step)
            assert 100 * number + step in await db.read(bank.notes)

    await asyncio.gather(*(client(number) for number in range(8)))


async def test_writes_of_many_threads_and_loops_take_turns(db: DuckDatabase) -> None:
    await db.write(bank.open_account, 1)
    await db.write(bank.open_account, 2, 10_000)

    def from_a_thread() -> None:
        for _ in range(20):
            db.write_now(lambda tx: bank.pay(tx, 2, 1, 1))

    async def many() -> None:
        await asyncio.gather(*(db.write(bank.pay, 2, 1, 1) for _ in range(20)))

    work = [from_a_thread, lambda: asyncio.run(many())] * 3
    await asyncio.gather(*(asyncio.to_thread(each) for each in work))
    assert await db.read(bank.balances) == {1: 120, 2: 9_880}


@pytest.mark.parametrize("stray", [KeyboardInterrupt, SystemExit, GeneratorExit])
async def test_no_exception_ends_the_writer(db: DuckDatabase, stray: type[BaseException]) -> None:
    def fails(tx: Tx) -> None:
        bank.note(tx, 1)
        raise stray

    with pytest.raises(stray):
        await asyncio.to_thread(db.write_now, fails)
    await db.write(bank.note, 2)
    assert await db.read(bank.notes) == [2]


async def test_a_stray_stop_iteration_is_told_instead_of_waiting_for_ever(db: DuckDatabase) -> None:
    def exhausted(tx: Tx) -> object:
        bank.note(tx, 1)
        return next(iter(()))

    def nothing_there(tx: Tx) -> object:
        return next(iter(tx.rows("SELECT 1 WHERE false")))

    async with asyncio.timeout(PATIENCE):
        with pytest.raises(RuntimeError, match="StopIteration"):
            await db.write(exhausted)
        with pytest.raises(RuntimeError, match="StopIteration"):
            await db.read(nothing_there)
    assert await db.read(bank.notes) == []


async def test_a_transaction_can_neither_await_nor_yield(db: DuckDatabase) -> None:
    async def awaits(tx: Tx) -> None:
        bank.note(tx, 1)

    def yields(tx: Tx) -> object:
        yield bank.note(tx, 2)

    for odd in (awaits, yields):
        with pytest.raises(TypeError, match="plain function"):
            await db.write(odd)
        with pytest.raises(TypeError, match="plain function"):
            await db.read(odd)
    assert await db.read(bank.notes) == []


async def test_a_transaction_is_of_no_use_after_its_end(db: DuckDatabase) -> None:
    kept: list[Tx] = []
    await db.write(kept.append)
    await db.read(kept.append)
    for tx in kept:
        with pytest.raises(RuntimeError, match="has ended"):
            bank.note(tx, 1)


async def test_too_many_waiting_writes_are_refused_at_once(
    db: DuckDatabase, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.db.duck.MAX_WAITING", 50)
    holding = asyncio.create_task(db.write(gate.wait))
    await asyncio.to_thread(gate.wait_until_reached)
    waiting = [asyncio.create_task(db.write(_nothing)) for _ in range(50)]
    await asyncio.sleep(0)
    with pytest.raises(Unavailable) as refused:
        await db.write(_nothing)
    assert refused.value.status == 503
    gate.open()
    await asyncio.gather(holding, *waiting)
    await db.write(_nothing)


async def test_a_loop_that_is_gone_does_not_stop_the_writer(db: DuckDatabase, gate: Gate) -> None:
    """Not a tidy end that cancels its tasks: the loop is closed under its waiting callers."""
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(lambda loop, context: None)  # it complains of the lost tasks
    lost = [loop.create_task(db.write(gate.wait)), loop.create_task(db.write(bank.note, 1))]
    await asyncio.to_thread(loop.run_until_complete, asyncio.sleep(0))
    gate.wait_until_reached()
    loop.close()
    gate.open()
    await db.write(bank.note, 2)
    assert await db.read(bank.notes) == [1, 2]
    assert not any(task.done() for task in lost)


async def test_an_idle_writer_keeps_nothing_of_the_last_change(db: DuckDatabase) -> None:
    class Prompt(str):
        __slots__ = ("__weakref__",)

    def is_gone(kept: weakref.ref[Prompt]) -> bool:
        gc.collect()
        return kept() is None

    for change in (_read_aloud, _fail):
        prompt = Prompt("a very long prompt")
        kept = weakref.ref(prompt)
        await asyncio.gather(db.write(change, prompt), return_exceptions=True)
        del prompt
        await asyncio.to_thread(wait_until, partial(is_gone, kept))


async def test_all_changes_run_on_one_thread(db: DuckDatabase) -> None:
    def where(tx: Tx) -> threading.Thread:
        return threading.current_thread()

    threads = {await db.write(where), await asyncio.to_thread(db.write_now, where)}
    assert len(threads) == 1
    assert threading.current_thread() not in threads


def _nothing(tx: Tx) -> None:
    pass


def _read_aloud(tx: Tx, text: str) -> None:
    tx.run("SELECT $text", text=text)


def _fail(tx: Tx, text: str) -> None:
    raise Bug
