"""The writers of streamed text, and who reads along.

A writer belongs to the server, not to the request: a closed tab does not end an answer that is
being paid for. Any tab or device of its owner can read along again, from any event.
"""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from app.catalog.model import Kind
from app.clock import Clock, Sleep
from app.db import Database, Tx
from app.errors import AppError
from app.gateway.client import Gateway
from app.gateway.errors import (
    GatewayMisconfigured,
    GatewayProblem,
    OutcomeUnknown,
    StreamBroken,
)
from app.gateway.model import (
    Answered,
    ChatRequest,
    Finished,
    ReasoningPiece,
    Source,
    TextPiece,
    ToolCallPiece,
)
from app.generation import faults, repository, view
from app.generation.chat import addressed
from app.generation.ending import Ended, Endings, TextEnding
from app.generation.fallback import Fallbacks, MoveOn
from app.generation.live import LiveText
from app.generation.model import Generation, State
from app.generation.news import News
from app.generation.patience import patiently

logger = logging.getLogger(__name__)

LONGEST_ANSWER = timedelta(minutes=60)
WRITE_AGAIN = 1.0  # seconds after an ending could not be written


class Texts:
    """Starts writers, stops them, and lets others read along."""

    def __init__(
        self,
        db: Database,
        gateway: Gateway,
        clock: Clock,
        sleep: Sleep,
        news: News,
        endings: Endings,
        fallbacks: Fallbacks,
        first_word: Callable[[float], None],
    ) -> None:
        self._db = db
        self._gateway = gateway
        self._clock = clock
        self._sleep = sleep
        self._news = news
        self._endings = endings
        self._fallbacks = fallbacks
        self._breakers = fallbacks.breakers
        self._first_word = first_word
        self._live: dict[str, LiveText] = {}

    def lives(self) -> list[LiveText]:
        """All answers being written."""
        return list(self._live.values())

    def start(
        self, generation: Generation, request: ChatRequest, sent_chars: int | None = None
    ) -> LiveText:
        """Begin to write. Its booking is committed, and its call announced to the breakers.

        `sent_chars` are the letters of what is sent, when `request.messages` are not all of it.
        """
        live = LiveText(generation, request, sent_chars or request.chars)
        live.log.add("started", view.event_data(view.of(generation)))
        self._live[generation.id] = live
        live.task = asyncio.create_task(self._write(live), name=f"text {generation.id}")
        return live

    def live(self, generation_id: str) -> LiveText | None:
        return self._live.get(generation_id)

    async def stop(self, generation_id: str) -> None:
        """Stop it at once, upstream too, and wait until what arrived is settled."""
        live = self._live.get(generation_id)
        self.hang_up(generation_id)
        if live is not None:
            await live.ended.wait()

    def hang_up(self, generation_id: str) -> None:
        """Stop it, like `stop`, for whoever has no time to wait."""
        live = self._live.get(generation_id)
        if live is not None:
            live.stopped_by_user = True
            live.cut()

    async def close(self) -> None:
        """The server is going down: every answer is kept as interrupted, every reader told."""
        lives = self.lives()
        for live in lives:
            live.cut()
        for live in lives:
            await live.ended.wait()

    # -- the writer -----------------------------------------------------------------------

    async def _write(self, live: LiveText) -> None:
        try:
            ending = await self._listen(live)
        except asyncio.CancelledError:
            stopped = TextEnding(State.CANCELLED, faults.STOPPED)
            ending = stopped if live.stopped_by_user else _INTERRUPTED
        except Exception:
            logger.exception("generation %s: a bug in its writer", live.generation.id)
            ending = TextEnding(State.FAILED, faults.OURS)
        await self._end(live, ending)

    async def _listen(self, live: LiveText) -> TextEnding:
        """Until it ends, however that is. Asked again, or another model in its place, only while
        nothing has happened."""
        try:
            return await patiently(
                lambda: self._ask(live),
                has_others=lambda: bool(live.generation.links_left),
                move_on=lambda problem: self._moved_on(live, problem),
                sleep=self._sleep,
            )
        except AppError as problem:
            return _failed(problem)

    async def _ask(self, live: LiveText) -> TextEnding:
        """Ask the chosen model once, and let the breakers know how that went."""
        model, who = live.request.model, live.generation.id
        self._breakers.require(Kind.TEXT, model, who)
        try:
            ending = await self._listen_once(live)
        except AppError as problem:
            self._breakers.report(Kind.TEXT, model, who, problem)
            raise
        except BaseException:
            self._breakers.leave(Kind.TEXT, model, who)
            raise
        if live.answered is None:
            self._breakers.report(Kind.TEXT, model, who, None)
        return ending

    async def _listen_once(self, live: LiveText) -> TextEnding:
        async with _in_time(), self._gateway.chat(live.request) as events:
            async for event in events:
                match event:
                    case TextPiece() | ReasoningPiece() | ToolCallPiece():
                        self._count_first(live)
                        live.add(event)
                    case Answered():
                        self._heard(live, event)
                    case Source():
                        live.add_source(event)
                    case Finished(reason, usage):
                        live.add_sources_below()
                        fault = faults.of_finish(reason)
                        filtered = fault is not None and fault.code == "moderated"
                        state = State.FAILED if filtered else State.SUCCEEDED
                        return TextEnding(state, fault, usage, reason=reason)
        raise StreamBroken("The answer ended without a word of its end.", kind="cut")

    def _count_first(self, live: LiveText) -> None:
        if not live.begun:
            self._first_word(time.monotonic() - live.asked_at)

    def _heard(self, live: LiveText, answered: Answered) -> None:
        # Told at the first sign and not at the end: others wait for what a probe finds out.
        self._breakers.report(Kind.TEXT, live.request.model, live.generation.id, None)
        live.answered = answered

    async def _moved_on(self, live: LiveText, problem: AppError) -> bool:
        """Note who did not answer, and turn to the next of the chain, if there is one."""
        if live.begun:
            return False
        move_on = self._fallbacks.after(live.generation, problem)
        try:
            moved = await self._db.write(_move_on, move_on, live.generation.id, self._clock())
        except AppError:
            logger.exception("generation %s: cannot turn to another model", live.generation.id)
            return False
        before, live.generation = live.generation, moved
        live.request = addressed(live.request, moved.chosen, moved.params)
        live.answered = None
        self._news(moved)
        return moved.chosen != before.chosen

    async def _end(self, live: LiveText, ending: TextEnding) -> None:
        """Write it down, however long that takes, and only then tell the readers."""
        live.ending = True
        whole = replace(
            ending,
            answered=live.answered,
            text=live.text,
            reasoning=live.reasoning,
            tool_calls=live.tool_calls,
            sent_chars=live.sent_chars,
            events=len(live.log) + 1,
            in_pieces=live.in_pieces,
            ours=live.ours,
        )
        await self._write_down(live, whole)
        live.end()
        del self._live[live.generation.id]
        self._news(live.generation)

    async def _write_down(self, live: LiveText, ending: TextEnding) -> None:
        while True:
            try:
                ended = Ended(live.generation.id, ending, self._clock())
                told = await self._db.write_each(self._endings.write_each, ended)
                break
            except Exception:
                logger.exception("generation %s: cannot write its ending", live.generation.id)
                await asyncio.sleep(WRITE_AGAIN)
        live.told = told
        seen = view.of(told.generation, answer=told.answer)
        live.log.add("ended", view.event_data(seen))


@asynccontextmanager
async def _in_time() -> AsyncGenerator[None]:
    """The gateway client ends a silent stream; this ends one of which nothing ever comes."""
    try:
        async with asyncio.timeout(LONGEST_ANSWER.total_seconds()):
            yield
    except TimeoutError as error:
        raise StreamBroken("The answer took too long.", kind="stalled") from error


def _move_on(tx: Tx, move_on: MoveOn, generation_id: str, now: datetime) -> Generation:
    return move_on(tx, repository.of_id(tx, generation_id), now)


_INTERRUPTED = TextEnding(State.INTERRUPTED, faults.RESTARTED)


def _failed(problem: AppError) -> TextEnding:
    """What a problem of the gateway makes of an answer."""
    fault = faults.of_problem(problem)
    usage = problem.usage if isinstance(problem, GatewayProblem) else None
    match problem:
        case StreamBroken(generation_id=named) | OutcomeUnknown(generation_id=named):
            return TextEnding(State.INTERRUPTED, fault, usage, gateway_id=named)
        case GatewayMisconfigured():
            logger.error("the gateway needs the operator: %s", problem.operator_reason)
        case _:
            logger.info("an answer failed: %s", problem)
    return TextEnding(State.FAILED, fault, usage, free=usage is None)
