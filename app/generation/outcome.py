"""What became of a step of work, and writing it down: state, library and money together.

A step talks to the world and returns one of these values; `record` writes it and talks to
nobody. The row is read again inside the transaction, because the person may have cancelled
while we worked: a cancelled one stays cancelled unless its result arrives after all.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.db import Tx
from app.generation import bill, faults, finishing, queue, repository
from app.generation.fallback import MoveOn
from app.generation.model import Fault, Generation, Job, Stage, State
from app.generation.queue import Due
from app.media import repository as media_rows
from app.media.model import KeptFile, Media
from app.money import Micros


@dataclass(frozen=True, slots=True)
class Made:
    """It is here, in files that open. `cost` None: the gateway did not say."""

    files: tuple[KeptFile, ...]
    cost: Micros | None
    gateway_id: str | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """The gateway has taken the job. Look at it after a while."""

    gateway_id: str
    after: timedelta


@dataclass(frozen=True, slots=True)
class Waiting:
    """Still being made, or not to be learnt just now (`heard` False)."""

    after: timedelta
    heard: bool = True
    failures: int = 0
    missing: int = 0


@dataclass(frozen=True, slots=True)
class NotYet:
    """Certainly not begun; ask again after a while. `asked` False: it was not even tried."""

    after: timedelta
    asked: bool = True


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Certainly not begun, and this model is not to be asked again: the next of the chain is, or
    when nobody is left it failed with this fault."""

    move_on: MoveOn
    fault: Fault


@dataclass(frozen=True, slots=True)
class Failed:
    """It ended badly, and we know it. `cost` is what it cost all the same; a fault that was
    charged for and has none is booked at its quote."""

    fault: Fault
    cost: Micros | None = None
    gateway_id: str | None = None


@dataclass(frozen=True, slots=True)
class Lost:
    """A paid request whose fate nobody can know. The money stays on hold for an admin."""

    fault: Fault


Change = Made | Accepted | NotYet | Elsewhere | Failed | Lost
"""What the person would want to know."""
Outcome = Waiting | Change


def record(tx: Tx, job: Job, outcome: Outcome, now: datetime) -> Due | None:
    """Write the outcome down, whole. Returns when there is something to do about it again."""
    if isinstance(outcome, Waiting):
        return _look_again(tx, job, outcome, now)
    _record(tx, job, outcome, now)
    return queue.due_of(tx, job.generation.id)


def _look_again(tx: Tx, job: Job, waiting: Waiting, now: datetime) -> Due:
    """By far the most frequent outcome, so it is one statement: it is the same whatever has become
    of the generation meanwhile, and nothing at all once its job is done."""
    due_at = now + waiting.after
    queue.look_again(
        tx,
        job.generation.id,
        due_at=due_at,
        heard_at=now if waiting.heard else None,
        failures=waiting.failures,
        missing=waiting.missing,
    )
    return Due(due_at, job.generation.id, waiting.heard or job.heard_at is not None)


def _record(tx: Tx, job: Job, outcome: Change, now: datetime) -> None:
    current = replace(repository.of_id(tx, job.generation.id), asked_again=job.asked_again)
    match outcome:
        case _ if current.state is State.SUCCEEDED:
            queue.done(tx, current.id)
        case Accepted(gateway_id, after):
            queue.accepted(tx, job, gateway_id, now=now, due_at=now + after)
        case NotYet() | Elsewhere() if current.state.ended:
            _tell(tx, current, faults.STOPPED_IN_TIME, now)
            bill.release(tx, current, now, reason="cancelled before it began")
            queue.done(tx, current.id)
        case NotYet(after, asked):
            queue.back_in_line(tx, job, due_at=now + after, failures=job.failures + asked)
        case Elsewhere(move_on, fault):
            _go_elsewhere(tx, job, current, move_on, fault, now)
        case Failed():
            _end_badly(tx, current, outcome, now)
        case Lost(fault):
            finishing.finish(tx, current, State.UNKNOWN, now=now, error=fault)
            queue.done(tx, current.id)
        case Made():
            _deliver(tx, current, outcome, now)


def stage(tx: Tx, generation: Generation, reached: Stage) -> None:
    """On to the next stage, for the person to see."""
    queue.set_stage(tx, generation, reached)


def _go_elsewhere(
    tx: Tx, job: Job, current: Generation, move_on: MoveOn, fault: Fault, now: datetime
) -> None:
    moved = move_on(tx, current, now)
    if moved.chosen == current.chosen:
        _end_badly(tx, moved, Failed(fault), now)
    else:
        queue.back_in_line(tx, job, due_at=now, failures=0)


def _deliver(tx: Tx, current: Generation, made: Made, now: datetime) -> None:
    finishing.finish(
        tx,
        current,
        State.SUCCEEDED,
        now=now,
        answered_by=current.answered_by or current.chosen,
        gateway_id=made.gateway_id,
    )
    for position, file in enumerate(made.files):
        row = Media.made(
            file,
            user_id=current.user_id,
            generation_id=current.id,
            position=position,
            name=current.prompt[:80],
            now=now,
        )
        media_rows.insert(tx, row)
    if current.deleted_at is not None:
        media_rows.trash_of_generations(tx, [current.id], current.user_id, current.deleted_at)
    bill.settle(tx, current, made.cost, now, gateway_id=made.gateway_id or current.gateway_id)
    queue.done(tx, current.id)


def _end_badly(tx: Tx, current: Generation, failed: Failed, now: datetime) -> None:
    fault, cost = failed.fault, failed.cost
    if current.state in (State.CANCELLED, State.FAILED):
        free = current.state is State.CANCELLED and fault.charged == "no"
        _tell(tx, current, faults.CAME_TO_NOTHING if free else fault, now)
    else:
        finishing.finish(tx, current, State.FAILED, now=now, error=fault)
    if cost or (cost is None and fault.charged == "yes"):
        named = failed.gateway_id or current.gateway_id
        bill.settle(tx, current, cost, now, gateway_id=named)
    else:
        bill.release(tx, current, now, reason=fault.code)
    queue.done(tx, current.id)


def _tell(tx: Tx, ended: Generation, fault: Fault, now: datetime) -> None:
    """What became of one that was cancelled while it was made. It stays as it had ended."""
    at = ended.finished_at or now
    finishing.finish(tx, ended, ended.state, now=at, error=fault)
