"""What a person may do with generations: ask for one, stop it, ask again, keep it in order."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from pydantic import BaseModel

from app.accounts.current import Caller
from app.accounts.uninterrupted import uninterrupted
from app.catalog.check import check
from app.catalog.model import Kind, Order, Quote
from app.catalog.quote import quote
from app.clock import Clock, new_id
from app.db import Database, Tx
from app.errors import AppError, BadInput, DiskFull, NotFound
from app.gateway.model import ChatRequest, Message
from app.generation import booking, history, repository
from app.generation.booking import Booking, Bookkeeper
from app.generation.history import History
from app.generation.model import Ask, Generation, Stage, State
from app.generation.news import News
from app.generation.text import Texts
from app.media import repository as media_rows
from app.media.model import Media, MediaKind
from app.media.service import MediaStore
from app.money import Micros, show
from app.routing.service import Chosen, Router


class MaxCostExceeded(AppError):
    status, code, title = 402, "max-cost-exceeded", "This costs more than you allowed"


class ConfirmationRequired(AppError):
    status, code, title = 402, "confirmation-required", "Please confirm the price"


@dataclass(frozen=True, slots=True)
class Offer:
    """What would be done, and its price."""

    chosen: Chosen
    history: History
    quote: Quote
    confirm: bool


@dataclass(frozen=True)
class Generations:
    """One way in for every kind, page and API alike: the same checks in the same order."""

    db: Database
    clock: Clock
    router: Router
    bookkeeper: Bookkeeper
    texts: Texts
    media: MediaStore
    news: News
    wake_runner: Callable[[], None]
    free_bytes: Callable[[], int]
    min_free_bytes: int
    confirm_above: Micros
    unpriced_hold: Micros

    async def offer(self, caller: Caller, ask: Ask) -> Offer:
        """Look whether it can be done and what it would cost. Nothing is changed.

        Raises BadInput naming what the model supports, and NotFound for a file, thread or
        message that is not this person's.
        """
        chosen = self.router.choose(ask.kind, ask.model)
        told = await self.db.read(_look_up, caller.user.id, ask)
        order = Order(ask.prompt, ask.params, ask.roles, told.chars, told.pictures)
        check(chosen.model, order)
        price = quote(chosen.model, order)
        confirm = price.amount is not None and price.amount > self.confirm_above
        return Offer(chosen, told, price, confirm)

    async def request(self, caller: Caller, ask: Ask, key: str | None = None) -> Generation:
        """Begin it. The same `key` with the same request is the same generation, for 24 h."""
        request_hash = booking.hash_of(ask)
        if key is not None:
            earlier = await self.db.read(
                booking.earlier, caller.user.id, key, request_hash, self.clock()
            )
            if earlier is not None:
                return earlier
        self._refuse_when_full()
        offer = await self.offer(caller, ask)
        _check_price(offer, ask.max_cost)
        # With the model's defaults filled in: what was asked stays known, whatever they become.
        ask = replace(ask, params=offer.chosen.model.complete(ask.params))
        generation = self._new(caller, ask, offer)
        request = await self._chat_request(caller, ask, offer) if ask.kind is Kind.TEXT else None
        return await self._book(
            Booking(generation, self._hold_of(offer, ask), key, request_hash), request
        )

    @uninterrupted
    async def _book(self, order: Booking, request: ChatRequest | None) -> Generation:
        earlier = await self.db.write(self.bookkeeper.book, order)
        if earlier is not None:
            return earlier
        generation = order.generation
        if request is not None:
            self.texts.start(generation, request)
        else:
            self.wake_runner()
        self.news(generation)
        return generation

    def _refuse_when_full(self) -> None:
        if self.free_bytes() < self.min_free_bytes:
            raise DiskFull(
                "The server's disk is nearly full, so nothing new can be made. "
                "What is here can still be used."
            )

    def _hold_of(self, offer: Offer, ask: Ask) -> Micros:
        if offer.quote.amount is not None:
            return offer.quote.amount
        return ask.max_cost or self.unpriced_hold

    def _new(self, caller: Caller, ask: Ask, offer: Offer) -> Generation:
        now = self.clock()
        new = Generation(
            id=new_id(),
            user_id=caller.user.id,
            key_id=caller.key_id,
            kind=ask.kind,
            state=State.QUEUED,
            model=offer.chosen.asked,
            chosen=offer.chosen.model.id,
            prompt=ask.prompt,
            system=ask.system,
            params=ask.params,
            inputs=ask.inputs,
            parent_id=ask.parent_id,
            quote=offer.quote,
            created_at=now,
        )
        if ask.kind is not Kind.TEXT:
            return new
        return replace(
            new,
            state=State.RUNNING,
            stage=Stage.SUBMITTING,
            started_at=now,
            thread_id=ask.thread_id or new_id(),
            parent_id=offer.history.parent_id,
        )

    async def _chat_request(self, caller: Caller, ask: Ask, offer: Offer) -> ChatRequest:
        user_id, told = caller.user.id, offer.history
        messages = [Message("system", told.system)] if told.system else []
        for turn in told.turns:
            messages.append(Message("user", turn.prompt, await self._urls(user_id, turn.pictures)))
            if turn.answer:
                messages.append(Message("assistant", turn.answer))
        shown = tuple(each.media_id for each in ask.inputs)
        messages.append(Message("user", ask.prompt, await self._urls(user_id, shown)))
        wanted = _ChatParams.model_validate(ask.params)
        return ChatRequest(
            offer.chosen.model.id,
            tuple(messages),
            wanted.temperature,
            wanted.top_p,
            wanted.max_tokens,
            wanted.seed,
            wanted.reasoning_effort,
            user=user_id,
        )

    async def _urls(self, user_id: str, media_ids: tuple[str, ...]) -> tuple[str, ...]:
        """The pictures as the gateway takes them. One that was deleted since is left out."""
        found = await self.db.read(_still_there, user_id, media_ids)
        return tuple([await self.media.as_data_url(each) for each in found])


class _ChatParams(BaseModel):
    """The params of a text, which the catalogue has found to fit, each with its type."""

    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None
    seed: int | None = None
    reasoning_effort: str | None = None


def _still_there(tx: Tx, user_id: str, media_ids: tuple[str, ...]) -> list[Media]:
    found: list[Media] = []
    for media_id in media_ids:
        with suppress(NotFound):
            found.append(media_rows.owned(tx, user_id, media_id))
    return found


def _look_up(tx: Tx, user_id: str, ask: Ask) -> History:
    """What the request refers to, all of it this person's."""
    for each in ask.inputs:
        if media_rows.owned(tx, user_id, each.media_id).kind is not MediaKind.IMAGE:
            raise BadInput("Only pictures can be given along.", field="inputs")
    if ask.kind is Kind.TEXT:
        return history.of_ask(tx, user_id, ask)
    if ask.parent_id is not None:
        repository.of_user(tx, user_id, ask.parent_id)
    return History()


def _check_price(offer: Offer, max_cost: Micros | None) -> None:
    amount = offer.quote.amount
    if amount is None:
        return
    if max_cost is not None and amount > max_cost:
        raise MaxCostExceeded(
            f"This costs about {show(amount)}; you allowed {show(max_cost)}.",
            quote_micros=amount,
            max_cost_micros=max_cost,
        )
    if offer.confirm and max_cost is None:
        raise ConfirmationRequired(
            f"This costs about {show(amount)}. Send max_cost_micros to confirm it.",
            quote_micros=amount,
        )
