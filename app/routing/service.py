"""Chooses the model that is to answer, and tells each person what there is to choose from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.accounts.model import User
from app.catalog.check import check
from app.catalog.menu import Offer
from app.catalog.model import Kind, Model, Order
from app.catalog.quote import quote
from app.catalog.service import Catalogue
from app.catalog.view import ModelView
from app.errors import BadInput, Unavailable
from app.routing.breakers import Breakers
from app.routing.caps import affordable
from app.routing.errors import GatewayDown, ModelNotAllowed
from app.routing.model import DEFAULT_ROUTE, Candidate, Chosen, Policy, Tier
from app.routing.patterns import allows_within
from app.routing.rules import Rules
from app.routing.stand_ins import stand_ins

TITLES = {"auto": "Automatic", "auto/fast": "Fast", "auto/best": "Best"}

_USUAL = Order("A few words", context_chars=10)
"""To compare what models cost when nothing is known about what will be asked."""


@dataclass(frozen=True, slots=True)
class _Card:
    """What the people of one tier may use, worked out once per change of anything."""

    policy: Policy
    as_of: tuple[Tier, int, date]
    offer: Offer
    cheapest: Mapping[Kind, tuple[Model, ...]]
    """Models for routes that have none of their own left, the cheapest first: those allowed that
    have a price; where none has, those that are free; else whatever there is."""


@dataclass(frozen=True)
class Router:
    catalogue: Catalogue
    rules: Rules
    breakers: Breakers
    _cards: dict[str, _Card] = field(default_factory=dict[str, _Card], init=False, repr=False)

    def choose(
        self, tier: Tier, kind: Kind, asked: str | None, order: Order, only: Sequence[str] = ()
    ) -> Chosen:
        """The models that can do this, in the order in which they are to be asked.

        `only` are the patterns to which an API key limits itself, within what the tier allows.
        Raises ModelNotAllowed naming what is, and BadInput naming what the model supports: a
        model that was named is pinned, and of a route it is the first one's word that counts.
        Where a price cap leaves none, they are told all the same: `caps.check_cap` says why not.
        """
        name = asked or self._default_route(tier, kind)
        able = affordable(_able(self._models(tier, kind, name, only), order))
        well = [each for each in able if self.breakers.admits(kind, each.model.id)]
        if not well:
            return Chosen(name, tier, tuple(able), down=True)
        before = able[: able.index(well[0])]
        return Chosen(name, tier, tuple(well), tuple(before))

    def enter(self, chosen: Chosen, who: str) -> bool:
        """Announce the call of the first model, see `Breakers.enter`. Raises GatewayDown."""
        if chosen.down:
            raise self.down(chosen)
        return self.breakers.enter(chosen.model.kind, chosen.model.id, who)

    def leave(self, chosen: Chosen, who: str) -> None:
        """The announced call will not be made."""
        self.breakers.leave(chosen.model.kind, chosen.model.id, who)

    def down(self, chosen: Chosen) -> GatewayDown:
        """Why nothing of this can be asked just now."""
        models = [each.model for each in chosen.chain]
        wait = self.breakers.retry_after(models[0].kind, [each.id for each in models])
        return GatewayDown(
            f"{models[0].name} has failed repeatedly and is not asked for the moment."
            if len(models) == 1
            else "Every model that could do this has failed repeatedly; none is asked just now.",
            retry_after=wait,
        )

    async def offer(self, user: User) -> Offer:
        """The routes of this person's tier that lead somewhere, and which models are theirs."""
        return self._card(self.rules.tier_of(user)).offer

    def leads_somewhere(self, user: User, kind: Kind, route: str, only: Sequence[str]) -> bool:
        """Whether a key that limits itself to `only` could use this route of its owner's."""
        tier = self.rules.tier_of(user)
        chain = self._in_chain(tier, kind, route) or self._card(tier).cheapest[kind]
        return bool(_within(only, route, chain))

    # -- which models a name means --------------------------------------------------------

    def _default_route(self, tier: Tier, kind: Kind) -> str:
        names = self.rules.policy.route_names(kind, tier)
        return names[0] if names else DEFAULT_ROUTE

    def _models(self, tier: Tier, kind: Kind, name: str, only: Sequence[str]) -> Sequence[Model]:
        if any(key.kind == kind and key.name == name for key in self.rules.policy.routes):
            if not tier.allows_route(kind, name):
                raise self._not_allowed(tier, kind, name)
            return self._of_route(tier, kind, name, only)
        model = self.catalogue.offered(kind, name)
        if model is None:
            self._refuse_if_empty(kind)
            raise BadInput(f"There is no {kind} model called {name} here.", field="model")
        if not tier.allows(kind, name):
            raise self._not_allowed(tier, kind, name)
        if not allows_within(only, name, name):
            raise _beyond_key(name, only)
        return (model,)

    def _of_route(self, tier: Tier, kind: Kind, name: str, only: Sequence[str]) -> Sequence[Model]:
        """Those of its chain that are there and allowed; else what stands in for them."""
        models = _within(only, name, self._in_chain(tier, kind, name))
        if not models:
            self._refuse_if_empty(kind)
            models = stand_ins(name, _within(only, name, self._card(tier).cheapest[kind]))
        if not models and self._card(tier).cheapest[kind]:
            raise _beyond_key(name, only)
        if not models:
            raise self._not_allowed(tier, kind, name)
        return models

    def _in_chain(self, tier: Tier, kind: Kind, name: str) -> Sequence[Model]:
        chain = self.rules.policy.chain(kind, name, tier.name)
        models = [self.catalogue.offered(kind, each) for each in chain if tier.allows(kind, each)]
        return [each for each in models if each is not None]

    def _refuse_if_empty(self, kind: Kind) -> None:
        if not self.catalogue.of_kind(kind):
            raise Unavailable("The list of models has not arrived yet. Try again in a moment.")

    def _not_allowed(self, tier: Tier, kind: Kind, name: str) -> ModelNotAllowed:
        routes = self.rules.policy.route_names(kind, tier)
        patterns = list(tier.models.get(kind, tier.models.get(kind.family, ())))
        usable = [*routes, *patterns]
        instead = f"You may use {', '.join(usable)}." if usable else f"It has no {kind} models."
        return ModelNotAllowed(
            f"{name} is not part of your tier, {tier.name}. {instead}",
            routes=routes,
            models=patterns,
        )

    # -- what a tier is shown -------------------------------------------------------------

    def _card(self, tier: Tier) -> _Card:
        policy, as_of = self.rules.policy, (tier, self.catalogue.edition, self.catalogue.today)
        card = self._cards.get(tier.name)
        if card is None or card.policy is not policy or card.as_of != as_of:
            allowed = {kind: self._allowed(tier, kind) for kind in Kind}
            theirs = frozenset((each.kind, each.id) for kind in Kind for each in allowed[kind])
            cheapest = {kind: _by_price(allowed[kind]) for kind in Kind}
            routes = tuple(self._routes(tier, cheapest))
            offer = Offer(routes, lambda model: (model.kind, model.id) in theirs)
            card = self._cards[tier.name] = _Card(policy, as_of, offer, cheapest)
        return card

    def _allowed(self, tier: Tier, kind: Kind) -> list[Model]:
        return [each for each in self.catalogue.of_kind(kind) if tier.allows(kind, each.id)]

    def _routes(self, tier: Tier, cheapest: Mapping[Kind, Sequence[Model]]) -> Iterable[ModelView]:
        for kind in Kind:
            for name in self.rules.policy.route_names(kind, tier):
                chain = self._in_chain(tier, kind, name) or stand_ins(name, cheapest[kind])
                for model in chain[:1]:
                    title = f"{TITLES.get(name, name)} ({model.name})"
                    view = ModelView.of(model)
                    yield view.model_copy(update={"id": name, "name": title, "is_route": True})


