"""Embeddings and speech: booked like anything that costs, sent once, answered, and not kept.

A call belongs to the server, not to the request: it cannot be stopped at the gateway, so whoever
hangs up pays for it all the same. What was asked and answered is forgotten; only where it came
with an Idempotency-Key is its answer kept, for as long as that, to be given again for nothing more.

A call whose answer was lost, or that a crash has cut off, is unknown: its money stays on hold for
an administrator, and it is never sent again.
"""

import asyncio
import base64
import json
import logging
from dataclasses import dataclass, field
from datetime import datetime

from app.catalog.model import Kind
from app.clock import Clock, Sleep
from app.db import Database, Tx
from app.errors import AppError
from app.gateway.calls import CallRequest
from app.gateway.client import Gateway
from app.gateway.errors import (
    GatewayMisconfigured,
    GatewayProblem,
    OutcomeUnknown,
)
from app.generation import answers, bill, conversations, faults, finishing, repository
from app.generation.conversations import Extra
from app.generation.fallback import Fallbacks, MoveOn
from app.generation.model import Call, Fault, Generation, State, Written
from app.generation.patience import patiently
from app.money import Micros

logger = logging.getLogger(__name__)

WRITE_AGAIN = 1.0  # seconds after an ending could not be written
COLLECT = 10.0
"""Seconds for which an answer waits in memory for whoever asked."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`body` is the JSON list of vectors, or sound of the type `mime`."""

    mime: str
    body: bytes
    prompt_tokens: int = 0


@dataclass(frozen=True, slots=True)
class CallEnding:
    """How it ended. `cost` None: the gateway did not say."""

    state: State
    fault: Fault | None = None
    answer: Answer | None = None
    cost: Micros | None = None
    gateway_id: str | None = None


@dataclass(slots=True)
class LiveCall:
    """In memory only. `ended` is set once the ending is in the database."""

    generation: Generation
    call: Call
    kept: bool
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    answer: Answer | None = None
    task: asyncio.Task[None] | None = None


class Calls:
    """Makes calls, and hands out their answers."""

    def __init__(
        self, db: Database, gateway: Gateway, clock: Clock, sleep: Sleep, fallbacks: Fallbacks
    ) -> None:
        self._db = db
        self._gateway = gateway
        self._clock = clock
        self._sleep = sleep
        self._fallbacks = fallbacks
        self._breakers = fallbacks.breakers
        self._live: dict[str, LiveCall] = {}

    def start(self, generation: Generation, call: Call, *, kept: bool) -> None:
        """Send it. Its booking is committed, and its call announced to the breakers."""
        live = LiveCall(generation, call, kept)
        self._live[generation.id] = live
        live.task = asyncio.create_task(self._run(live), name=f"call {generation.id}")

    def live(self, generation_id: str) -> LiveCall | None:
        return self._live.get(generation_id)

    async def close(self) -> None:
        """Wait for what is under way. What the caller has no time for is lost: the next start
        finds it so."""
        tasks = [live.task for live in self._live.values() if live.task is not None]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()

    async def _run(self, live: LiveCall) -> None:
        try:
            ending = await self._make(live)
        except Exception:
            logger.exception("generation %s: a bug in its call", live.generation.id)
            ending = CallEnding(State.UNKNOWN, faults.LOST)
        await self._write_down(live, ending)
        live.answer = ending.answer
        live.ended.set()
        asyncio.get_running_loop().call_later(COLLECT, self._live.pop, live.generation.id, None)

    async def _make(self, live: LiveCall) -> CallEnding:
        """Until it has ended. Asked again, or another model in its place, only while nothing has
        happened."""
        try:
            return await patiently(
                lambda: self._ask(live),
                has_others=lambda: bool(live.generation.links_left),
                move_on=lambda problem: self._moved_on(live, problem),
                sleep=self._sleep,
            )
        except AppError as problem:
            return _ended(live.generation, problem)

    async def _ask(self, live: LiveCall) -> CallEnding:
        """Ask the chosen model once, and let the breakers know how that went."""
        generation = live.generation
        fields = {**live.call.fields, **generation.params}
        request = CallRequest(generation.chosen, fields, generation.user_id)
        self._breakers.require(generation.kind, generation.chosen, generation.id)
        with self._breakers.watched(generation.kind, generation.chosen, generation.id):
            speaks = generation.kind is Kind.SPEECH
            return await (self._speak if speaks else self._embed)(request)

    async def _embed(self, request: CallRequest) -> CallEnding:
        told = await self._gateway.embeddings(request)
        body = await asyncio.to_thread(_json_of, told.vectors)
        usage = told.usage
        tokens = usage.prompt_tokens if usage else None
        return CallEnding(
            State.SUCCEEDED,
            answer=Answer("application/json", body, tokens or 0),
            cost=usage.cost if usage else None,
            gateway_id=told.generation_id,
        )

    async def _speak(self, request: CallRequest) -> CallEnding:
        told = await self._gateway.speech(request)
        sound = Answer(told.mime, told.data)
        return CallEnding(State.SUCCEEDED, answer=sound, gateway_id=told.generation_id)

    async def _moved_on(self, live: LiveCall, problem: AppError) -> bool:
        move_on = self._fallbacks.after(live.generation, problem)
        moved = await self._db.write(_move_on, move_on, live.generation.id, self._clock())
        before, live.generation = live.generation, moved
        return moved.chosen != before.chosen

    async def _write_down(self, live: LiveCall, ending: CallEnding) -> None:
        """However long that takes."""
        while True:
            try:
                await self._db.write(record, live.generation.id, ending, live.kept, self._clock())
                return
            except Exception:
                logger.exception("generation %s: cannot write its ending", live.generation.id)
                await asyncio.sleep(WRITE_AGAIN)


