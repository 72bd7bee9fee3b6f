"""What a person may do with generations: ask for one, stop it, ask again, keep it in order."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from app.accounts.current import Caller
from app.accounts.uninterrupted import uninterrupted
from app.catalog.model import Kind, Order, Quote, Role
from app.clock import Clock, new_id
from app.db import Database, Tx
from app.errors import AppError, DiskFull, NotFound
from app.gateway.model import ChatRequest, Message
from app.generation import booking, history
from app.generation.booking import Booking, Bookkeeper
from app.generation.calls import Calls
from app.generation.chat import addressed
from app.generation.fallback import rests
from app.generation.history import History
from app.generation.model import Ask, Call, Generation, Link, Stage, State
from app.generation.news import News
from app.generation.permission import require_kind
from app.generation.text import Texts
from app.media import repository as media_rows
from app.media.model import Media
from app.media.service import MediaStore
from app.money import Micros, show
from app.routing.caps import check_cap
from app.routing.errors import TierChanged
from app.routing.model import Candidate, Chosen, Tier
from app.routing.service import Router


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

    @property
    def is_text(self) -> bool:
        return self.chosen.model.kind is Kind.TEXT


@dataclass(frozen=True)
class Generations:
    """One way in for every kind, page and API alike: the same checks in the same order."""

    db: Database
    clock: Clock
    router: Router
    bookkeeper: Bookkeeper
    texts: Texts
    calls: Calls
    media: MediaStore
    news: News
    wake_runner: Callable[[], None]
    free_bytes: Callable[[], int]
    min_free_bytes: int
    confirm_above: Callable[[], Micros]
    confirm_unpriced: bool
    unpriced_hold: Micros

    async def offer(self, caller: Caller, ask: Ask) -> Offer:
        """Look whether it can be done and what it would cost. Nothing is changed.

        Raises ModelNotAllowed naming what is, BadInput naming what the model supports, and
        NotFound for a file, thread or message that is not this person's.
        """
        require_kind(caller, ask.kind)
        return await self._offer(caller, ask, self.router.rules.tier_of(caller.user))

    async def _offer(self, caller: Caller, ask: Ask, tier: Tier) -> Offer:
        told = await self._told(caller.user.id, ask)
        order = _order(ask, told)
        chosen = self.router.choose(tier, ask.kind, ask.model, order, caller.models)
        price = chosen.first.quote
        confirm = chosen.first.fits_cap and self._asks_back(price, tier)
        return Offer(chosen, told, price, confirm)

    async def _told(self, user_id: str, ask: Ask) -> History:
        if not ask.refers:
            return history.none(ask)
        return await self.db.read(history.of_ask, user_id, ask)

    def _asks_back(self, price: Quote, tier: Tier) -> bool:
        if price.amount is None:
            return self.confirm_unpriced
        limit = self.confirm_above() if tier.confirm_above is None else tier.confirm_above
        return price.amount > limit

    async def request(self, caller: Caller, ask: Ask, key: str | None = None) -> Generation:
        """Begin it. The same `key` with the same request is the same generation, for 24 h."""
        require_kind(caller, ask.kind)
        request_hash = booking.hash_of(ask)
        if key is not None:
            earlier = await self.db.read(
                booking.earlier, caller.user.id, key, request_hash, self.clock()
            )
            if earlier is not None:
                return earlier
        self._refuse_when_full()
        tier = self.router.rules.tier_of(caller.user)
        while True:
            try:
                return await self._request(caller, ask, tier, key, request_hash)
            except TierChanged as changed:
                tier = changed.tier

    async def _request(
        self, caller: Caller, ask: Ask, tier: Tier, key: str | None, request_hash: str
    ) -> Generation:
        generation_id, booked = new_id(), None
        offer = await self._entered(caller, ask, tier, generation_id)
        try:
            generation = self._new(caller, ask, offer, generation_id)
            request = await self._chat_request(generation, ask, offer) if offer.is_text else None
            hold = self._hold_of(offer, ask)
            booking = Booking(generation, hold, key, request_hash, tier, ask.conversation)
            booked = await self._book(booking, request, ask.call)
            return booked
        finally:
            if booked is None or booked.id != generation_id:
                self.router.leave(offer.chosen, generation_id)

    async def _entered(self, caller: Caller, ask: Ask, tier: Tier, who: str) -> Offer:
        """What would be done, with its call announced. Looked at anew while others are quicker
        to be the one probe of a model that failed."""
        while True:
            offer = await self._offer(caller, ask, tier)
            check_cap(offer.chosen.first)
            _check_price(offer, ask.max_cost)
            if self.router.enter(offer.chosen, who):
                return offer

    @uninterrupted
    async def _book(
        self, order: Booking, request: ChatRequest | None, call: Call | None
    ) -> Generation:
        earlier = await self.db.write(self.bookkeeper.book, order)
        if earlier is not None:
            return earlier
        generation = order.generation
        if request is not None:
            whole = order.conversation
            self.texts.start(generation, request, whole.chars if whole else None)
        elif call is not None:
            self.calls.start(generation, call, kept=order.idempotency_key is not None)
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
        return self.unpriced_hold if ask.max_cost is None else ask.max_cost

    def _new(self, caller: Caller, ask: Ask, offer: Offer, generation_id: str) -> Generation:
        now, chosen = self.clock(), offer.chosen
        new = Generation(
            id=generation_id,
            user_id=caller.user.id,
            key_id=caller.key_id,
            kind=ask.kind,
            state=State.QUEUED,
            model=chosen.asked,
            chosen=chosen.model.id,
            chain=tuple(map(_link, chosen.chain)),
            max_cost=ask.max_cost,
            prompt=ask.prompt,
            system=ask.system,
            # With the model's defaults filled in: what was asked stays known.
            params=chosen.first.params,
            inputs=ask.inputs,
            parent_id=ask.parent_id,
            quote=offer.quote,
            attempts=tuple(rests(_link(each)) for each in chosen.resting),
            created_at=now,
        )
        if offer.chosen.model.kind.family is not Kind.TEXT:
            return new
        new = replace(new, state=State.RUNNING, stage=Stage.SUBMITTING, started_at=now)
        if not offer.is_text:
            return new
        return replace(
            new,
            thread_id=None if ask.conversation else ask.thread_id or new_id(),
            parent_id=offer.history.parent_id,
        )

    async def _chat_request(self, generation: Generation, ask: Ask, offer: Offer) -> ChatRequest:
        user_id, told = generation.user_id, offer.history
        if (whole := ask.conversation) is not None:
            request = ChatRequest(
                generation.chosen,
                (),
                user=user_id,
                conversation=whole.messages,
                options=whole.options,
            )
            return addressed(request, generation.chosen, generation.params)
        messages = [Message("system", told.system)] if told.system else []
        for turn in told.turns:
            messages.append(Message("user", turn.prompt, await self._urls(user_id, turn.pictures)))
            if turn.answer:
                messages.append(Message("assistant", turn.answer))
        shown = tuple(each.media_id for each in generation.inputs)
        messages.append(Message("user", generation.prompt, await self._urls(user_id, shown)))
        request = ChatRequest(generation.chosen, tuple(messages), user=user_id)
        return addressed(request, generation.chosen, generation.params)

    async def _urls(self, user_id: str, media_ids: tuple[str, ...]) -> tuple[str, ...]:
        """The pictures as the gateway takes them. One that was deleted since is left out."""
        if not media_ids:
            return ()
        found = await self.db.read(_still_there, user_id, media_ids)
        return tuple([await self.media.as_data_url(each) for each in found])


def _order(ask: Ask, told: History) -> Order:
    whole = ask.conversation
    if ask.call is not None:
        return Order("", ask.params, context_chars=ask.call.letters)
    if whole is None:
        return Order(ask.prompt, ask.params, ask.roles, told.chars, told.pictures)
    unseen = max(0, whole.chars - len(ask.prompt))
    roles = {Role.ATTACHMENT: whole.shown} if whole.shown else {}
    return Order(ask.prompt, ask.params, roles, unseen, whole.pictures - whole.shown)


def _link(candidate: Candidate) -> Link:
    return Link(candidate.model.id, candidate.params, candidate.quote.amount)


def _still_there(tx: Tx, user_id: str, media_ids: tuple[str, ...]) -> list[Media]:
    found: list[Media] = []
    for media_id in media_ids:
        with suppress(NotFound):
            found.append(media_rows.owned(tx, user_id, media_id))
    return found


def _check_price(offer: Offer, max_cost: Micros | None) -> None:
    amount = offer.quote.amount
    if amount is None:
        _check_unpriced(offer, max_cost)
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


def _check_unpriced(offer: Offer, max_cost: Micros | None) -> None:
    name = offer.chosen.model.name
    if max_cost == 0:
        raise MaxCostExceeded(
            f"{name} publishes no price, so nobody can tell that it costs nothing.",
            quote_micros=None,
            max_cost_micros=0,
        )
    if offer.confirm and max_cost is None:
        raise ConfirmationRequired(
            f"{name} publishes no price. Send max_cost_micros to say how much it may cost.",
            quote_micros=None,
        )
