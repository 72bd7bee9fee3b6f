"""How an answer ends, and writing that down: text, state and money together."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.catalog.cost import computed_cost
from app.catalog.measure.tokens import WEB_LETTERS, searches
from app.catalog.model import Kind, Order
from app.catalog.service import Catalogue
from app.db import Tx
from app.errors import NotFound
from app.gateway.model import Answered, ToolCall, Usage
from app.generation import answers, bill, conversations, faults, finishing, repository
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
    ours: int = 0
    """So many letters of the text are not the model's."""


@dataclass(frozen=True, slots=True)
class Ended:
    """That one has ended, when and how."""

    generation_id: str
    ending: TextEnding
    at: datetime


@dataclass(frozen=True, slots=True)
class _Last:
    """One that is ending: as it was found, and as it is from now on."""

    current: Generation
    ended: Generation
    ending: TextEnding
    cost: Cost
    at: datetime

    @property
    def entry(self) -> bill.Entry:
        """For the books."""
        named = self.ending.gateway_id if self.ending.answered is None else None
        return bill.Entry(self.ended, self.cost, self.at, named or self.ended.gateway_id)

    @property
    def told(self) -> Told:
        ending = self.ending
        answer = Written(ending.text, ending.reasoning, _counted(ending.usage))
        extra = _extra(self.current, ending) if self.current.thread_id is None else None
        return Told(self.ended, answer, extra)


@dataclass(frozen=True)
class Endings:
    """Writes endings. Knows the prices, for answers whose cost the gateway did not tell."""

    catalogue: Catalogue

    def write(self, tx: Tx, generation_id: str, ending: TextEnding, at: datetime) -> Told:
        """End it, once: a second ending finds it ended and changes nothing. Returns what is
        written down of it then."""
        [told] = self.write_each(tx, [Ended(generation_id, ending, at)])
        return told

    def write_each(self, tx: Tx, asked: Sequence[Ended]) -> list[Told]:
        """The same for many at once."""
        ids = list({each.generation_id: None for each in asked})
        found = {each.id: each for each in repository.of_ids(tx, ids)}
        if len(found) < len(ids):
            raise NotFound
        fresh = {each.generation_id: each for each in reversed(asked)}
        ending = [
            self._last(tx, found[each], fresh[each]) for each in ids if not found[each].state.ended
        ]
        _write(tx, ending)
        told = {each.ended.id: each.told for each in ending}
        return [
            told.pop(each.generation_id, None) or conversations.told(tx, each.generation_id)
            for each in asked
        ]

    def _last(self, tx: Tx, current: Generation, asked: Ended) -> _Last:
        """How it ends, with what that did cost."""
        ending, answered = asked.ending, asked.ending.answered
        cost = self._cost(tx, current, ending)
        ended = current.ended_as(
            ending.state,
            asked.at,
            error=ending.fault,
            answered_by=answered.model if answered else None,
            gateway_id=answered.generation_id if answered else None,
            events=ending.events,
            cost=cost,
        )
        return _Last(current, ended, ending, cost, asked.at)

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
            self.write(tx, each.id, ending, now)
        return unfinished


def _write(tx: Tx, lasts: Sequence[_Last]) -> None:
    if not lasts:
        return
    finishing.finish_all(tx, [(each.current, each.ended) for each in lasts])
    in_pieces = [each.ended.id for each in lasts if each.ending.in_pieces]
    if in_pieces:
        answers.forget_pieces(tx, in_pieces)
    for each in lasts:
        answers.write(tx, each.ended.id, each.told.answer)
        if each.told.extra is not None:
            conversations.write_extra(tx, each.ended.id, each.told.extra)
    for each in lasts:
        if each.ending.free:
            ledger.release(tx, each.ended.account, each.at, reason="never began")
    bill.enter(tx, [each.entry for each in lasts if not each.ending.free])


def _tokens(current: Generation, ending: TextEnding) -> tuple[int, int]:
    """Sent and written, as the gateway counted them, or else guessed from the letters."""
    usage = ending.usage or Usage()
    called = sum(len(each.name) + len(each.arguments) for each in ending.tool_calls)
    written = len(ending.text) - ending.ours + len(ending.reasoning) + called
    sent = ending.sent_chars or len(current.prompt)
    found = WEB_LETTERS if searches(Order(current.prompt, current.params)) else 0
    return (
        usage.prompt_tokens or tokens_in(sent + found),
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
