"""How an answer ends, and writing that down: text, state and money together."""

import math
from dataclasses import dataclass
from datetime import datetime

from app.catalog.cost import computed_cost
from app.catalog.model import Kind, Order
from app.catalog.service import Catalogue
from app.db import Tx
from app.gateway.model import Answered, ToolCall, Usage
from app.generation import answers, bill, conversations, faults, repository
from app.generation.conversations import Extra, Told
from app.generation.model import UNWRITTEN, Cost, Fault, Generation, State, Tokens, Written
from app.money import Micros
from app.usage import ledger

CHARS_PER_TOKEN = 3.5
"""On the low side for English, so that an estimate of tokens is on the high side."""


@dataclass(frozen=True, slots=True)
class TextEnding:
    """How it ended, with all that arrived. `free`: it certainly never began, so it cost nothing."""

    state: State
    fault: Fault | None = None
    usage: Usage | None = None
    answered: Answered | None = None
    text: str = ""
    reasoning: str = ""
    sent_chars: int = 0
    events: int = 0
    free: bool = False
    gateway_id: str | None = None
    """The gateway's name for it, where it told one and then answered nothing."""
    in_pieces: bool = True
    """Whether some of it may have been written down already, piece by piece."""
    reason: str = ""
    """Why the model ended, in the gateway's word; empty if it did not come to its end."""
    tool_calls: tuple[ToolCall, ...] = ()


@dataclass(frozen=True)
class Endings:
    """Writes endings. Knows the prices, for answers whose cost the gateway did not tell."""

    catalogue: Catalogue

    def write(self, tx: Tx, generation: Generation, ending: TextEnding, now: datetime) -> Told:
        """End it, once: a second ending finds it ended and changes nothing. Returns what is
        written down of it then. `generation` is as its writer knows it."""
        if repository.state_of(tx, generation.id).ended:
            return conversations.told(tx, generation.id)
        cost = self._cost(tx, generation, ending)
        answered = ending.answered
        ended = repository.finish(
            tx,
            generation,
            ending.state,
            now=now,
            error=ending.fault,
            answered_by=answered.model if answered else None,
            gateway_id=answered.generation_id if answered else None,
            events=ending.events,
            cost=cost,
        )
        if ending.in_pieces:
            answers.forget_pieces(tx, generation.id)
        answer = Written(ending.text, ending.reasoning, _counted(ending.usage))
        answers.write(tx, generation.id, answer)
        extra = _extra(generation, ending) if generation.thread_id is None else None
        if extra is not None:
            conversations.write_extra(tx, generation.id, extra)
        _book(tx, ended, ending, cost, now)
        return Told(ended, answer, extra)

    def _cost(self, tx: Tx, generation: Generation, ending: TextEnding) -> Cost:
        if ending.free:
            return bill.NOTHING
        told = ending.usage.cost if ending.usage else None
        computed = self._computed(generation, ending) if told is None else None
        return bill.cost_of(tx, generation, told, computed)

    def _computed(self, current: Generation, ending: TextEnding) -> Micros | None:
        """At today's prices, from the tokens counted or else guessed from the letters."""
        model = self.catalogue.find(Kind.TEXT, current.chosen)
        if model is None:
            return None
        sent, written = _tokens(current, ending)
        return computed_cost(
            model,
            Order(current.prompt, current.params),
            prompt_tokens=sent,
            completion_tokens=written,
        )

    def interrupt_unfinished(
        self, tx: Tx, now: datetime, *, until: datetime | None = None
    ) -> list[Generation]:
        """At the start: nobody writes these any more. What arrived is kept, and booked.

        Later, with `until`, only those asked for by then: the others are being written.
        """
        unfinished = [
            each
            for each in repository.unfinished_texts(tx)
            if until is None or each.created_at <= until
        ]
        texts = answers.written(tx, [each.id for each in unfinished])
        for each in unfinished:
            kept = texts.get(each.id, UNWRITTEN)
            ending = TextEnding(
                State.INTERRUPTED, faults.RESTARTED, text=kept.text, reasoning=kept.reasoning
            )
            self.write(tx, each, ending, now)
        return unfinished


def _book(tx: Tx, ended: Generation, ending: TextEnding, cost: Cost, now: datetime) -> None:
    if ending.free:
        ledger.release(tx, ended.account, now, reason="never began")
    else:
        named = ending.gateway_id if ending.answered is None else None
        bill.enter(tx, ended, cost, now, gateway_id=named or ended.gateway_id)


def _tokens(current: Generation, ending: TextEnding) -> tuple[int, int]:
    """Sent and written, as the gateway counted them, or else guessed from the letters."""
    usage = ending.usage or Usage()
    called = sum(len(each.name) + len(each.arguments) for each in ending.tool_calls)
    written = len(ending.text) + len(ending.reasoning) + called
    return (
        usage.prompt_tokens or tokens_in(ending.sent_chars or len(current.prompt)),
        usage.completion_tokens or tokens_in(written),
    )


def _counted(usage: Usage | None) -> Tokens | None:
    """As the gateway told, without a guess."""
    if usage is None:
        return None
    return Tokens.told(
        usage.prompt_tokens, usage.completion_tokens, usage.reasoning_tokens, usage.cached_tokens
    )


def _extra(current: Generation, ending: TextEnding) -> Extra:
    sent, written = _tokens(current, ending)
    thought = ending.usage.reasoning_tokens if ending.usage else None
    return Extra(ending.reason, ending.tool_calls, sent, written, thought)


def tokens_in(chars: int) -> int:
    return math.ceil(chars / CHARS_PER_TOKEN)
