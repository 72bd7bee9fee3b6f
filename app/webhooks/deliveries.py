"""What is to be delivered, in the database: written down before it is sent, tried until it is over.

Each pending delivery has a row in the queue. Nothing about it is remembered in the process.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.catalog.model import Kind
from app.clock import new_id
from app.db import Row, Tx
from app.errors import NotFound
from app.webhooks import repository
from app.webhooks.model import Answer, Delivery, Event, Progress, Webhook

LATEST = timedelta(days=1)
"""Nothing is put off for longer. What is due later was put off by a clock that was wrong."""


@dataclass(frozen=True, slots=True)
class Ending:
    """A generation that has ended, as far as endpoints choose by it."""

    generation_id: str
    user_id: str
    key_id: str | None
    kind: Kind
    event: Event


def tell(tx: Tx, ending: Ending, now: datetime) -> None:
    """Write down who of its owner's endpoints is to be told. In the transaction that ends it."""
    event_id = new_id()
    for webhook in repository.webhooks_of(tx, ending.user_id):
        if _wants(webhook, ending):
            insert(
                tx,
                Delivery(
                    id=new_id(),
                    webhook_id=webhook.id,
                    event_id=event_id,
                    event=ending.event,
                    generation_id=ending.generation_id,
                    created_at=now,
                    due_at=now,
                ),
            )


def _wants(webhook: Webhook, ending: Ending) -> bool:
    return (
        webhook.off_at is None
        and webhook.key_id in (None, ending.key_id)
        and ending.kind in webhook.kinds
        and ending.event in webhook.events
    )


def insert(tx: Tx, delivery: Delivery) -> None:
    """With its place in the queue."""
    tx.run(
        """
        INSERT INTO webhook_deliveries (id, webhook_id, event_id, event, generation_id, state,
                                        created_at)
        VALUES ($id, $webhook_id, $event_id, $event, $generation_id, $state, $created_at)
        """,
        id=delivery.id,
        webhook_id=delivery.webhook_id,
        event_id=delivery.event_id,
        event=delivery.event,
        generation_id=delivery.generation_id,
        state=delivery.state,
        created_at=delivery.created_at,
    )
    _enqueue(tx, delivery.id, delivery.webhook_id, delivery.due_at or delivery.created_at)


def claim(
    tx: Tx, *, now: datetime, until: datetime, under_way: Mapping[str, str], each: int, limit: int
) -> list[Delivery]:
    """Take up to `limit` that are due, the longest due first; nobody takes them again before
    `until`. With those `under_way` (delivery → endpoint) no endpoint gets more than `each`."""
    rows = tx.rows(
        """
        SELECT delivery_id, webhook_id FROM webhook_queue
         WHERE (due_at <= $now OR due_at > $latest)
           AND delivery_id NOT IN (SELECT unnest($under_way::UUID[]))
        QUALIFY row_number() OVER (PARTITION BY webhook_id ORDER BY due_at) <= $each
         ORDER BY due_at
        """,
        now=now,
        latest=now + LATEST,
        under_way=list(under_way),
        each=each,
    )
    taken: list[str] = []
    busy = Counter(under_way.values())
    for row in rows:
        if len(taken) < limit and busy[row["webhook_id"]] < each:
            busy[row["webhook_id"]] += 1
            taken.append(row["delivery_id"])
            put_off(tx, row["delivery_id"], until)
    return [of_id(tx, delivery_id) for delivery_id in taken]


def take_over(tx: Tx, now: datetime, lease: timedelta) -> None:
    """At the start: what another process was trying when it died is due now. So is what would be
    within that time, which hurts nobody."""
    tx.run(
        "UPDATE webhook_queue SET due_at = $now WHERE due_at BETWEEN $now AND $then",
        now=now,
        then=now + lease,
    )


def due(tx: Tx, now: datetime) -> bool:
    """Whether there is anything to try."""
    row = tx.row(
        "SELECT 1 AS one FROM webhook_queue WHERE due_at <= $now OR due_at > $latest LIMIT 1",
        now=now,
        latest=now + LATEST,
    )
    return row is not None


