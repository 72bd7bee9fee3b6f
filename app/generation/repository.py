"""Generations in the database. Ownership and "only once" are in the SQL, where they cannot be
forgotten or raced.

A lookup by id stands alone in a MATERIALIZED step: a second condition beside it would turn
DuckDB's index lookup into a scan.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from app.catalog.model import Kind, Quote, Role
from app.db import Next, Row, Tx
from app.errors import NotFound
from app.generation.model import Attempt, Cost, Fault, Generation, Input, Link, Stage, State
from app.media.model import is_id


def of_user(tx: Tx, user_id: str, generation_id: str) -> Generation:
    """One generation of this user's. Somebody else's, or a deleted one, is as good as none; so is
    a call, of which nothing is kept that could be looked at or changed."""
    if not is_id(generation_id):
        raise NotFound
    row = tx.row(
        """
        WITH found AS MATERIALIZED (SELECT * FROM generations WHERE id = $id)
        SELECT * FROM found
         WHERE user_id = $user_id AND deleted_at IS NULL AND kind IN ('text', 'image', 'video')
        """,
        id=generation_id,
        user_id=user_id,
    )
    if row is None:
        raise NotFound
    return from_row(row)


def of_id(tx: Tx, generation_id: str) -> Generation:
    """Whoever owns it, deleted or not: for the runner and for administrators."""
    row = tx.row("SELECT * FROM generations WHERE id = $id", id=generation_id)
    if row is None:
        raise NotFound
    return from_row(row)


def of_ids(tx: Tx, generation_ids: Sequence[str]) -> list[Generation]:
    """The same for many at once, in no order; without those that are not there."""
    if len(generation_ids) == 1:
        # Twice as quick as the other.
        rows = tx.rows("SELECT * FROM generations WHERE id = $id", id=generation_ids[0])
    else:
        rows = tx.rows(
            "SELECT * FROM generations WHERE id IN (SELECT unnest($ids::UUID[]))",
            ids=list(generation_ids),
        )
    return [from_row(row) for row in rows]


def insert(tx: Tx, generation: Generation) -> None:
    """In the transaction that holds its price."""
    tx.add(
        "generations",
        id=generation.id,
        user_id=generation.user_id,
        key_id=generation.key_id,
        kind=generation.kind,
        state=generation.state,
        stage=generation.stage,
        model=generation.model,
        chosen=generation.chosen,
        chain=json.dumps([asdict(each) for each in generation.chain]),
        max_cost_micros=generation.max_cost,
        prompt=generation.prompt,
        system=generation.system,
        params=json.dumps(dict(generation.params)),
        inputs=json.dumps([asdict(each) for each in generation.inputs]),
        thread_id=generation.thread_id,
        parent_id=generation.parent_id,
        quote_micros=generation.quote.amount,
        quote_kind=generation.quote.kind,
        price_version=generation.quote.price_version,
        attempts=json.dumps([asdict(each) for each in generation.attempts]),
        title=generation.title,
        created_at=generation.created_at,
        started_at=generation.started_at,
        changed=Next("changes"),
    )


def started(tx: Tx, generation_id: str, model: str, gateway_id: str | None) -> None:
    """The gateway has begun to answer: who, and under which name."""
    tx.run(
        """
        UPDATE generations
           SET stage = 'streaming', answered_by = $model, gateway_id = $gateway_id,
               changed = nextval('changes')
         WHERE id = $id
        """,
        id=generation_id,
        model=model,
        gateway_id=gateway_id,
    )


def set_cost(tx: Tx, generation_id: str, cost: Cost) -> None:
    tx.run(
        """
        UPDATE generations
           SET cost_micros = $cost, cost_source = $source, changed = nextval('changes')
         WHERE id = $id
        """,
        id=generation_id,
        cost=cost.amount,
        source=cost.source,
    )


def set_chosen(tx: Tx, generation: Generation) -> None:
    """Who is to answer now, with what, and who did not."""
    tx.run(
        """
        UPDATE generations
           SET chosen = $chosen, params = $params, attempts = $attempts,
               changed = nextval('changes')
         WHERE id = $id
        """,
        id=generation.id,
        chosen=generation.chosen,
        params=json.dumps(dict(generation.params)),
        attempts=json.dumps([asdict(each) for each in generation.attempts]),
    )


def running_count(tx: Tx, user_id: str, kinds: Sequence[Kind], since: datetime) -> int:
    """How many of this person's are under way, of those asked for since then.

    Rows stand in the order of time, so `since` spares reading all there ever were.
    """
    row = tx.row(
        """
        SELECT count(*) AS running FROM generations
         WHERE user_id = $user_id AND kind IN (SELECT unnest($kinds::TEXT[]))
           AND state IN ('queued', 'running') AND created_at >= $since
        """,
        user_id=user_id,
        kinds=list(kinds),
        since=since,
    )
    return int(row["running"]) if row else 0


# -- texts --------------------------------------------------------------------------------


def unfinished_texts(tx: Tx) -> list[Generation]:
    """Texts that no process is writing any more, when asked at the start of one."""
    rows = tx.rows(
        "SELECT * FROM generations WHERE kind = 'text' AND state IN ('queued', 'running')"
    )
    return [from_row(row) for row in rows]


def unfinished_calls(tx: Tx) -> list[Generation]:
    """Embeddings and speech that no process waits for any more, when asked at its start."""
    rows = tx.rows(
        """
        SELECT * FROM generations
         WHERE kind IN ('embedding', 'speech') AND state IN ('queued', 'running')
        """
    )
    return [from_row(row) for row in rows]


def of_thread(tx: Tx, user_id: str, thread_id: str) -> list[Generation]:
    """All turns of a conversation, oldest first; none of what is no conversation."""
    if not is_id(thread_id):
        return []
    rows = tx.rows(
        """
        SELECT * FROM generations
         WHERE user_id = $user_id AND thread_id = $thread_id AND deleted_at IS NULL
         ORDER BY created_at, id
        """,
        user_id=user_id,
        thread_id=thread_id,
    )
    return [from_row(row) for row in rows]


# -- rows ---------------------------------------------------------------------------------


def from_row(row: Row) -> Generation:
    """A row of `SELECT * FROM generations` as a value."""
    rest = {name: row[name] for name in _PLAIN}
    return Generation(
        **rest,
        kind=Kind(row["kind"]),
        state=State(row["state"]),
        stage=Stage(row["stage"]) if row["stage"] else None,
        params=json.loads(row["params"]),
        inputs=tuple(
            Input(each["media_id"], Role(each["role"])) for each in json.loads(row["inputs"])
        ),
        quote=Quote(row["quote_micros"], row["quote_kind"], (), row["price_version"] or ""),
        cost=row["cost_micros"],
        error=Fault(**json.loads(row["error"])) if row["error"] else None,
        attempts=tuple(Attempt(**each) for each in json.loads(row["attempts"])),
        chain=tuple(Link(**each) for each in json.loads(row["chain"] or "[]")),
        max_cost=row["max_cost_micros"],
    )


_PLAIN = (
    "id",
    "user_id",
    "key_id",
    "model",
    "chosen",
    "answered_by",
    "prompt",
    "system",
    "thread_id",
    "parent_id",
    "cost_source",
    "gateway_id",
    "favourite",
    "title",
    "created_at",
    "started_at",
    "finished_at",
    "deleted_at",
    "purged_at",
    "events",
    "changed",
)
