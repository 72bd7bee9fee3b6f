"""The end of a generation, in its row: every ending goes through here, whatever it was."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from app.catalog.model import CALLS
from app.db import Tx
from app.generation.model import Cost, Fault, Generation, State
from app.webhooks import deliveries
from app.webhooks.deliveries import Ending
from app.webhooks.model import Event


def finish(
    tx: Tx,
    generation: Generation,
    state: State,
    *,
    now: datetime,
    error: Fault | None = None,
    answered_by: str | None = None,
    gateway_id: str | None = None,
    events: int = 0,
    cost: Cost | None = None,
) -> Generation:
    """End one that is as the caller has found it in this transaction; returns it as it is then."""
    ended = generation.ended_as(
        state,
        now,
        error=error,
        answered_by=answered_by,
        gateway_id=gateway_id,
        events=events,
        cost=cost,
    )
    finish_all(tx, [(generation, ended)])
    return ended


def finish_all(tx: Tx, endings: Sequence[tuple[Generation, Generation]]) -> None:
    """The same for many: each as it was found, and as it has ended. Every ending goes through here,
    so this is where the owner's webhooks learn of it; but for calls, for which whoever asked
    waits."""
    for before, after in endings:
        if after.state is not before.state and after.kind not in CALLS and after.finished_at:
            deliveries.tell(tx, _ending(after), after.finished_at)
    if len(endings) == 1:
        tx.run(_FINISH_ONE, **_end_of(endings[0][1]))
        return
    ends = [_end_of(after) for _, after in endings]
    tx.run(_FINISH_MANY, **{name: [each[name] for each in ends] for name in ends[0]})


_FINISH_ONE = """
    UPDATE generations
       SET state = $state, stage = NULL, error = $error, finished_at = $finished_at,
           answered_by = $answered_by, gateway_id = $gateway_id, events = $events,
           cost_micros = $cost, cost_source = $cost_source, changed = nextval('changes')
     WHERE id = $id
"""
_FINISH_MANY = """
    UPDATE generations
       SET state = ended.state, stage = NULL, error = ended.error,
           finished_at = ended.finished_at, answered_by = ended.answered_by,
           gateway_id = ended.gateway_id, events = ended.events, cost_micros = ended.cost,
           cost_source = ended.cost_source, changed = nextval('changes')
      FROM (SELECT unnest($id::UUID[]) AS id, unnest($state::TEXT[]) AS state,
                   unnest($error::TEXT[]) AS error,
                   unnest($finished_at::TIMESTAMPTZ[]) AS finished_at,
                   unnest($answered_by::TEXT[]) AS answered_by,
                   unnest($gateway_id::TEXT[]) AS gateway_id,
                   unnest($events::INTEGER[]) AS events, unnest($cost::BIGINT[]) AS cost,
                   unnest($cost_source::TEXT[]) AS cost_source) AS ended
     WHERE generations.id = ended.id
"""
"""The same. With one row it would take twice as long."""


def _end_of(ended: Generation) -> dict[str, object]:
    return {
        "id": ended.id,
        "state": ended.state,
        "error": json.dumps(asdict(ended.error)) if ended.error else None,
        "finished_at": ended.finished_at,
        "answered_by": ended.answered_by,
        "gateway_id": ended.gateway_id,
        "events": ended.events,
        "cost": ended.cost,
        "cost_source": ended.cost_source,
    }


def _ending(generation: Generation) -> Ending:
    return Ending(
        generation.id,
        generation.user_id,
        generation.key_id,
        generation.kind,
        Event(f"generation.{generation.state}"),
    )