def note(tx: Tx, delivery_id: str, answer: Answer, state: Progress, now: datetime) -> None:
    """What came of an attempt."""
    tx.run(
        """
        UPDATE webhook_deliveries
           SET state = $state, attempts = attempts + 1, last_at = $now, last_status = $status,
               last_error = $error
         WHERE id = $id
        """,
        id=delivery_id,
        state=state,
        now=now,
        status=answer.status,
        error=answer.error,
    )
    if state is not Progress.PENDING:
        _leave_queue(tx, delivery_id)


def give_up(tx: Tx, delivery_id: str, why: str) -> None:
    """It is not tried any more."""
    tx.run(
        "UPDATE webhook_deliveries SET state = 'failed', last_error = $why WHERE id = $id",
        id=delivery_id,
        why=why,
    )
    _leave_queue(tx, delivery_id)


def give_up_all(tx: Tx, webhook_id: str, why: str) -> None:
    """Whatever is pending for this endpoint."""
    tx.run(
        """
        UPDATE webhook_deliveries SET state = 'failed', last_error = $why
         WHERE webhook_id = $id AND state = 'pending'
        """,
        id=webhook_id,
        why=why,
    )
    tx.run("DELETE FROM webhook_queue WHERE webhook_id = $id", id=webhook_id)


def try_again(tx: Tx, delivery: Delivery, due_at: datetime) -> None:
    """The same event under the same id, from the start of the schedule."""
    tx.run(
        "UPDATE webhook_deliveries SET state = 'pending', attempts = 0 WHERE id = $id",
        id=delivery.id,
    )
    if delivery.due_at is None:
        _enqueue(tx, delivery.id, delivery.webhook_id, due_at)
    else:
        put_off(tx, delivery.id, due_at)


def put_off(tx: Tx, delivery_id: str, due_at: datetime) -> None:
    """Not to be tried before that."""
    tx.run(
        "UPDATE webhook_queue SET due_at = $due_at WHERE delivery_id = $id",
        id=delivery_id,
        due_at=due_at,
    )


def of_id(tx: Tx, delivery_id: str) -> Delivery:
    """Or NotFound."""
    found = find(tx, delivery_id)
    if found is None:
        raise NotFound("There is no such delivery.")
    return found


def find(tx: Tx, delivery_id: str) -> Delivery | None:
    row = tx.row(
        """
        WITH found AS MATERIALIZED (SELECT * FROM webhook_deliveries WHERE id = $id)
        SELECT found.*, due_at FROM found LEFT JOIN webhook_queue ON delivery_id = found.id
        """,
        id=delivery_id,
    )
    return None if row is None else _from_row(row)


def page_of(tx: Tx, webhook_id: str, before: str | None, limit: int) -> list[Delivery]:
    """The newest first, from before that one."""
    rows = tx.rows(
        """
        SELECT d.*, q.due_at
          FROM webhook_deliveries d LEFT JOIN webhook_queue q ON q.delivery_id = d.id
         WHERE d.webhook_id = $webhook_id AND ($before IS NULL OR d.id < $before::UUID)
         ORDER BY d.id DESC LIMIT $limit
        """,
        webhook_id=webhook_id,
        before=before,
        limit=limit,
    )
    return [_from_row(row) for row in rows]


def forget_old(tx: Tx, before: datetime) -> None:
    """What was over by then, and when."""
    tx.run(
        "DELETE FROM webhook_deliveries WHERE state <> 'pending' AND created_at < $before",
        before=before,
    )


def _enqueue(tx: Tx, delivery_id: str, webhook_id: str, due_at: datetime) -> None:
    tx.run(
        "INSERT INTO webhook_queue VALUES ($id, $webhook_id, $due_at)",
        id=delivery_id,
        webhook_id=webhook_id,
        due_at=due_at,
    )


def _leave_queue(tx: Tx, delivery_id: str) -> None:
    tx.run("DELETE FROM webhook_queue WHERE delivery_id = $id", id=delivery_id)


def _from_row(row: Row) -> Delivery:
    state = Progress(row.pop("state"))
    return Delivery(**row, state=state)
