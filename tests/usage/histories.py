"""Random lives of generations: the real functions, one transaction after the other, in any order
in which the runner, a person, an administrator and a crash could call them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from app.catalog.model import Kind, Quote
from app.clock import new_id
from app.db import Row, Tx
from app.db.duck import DuckDatabase
from app.gateway.errors import GatewayBusy
from app.gateway.model import Answered, Usage
from app.generation import corrections, faults, outcome, queue, unknowns
from app.generation.booking import Booking, Bookkeeper
from app.generation.ending import Endings, TextEnding
from app.generation.fallback import Fallbacks
from app.generation.model import Generation, Job, Link, Stage, State
from app.generation.outcome import Accepted, Elsewhere, Failed, Lost, Made, NotYet, Outcome, Waiting
from app.generation.queue import Due
from app.generation.upkeep import cancel_job
from app.media.model import KeptFile
from app.money import Micros
from app.usage.budgets import BudgetExceeded, Budgets, Limits
from app.usage.calendar import Calendar
from app.usage.ledger import LedgerError
from tests.usage.invariants import Seen, check

T = TypeVar("T")
Amount = Micros | None

LIMIT = Micros(1_000_000)
BUDGETS = Budgets(Calendar(ZoneInfo("UTC")), Limits(day=LIMIT))
BOOKKEEPER = Bookkeeper(BUDGETS, lambda tx, generation: None)
UNPRICED, DEARER = Micros(100_000), Micros(350_000)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
SOON = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Step:
    """What happens next: to the `which`-th thing it can happen to, in the `way`-th manner."""

    name: str
    which: int
    way: int
    amount: Amount


@dataclass
class History:
    """One person's. `play` does one step and then looks at everything."""

    db: DuckDatabase
    endings: Endings
    fallbacks: Fallbacks
    now: datetime = NOON
    user_id: str = field(default_factory=new_id)
    process: str = field(default_factory=new_id)
    taken: list[Job] = field(default_factory=list[Job])
    """By this process, which has not answered for them yet."""
    followed: dict[str, Job] = field(default_factory=dict[str, Job])
    """The last job of each generation: what comes late comes for one of these."""
    seen: Seen = field(default_factory=Seen)

    def play(self, step: Step) -> None:
        self.now += timedelta(minutes=20)
        STEPS[step.name](self, step)
        self._check()

    def _check(self) -> None:
        self.seen = check(self.seen, self.db.read_now(self._look))

    def _look(self, tx: Tx) -> Seen:
        jobs = {row["generation_id"] for row in tx.rows("SELECT generation_id FROM jobs")}
        generations = tx.rows(
            "SELECT id, user_id, kind, state, cost_micros FROM generations ORDER BY created_at, id"
        )
        for row in generations:
            row["under_way"] = row["id"] in jobs
        return Seen(generations, tx.rows("SELECT * FROM ledger"))

    # -- asking ---------------------------------------------------------------------------

    def book(self, step: Step) -> None:
        kind = (Kind.TEXT, Kind.IMAGE, Kind.VIDEO)[step.way % 3]
        text = kind is Kind.TEXT
        generation = Generation(
            id=new_id(),
            user_id=self.user_id,
            kind=kind,
            state=State.RUNNING if text else State.QUEUED,
            stage=Stage.SUBMITTING if text else None,
            model="m",
            chosen="m",
            chain=() if text else (Link("m", {}, step.amount), Link("n", {}, DEARER)),
            max_cost=None if step.which % 3 == 0 else LIMIT,
            prompt="A paper boat",
            params={},
            quote=Quote(step.amount, "unknown" if step.amount is None else "exact", (), "1"),
            created_at=self.now,
        )
        hold = UNPRICED if step.amount is None else step.amount
        fits = hold == 0 or hold <= LIMIT - self.seen.held - self.seen.spent_on(self.now.date())
        try:
            self.db.write_now(lambda tx: BOOKKEEPER.book(tx, Booking(generation, hold, None, "")))
        except BudgetExceeded:
            assert not fits
        else:
            assert fits

    def cancel(self, step: Step) -> None:
        row = _pick(self.seen.generations, step.which)
        if row is None:
            return
        if row["kind"] == "text":
            self._end_text(row, TextEnding(State.CANCELLED, faults.STOPPED))
        else:
            self._cancel_job(row)

    def _cancel_job(self, row: Row) -> None:
        self.db.write_now(lambda tx: cancel_job(tx, self.user_id, row["id"], self.now))
        after = self.db.read_now(self._look)
        if row["state"] == "running":
            assert after.row(row["id"])["under_way"], "what the gateway may be making is followed"
            assert after.held == self.seen.held, "and may still cost something"

    # -- texts ----------------------------------------------------------------------------

    def end_text(self, step: Step) -> None:
        texts = [each for each in self.seen.generations if each["kind"] == "text"]
        row = _pick(texts, step.which)
        if row is not None:
            usage = Usage(cost=step.amount)
            told = Answered("m", "gen-1", None)
            endings = (
                TextEnding(State.SUCCEEDED, usage=usage, answered=told, text="Ahoy"),
                TextEnding(State.INTERRUPTED, faults.OURS, usage, told),
                TextEnding(State.FAILED, faults.OURS, free=True),
            )
            self._end_text(row, endings[step.way % 3])

    def _end_text(self, row: Row, ending: TextEnding) -> None:
        self.db.write_now(lambda tx: self._write(tx, row, ending))

    def _write(self, tx: Tx, row: Row, ending: TextEnding) -> None:
        self.endings.write(tx, row["id"], ending, self.now)

    # -- images and videos ----------------------------------------------------------------

    def take(self, step: Step) -> None:
        jobs = self.db.write_now(lambda tx: self._claim(tx, 1 + step.way % 2))
        self.taken += jobs
        self.followed |= {job.generation.id: job for job in jobs}

    def _claim(self, tx: Tx, limit: int) -> list[Job]:
        coming = [
            *self._upcoming(tx, limit, looks=False),
            *self._upcoming(tx, limit, looks=True),
        ]
        until = self.now + timedelta(minutes=30)
        ids = [each.generation_id for each in sorted(coming)[:limit]]
        return queue.claim(tx, ids, now=self.now, lease_until=until, process=self.process)

    def _upcoming(self, tx: Tx, limit: int, *, looks: bool) -> list[Due]:
        return queue.upcoming(tx, now=self.now, process=self.process, looks=looks, limit=limit)

    def work(self, step: Step) -> None:
        """Something comes of a step of the runner's."""
        if not self.taken:
            self.take(step)
            self._check()
        job = _pick(self.taken, step.which)
        if job is not None:
            self.taken.remove(job)
            possible = self._answers(job, step.amount)
            self._record(job, possible[step.way % len(possible)])

    def _answers(self, job: Job, amount: Amount) -> Sequence[Outcome]:
        """What a step may come back with, given the job as it was when it was taken."""
        generation = job.generation
        if generation.gateway_id is not None:
            return (
                _made(amount),
                Waiting(SOON),
                Failed(faults.EXPIRED),
                Failed(faults.DOWNLOAD_FAILED, amount),
            )
        if generation.stage is Stage.SUBMITTING:
            return (Lost(faults.LOST),)
        accepted = Accepted("job-1", SOON) if generation.kind is Kind.VIDEO else _made(amount)
        move_on = self.fallbacks.after(generation, GatewayBusy("Busy."))
        return (
            accepted,
            NotYet(SOON),
            Elsewhere(move_on, faults.OURS),
            Failed(faults.OURS, amount),
            Lost(faults.LOST),
            accepted,
        )

    def come_late(self, step: Step) -> None:
        """What had ended is asked after once more, and something is there after all."""
        over = {each["id"] for each in self.seen.generations if not each["under_way"]}
        job = _pick([each for name, each in self.followed.items() if name in over], step.which)
        if job is not None:
            late = (_made(step.amount), Failed(faults.GONE), Failed(faults.UNUSABLE, step.amount))
            self._record(job, late[step.way % 3])

    def _record(self, job: Job, result: Outcome) -> None:
        before = self.seen.row(job.generation.id)
        self.db.write_now(lambda tx: outcome.record(tx, job, result, self.now))
        if isinstance(result, Made) and before["state"] != "succeeded":
            after = self.db.read_now(self._look).row(job.generation.id)
            assert after["state"] == "succeeded"
            assert result.cost is None or after["cost_micros"] == result.cost

    # -- what else happens ----------------------------------------------------------------

    def decide(self, step: Step) -> None:
        """An administrator decides, or tries to."""
        unknown = [each for each in self.seen.generations if each["state"] == "unknown"]
        row = _pick(unknown or self.seen.generations, step.which)
        if row is None:
            return
        try:
            self.db.write_now(lambda tx: self._decide(tx, row["id"], step.amount))
        except LedgerError:
            assert row["state"] != "unknown"
        else:
            assert row["state"] == "unknown"

    def _decide(self, tx: Tx, generation_id: str, amount: Amount) -> None:
        if amount is None:
            unknowns.release_unknown(tx, generation_id, "why", actor="admin", now=self.now)
        else:
            unknowns.settle_unknown(tx, generation_id, amount, "why", actor="admin", now=self.now)

    def learn_costs(self, step: Step) -> None:
        """The gateway is asked for the costs that we computed, and they were lower or higher."""
        learnt = self.db.write_now(lambda tx: self._learn_costs(tx, step.amount))
        after = self.db.read_now(self._look)
        assert all(after.spent_for(each) == step.amount for each in learnt)

    def _learn_costs(self, tx: Tx, cost: Amount) -> list[str]:
        """The generations whose cost is known now."""
        due = corrections.due(tx, self.now)
        for each in due:
            if cost is None:
                corrections.ask_later(tx, each, self.now)
            else:
                corrections.correct(tx, each, cost, self.now)
        return [] if cost is None else [each["generation_id"] for each in due]

    def crash(self, step: Step) -> None:
        """`kill -9`, and the start of the next process."""
        self.process, self.taken = new_id(), []
        self.db.write_now(lambda tx: self.endings.interrupt_unfinished(tx, self.now))
        self.db.write_now(lambda tx: queue.take_over(tx, now=self.now, process=self.process))

    def sleep(self, step: Step) -> None:
        self.now += timedelta(hours=12)


STEPS: Mapping[str, Callable[[History, Step], None]] = {
    "book": History.book,
    "cancel": History.cancel,
    "end text": History.end_text,
    "take": History.take,
    "work": History.work,
    "come late": History.come_late,
    "decide": History.decide,
    "learn costs": History.learn_costs,
    "crash": History.crash,
    "sleep": History.sleep,
}


def _made(cost: Amount) -> Made:
    file = KeptFile(new_id(), "image/png", 1, 1, None, False, False, 1, "")
    return Made((file,), cost, "gen-2")


def _pick(things: Sequence[T], which: int) -> T | None:
    return things[which % len(things)] if things else None
