"""The job queue of images and videos: a `due_at` for each, and a lease while it is worked on.

Nothing about a job is remembered in the process. What to do next is in its rows, so the process
may be killed at any moment and the next one carries on.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from app.catalog.model import Kind
from app.db import Row, Tx
from app.errors import Conflict
from app.generation.model import AskedAgain, Generation, Job, Stage, State
from app.generation.repository import of_id, of_ids


class Due(NamedTuple):
    """When a job is due. They are in the order of time."""

    at: datetime
    generation_id: str
    is_look: bool
    """At what the gateway has accepted: it is free, and may be repeated."""


LATEST = timedelta(hours=3)
"""No step is put off for longer. A later one was put off by a clock that was wrong, and is due."""


def enqueue(tx: Tx, generation_id: str, due_at: datetime) -> None:
    """In the transaction that books the generation."""
    tx.run(
        "INSERT INTO jobs (generation_id, due_at) VALUES ($id, $due_at)",
        id=generation_id,
        due_at=due_at,
    )


def ask_again(tx: Tx, generation_id: str, by: AskedAgain, now: datetime) -> None:
    """Look once more for a film that was given up on; if it is there, it is kept and booked.

    Conflict if there is nothing to look for: it was never accepted, is being looked for, or has
    arrived.
    """
    generation = of_id(tx, generation_id)
    lost = generation.state in (State.FAILED, State.CANCELLED)
    if generation.kind is not Kind.VIDEO or generation.gateway_id is None or not lost:
        raise Conflict("Only a film that the gateway had accepted, and that never came.")
    asked = tx.row(
        """
        INSERT INTO jobs (generation_id, due_at, heard_at, asked_by, asked_why)
        VALUES ($id, $now, $now, $actor, $why)
            ON CONFLICT DO NOTHING
        RETURNING generation_id
        """,
        id=generation_id,
        now=now,
        actor=by.actor,
        why=by.why,
    )
    if asked is None:
        raise Conflict("It is being looked for.")


def upcoming(tx: Tx, *, now: datetime, process: str, looks: bool, limit: int) -> list[Due]:
    """The next jobs that may be taken, the earliest first: looks or all others. Looks through all
    there are."""
    rows = tx.rows(
        """
        SELECT generation_id AS id, CASE WHEN due_at > $latest THEN $now ELSE due_at END AS due
          FROM jobs
         WHERE leased_by IS DISTINCT FROM $process AND (heard_at IS NOT NULL) = $looks
         ORDER BY due
         LIMIT $limit
        """,
        now=now,
        latest=now + LATEST,
        process=process,
        looks=looks,
        limit=limit,
    )
    return [Due(row["due"], row["id"], looks) for row in rows]


def count(tx: Tx, *, looks: bool) -> int:
    """How many jobs there are, taken or not: looks or all others."""
    sql = "SELECT count(*) AS jobs FROM jobs WHERE (heard_at IS NOT NULL) = $looks"
    [row] = tx.rows(sql, looks=looks)
    return row["jobs"]


def line(tx: Tx, *, since: datetime) -> list[tuple[str, str]]:
    """All that wait for their turn, in the order in which they are taken: (generation, owner).

    Rows stand in the order of time, so `since` spares reading all there ever were.
    """
    rows = tx.rows(
        """
        SELECT id, user_id
          FROM jobs JOIN generations ON id = generation_id
         WHERE state = 'queued' AND created_at >= $since
         ORDER BY due_at, id
        """,
        since=since,
    )
    return [(row["id"], row["user_id"]) for row in rows]


def due_of(tx: Tx, generation_id: str) -> Due | None:
    """When there is something to do about this one, if there is."""
    row = tx.row("SELECT due_at, heard_at FROM jobs WHERE generation_id = $id", id=generation_id)
    return Due(row["due_at"], generation_id, row["heard_at"] is not None) if row else None


def claim(
    tx: Tx, ids: Sequence[str], *, now: datetime, lease_until: datetime, process: str
) -> list[Job]:
    """Take those of `ids` whose time has come.

    Each is returned as it was before being taken. A queued one becomes `submitting` here, in a
    commit of its own, before anything that costs money leaves. What this process has taken
    already is its own to finish, however long that takes.
    """
    named = list(dict.fromkeys(ids))  # one that is named twice is taken once
    rows = tx.rows(
        "SELECT * FROM jobs WHERE generation_id IN (SELECT unnest($ids::UUID[]))", ids=named
    )
    free = {row["generation_id"]: row for row in rows if _may_be_taken(row, now, process)}
    if not free:
        return []
    found = {each.id: each for each in of_ids(tx, list(free))}
    jobs = [_job_from(free[each], found[each]) for each in named if each in free]
    _lease(tx, jobs, now, lease_until, process)
    return jobs


def _may_be_taken(row: Row, now: datetime, process: str) -> bool:
    return row["leased_by"] != process and not now < row["due_at"] <= now + LATEST


def _job_from(row: Row, generation: Generation) -> Job:
    asked = AskedAgain(row["asked_by"], row["asked_why"]) if row["asked_by"] else None
    return Job(generation, row["failures"], row["missing"], row["heard_at"], asked)


def _lease(tx: Tx, jobs: Sequence[Job], now: datetime, lease_until: datetime, process: str) -> None:
    tx.run(
        """
        UPDATE jobs SET due_at = $until, leased_by = $process
         WHERE generation_id IN (SELECT unnest($ids::UUID[]))
        """,
        ids=[each.generation.id for each in jobs],
        until=lease_until,
        process=process,
    )
    for generation in (each.generation for each in jobs if each.generation.state is State.QUEUED):
        tx.run(
            """
            UPDATE generations
               SET state = 'running', stage = 'submitting', changed = nextval('changes'),
                   started_at = coalesce(started_at, $now)
             WHERE id = $id
            """,
            id=generation.id,
            now=now,
        )


def take_over(tx: Tx, *, now: datetime, process: str) -> None:
    """At the start: what another process had taken died with it, and is due now."""
    tx.run(
        "UPDATE jobs SET due_at = $now WHERE leased_by <> $process",
        now=now,
        process=process,
    )


def back_in_line(tx: Tx, job: Job, *, due_at: datetime, failures: int) -> None:
    """It certainly did not happen; try again from the start at `due_at`."""
    _reschedule(tx, job.generation.id, due_at, failures=failures)
    tx.run(
        """
        UPDATE generations
           SET state = 'queued', stage = NULL, started_at = NULL, changed = nextval('changes')
         WHERE id = $id
        """,
        id=job.generation.id,
    )


def accepted(tx: Tx, job: Job, gateway_id: str, *, now: datetime, due_at: datetime) -> None:
    """The gateway has taken the job and named it. Committed before the first poll."""
    _reschedule(tx, job.generation.id, due_at, heard_at=now)
    tx.run(
        """
        UPDATE generations
           SET stage = 'waiting', gateway_id = $gateway_id, answered_by = chosen,
               changed = nextval('changes')
         WHERE id = $id
        """,
        id=job.generation.id,
        gateway_id=gateway_id,
    )


def look_again(
    tx: Tx,
    generation_id: str,
    *,
    due_at: datetime,
    heard_at: datetime | None,
    failures: int = 0,
    missing: int = 0,
) -> None:
    """Nothing to tell yet. Waiting is not failing."""
    _reschedule(tx, generation_id, due_at, failures, missing, heard_at)


def hasten(tx: Tx, gateway_id: str, now: datetime) -> list[str]:
    """Look at this film now, says the gateway. The ids of the generations that are due by that.

    Only one that is waited for and whose last look went well: however often this is said, it must
    not use up the patience that failed looks are counted against.
    """
    rows = tx.rows(
        """
        UPDATE jobs SET due_at = $now
         WHERE leased_by IS NULL AND due_at > $now AND failures = 0 AND missing = 0
           AND generation_id IN (
               SELECT id FROM generations WHERE gateway_id = $gateway_id AND stage = 'waiting')
        RETURNING generation_id
        """,
        gateway_id=gateway_id,
        now=now,
    )
    return [row["generation_id"] for row in rows]


def set_stage(tx: Tx, generation: Generation, stage: Stage) -> None:
    if generation.stage is not stage:
        tx.run(
            "UPDATE generations SET stage = $stage, changed = nextval('changes') WHERE id = $id",
            id=generation.id,
            stage=stage,
        )


def done(tx: Tx, generation_id: str) -> None:
    """There is nothing left to do."""
    tx.run("DELETE FROM jobs WHERE generation_id = $id", id=generation_id)


def _reschedule(
    tx: Tx,
    generation_id: str,
    due_at: datetime,
    failures: int = 0,
    missing: int = 0,
    heard_at: datetime | None = None,
) -> None:
    tx.run(
        """
        UPDATE jobs
           SET due_at = $due_at, leased_by = NULL, failures = $failures, missing = $missing,
               heard_at = coalesce($heard_at, heard_at)
         WHERE generation_id = $id
        """,
        id=generation_id,
        due_at=due_at,
        failures=failures,
        missing=missing,
        heard_at=heard_at,
    )