def record(tx: Tx, generation_id: str, ending: CallEnding, kept: bool, now: datetime) -> None:
    """Write the ending down, whole and once: state, money and, if it is to be kept, the answer."""
    current = repository.of_id(tx, generation_id)
    if current.state.ended:
        return
    succeeded = ending.state is State.SUCCEEDED
    finishing.finish(
        tx,
        current,
        ending.state,
        now=now,
        error=ending.fault,
        answered_by=current.chosen if succeeded else None,
        gateway_id=ending.gateway_id,
    )
    if succeeded or ending.cost:
        bill.settle(tx, current, ending.cost, now, gateway_id=ending.gateway_id)
    elif ending.state is State.FAILED:
        bill.release(tx, current, now, reason=ending.fault.code if ending.fault else "failed")
    if kept and ending.answer is not None:
        _keep(tx, current.id, ending.answer)


def _keep(tx: Tx, generation_id: str, answer: Answer) -> None:
    """Beside the answers of texts: as its type and base64."""
    body = f"{answer.mime},{base64.b64encode(answer.body).decode('ascii')}"
    answers.write(tx, generation_id, Written(body))
    conversations.write_extra(tx, generation_id, Extra("stop", (), answer.prompt_tokens, 0))


def kept(tx: Tx, generation_id: str) -> tuple[Generation, Answer | None]:
    """A call as it is written down, with its answer if that was kept."""
    told = conversations.told(tx, generation_id)
    if told.extra is None:
        return told.generation, None
    mime, _, body = told.answer.text.rpartition(",")
    return told.generation, Answer(mime, base64.b64decode(body), told.extra.prompt_tokens)


def lose_unfinished(tx: Tx, now: datetime, until: datetime | None = None) -> None:
    """At the start: the process that waited for these is gone, and nobody can know their fate.

    Later, with `until`, only those asked for by then.
    """
    for each in repository.unfinished_calls(tx):
        if until is None or each.created_at <= until:
            record(tx, each.id, CallEnding(State.UNKNOWN, faults.LOST), False, now)


def _ended(generation: Generation, problem: AppError) -> CallEnding:
    """What a problem makes of a call that is not to be sent again."""
    cost, named = None, None
    if isinstance(problem, GatewayProblem):
        cost, named = problem.usage.cost if problem.usage else None, problem.generation_id
    if isinstance(problem, GatewayMisconfigured):
        logger.error("the gateway needs the operator: %s", problem.operator_reason)
    if isinstance(problem, OutcomeUnknown):
        logger.error("generation %s: fate unknown: %s", generation.id, problem.raw)
        if cost is None:
            return CallEnding(State.UNKNOWN, faults.LOST, gateway_id=named)
        return CallEnding(State.FAILED, faults.UNUSABLE, cost=cost, gateway_id=named)
    fault = faults.of_problem(problem, charged="yes" if cost else "no")
    return CallEnding(State.FAILED, fault, cost=cost, gateway_id=named)


def _move_on(tx: Tx, move_on: MoveOn, generation_id: str, now: datetime) -> Generation:
    return move_on(tx, repository.of_id(tx, generation_id), now)


def _json_of(vectors: object) -> bytes:
    return json.dumps(vectors, separators=(",", ":")).encode()
