"""Conversations that were brought along whole, and what became of them, in the database."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from app.db import Tx
from app.gateway.model import ToolCall
from app.generation import answers, repository
from app.generation.model import UNWRITTEN, Conversation, Generation, Written


@dataclass(frozen=True, slots=True)
class Extra:
    """What an answer has beyond its text. `finish_reason` is empty if it never came to its end."""

    finish_reason: str
    tool_calls: tuple[ToolCall, ...]
    prompt_tokens: int
    completion_tokens: int
    reasoning_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """An answer as it is written down. `extra` None: it is still being written."""

    generation: Generation
    answer: Written
    extra: Extra | None


def insert(tx: Tx, generation_id: str, conversation: Conversation) -> None:
    """In the transaction that books the generation."""
    tx.add(
        "conversations",
        generation_id=generation_id,
        messages=conversation.kept,
        options=json.dumps(conversation.options),
    )


def write_extra(tx: Tx, generation_id: str, extra: Extra) -> None:
    """In the transaction of its ending."""
    tx.add(
        "conversation_answers",
        generation_id=generation_id,
        finish_reason=extra.finish_reason,
        tool_calls=json.dumps([asdict(each) for each in extra.tool_calls]),
        prompt_tokens=extra.prompt_tokens,
        completion_tokens=extra.completion_tokens,
        reasoning_tokens=extra.reasoning_tokens,
    )


def forget_calls(tx: Tx, since: datetime) -> None:
    """The answers of calls that are no newer than this."""
    rows = tx.rows(
        """
        SELECT id FROM generations
         WHERE kind IN ('embedding', 'speech') AND created_at <= $since
           AND id IN (SELECT generation_id FROM answers)
        """,
        since=since,
    )
    ids = [row["id"] for row in rows]
    tx.run(
        "DELETE FROM answers WHERE generation_id IN (SELECT unnest($ids::UUID[]))",
        ids=ids,
    )
    forget(tx, ids)


def forget(tx: Tx, generation_ids: Sequence[str]) -> None:
    """What was said in them, and what came of it beyond the answer."""
    ids = list(generation_ids)
    tx.run(
        "DELETE FROM conversations WHERE generation_id IN (SELECT unnest($ids::UUID[]))", ids=ids
    )
    tx.run(
        "DELETE FROM conversation_answers WHERE generation_id IN (SELECT unnest($ids::UUID[]))",
        ids=ids,
    )


def told(tx: Tx, generation_id: str) -> Told:
    """For whoever has already been found to own it."""
    generation = repository.of_id(tx, generation_id)
    answer = answers.written(tx, [generation_id]).get(generation_id, UNWRITTEN)
    row = tx.row("SELECT * FROM conversation_answers WHERE generation_id = $id", id=generation_id)
    if row is None:
        return Told(generation, answer, None)
    calls = tuple(ToolCall(**each) for each in json.loads(row["tool_calls"]))
    extra = Extra(
        row["finish_reason"],
        calls,
        row["prompt_tokens"],
        row["completion_tokens"],
        row["reasoning_tokens"],
    )
    return Told(generation, answer, extra)