def _within(only: Sequence[str], route: str, models: Sequence[Model]) -> Sequence[Model]:
    return [each for each in models if allows_within(only, route, each.id)]


def _beyond_key(name: str, only: Sequence[str]) -> ModelNotAllowed:
    return ModelNotAllowed(
        f"{name} is not part of what this API key may use: {', '.join(only)}.",
        routes=[],
        models=list(only),
    )


def _able(models: Sequence[Model], order: Order) -> list[Candidate]:
    """Those that can do it. If none can, the first one's refusal is raised."""
    able: list[Candidate] = []
    refusals: list[BadInput] = []
    for model in models:
        try:
            check(model, order)
        except BadInput as refusal:
            refusals.append(refusal)
        else:
            able.append(Candidate(model, model.complete(order.params), quote(model, order)))
    if not able:
        raise refusals[0]
    return able


def _by_price(models: Iterable[Model]) -> tuple[Model, ...]:
    """See `_Card.cheapest`."""
    usual = [(quote(each, _USUAL).amount, each) for each in models]
    priced = [(amount, each) for amount, each in usual if amount]
    if priced:
        priced.sort(key=lambda found: (found[0], found[1].id))
        return tuple(each for _, each in priced)
    return tuple([each for amount, each in usual if amount == 0] or [each for _, each in usual])
