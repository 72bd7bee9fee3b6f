"""What a tier allows and how a route finds its model. Values only, no I/O."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.accounts.model import DEFAULT_TIER
from app.catalog.model import Kind, Model, Quote, Scalar
from app.money import Micros
from app.routing.patterns import allows

DEFAULT_ROUTE = "auto"


@dataclass(frozen=True, slots=True)
class Tier:
    """What its people may use. A limit of None is no limit; a kind that is absent is closed.

    `models` are patterns of model ids (see `patterns`), `routes` of route names. Embeddings and
    speech go with text where nothing else is said of them.
    """

    name: str
    models: Mapping[Kind, tuple[str, ...]]
    routes: Mapping[Kind, tuple[str, ...]]
    budget_day: Micros | None
    budget_month: Micros | None
    jobs_at_once: Mapping[Kind, int | None]
    storage_bytes: int | None
    requests_per_minute: int | None
    confirm_above: Micros | None = None
    """Beyond this price they are asked back. None: as for everybody."""

    def allows(self, kind: Kind, model_id: str) -> bool:
        return allows(self.models.get(kind, self.models.get(kind.family, ())), model_id)

    def allows_route(self, kind: Kind, route: str) -> bool:
        return allows(self.routes.get(kind, self.routes.get(kind.family, ())), route)


@dataclass(frozen=True, slots=True)
class RouteKey:
    """`tier` None is for everybody whose tier has no route of this name of its own."""

    kind: Kind
    name: str
    tier: str | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """Models to try in order, and the route to go on with when none of them can answer."""

    key: RouteKey
    chain: tuple[str, ...]
    fallback_route: str | None = None


@dataclass(frozen=True)
class Policy:
    """All tiers and routes as they stood at one commit. Replaced whole, never changed."""

    tiers: Mapping[str, Tier]
    routes: Mapping[RouteKey, Route]

    def tier(self, name: str) -> Tier:
        """A tier that is gone counts as the default one."""
        return self.tiers.get(name) or self.tiers[DEFAULT_TIER]

    def route(self, kind: Kind, name: str, tier: str) -> Route | None:
        """The tier's own route of this name, or else everybody's."""
        own = self.routes.get(RouteKey(kind, name, tier))
        return own or self.routes.get(RouteKey(kind, name))

    def route_names(self, kind: Kind, tier: Tier) -> list[str]:
        """The routes this tier may use, `auto` first."""
        names = {
            key.name for key in self.routes if key.kind == kind and key.tier in (None, tier.name)
        }
        return sorted(name for name in names if tier.allows_route(kind, name))

    def chain(self, kind: Kind, name: str, tier: str) -> tuple[str, ...]:
        """The models of a route, then those of its fallback, each once."""
        return tuple(
            dict.fromkeys(each for link in self._links(kind, name, tier) for each in link.chain)
        )

    def _links(self, kind: Kind, name: str, tier: str) -> list[Route]:
        links: dict[str, Route] = {}
        route = self.route(kind, name, tier)
        # Circles are refused when a route is written; one that is there all the same ends here.
        while route is not None and route.key.name not in links:
            links[route.key.name] = route
            following = route.fallback_route
            route = self.route(kind, following, tier) if following else None
        return list(links.values())


@dataclass(frozen=True, slots=True)
class Candidate:
    """A model that can do what is asked, with its defaults filled in, and its price for it."""

    model: Model
    params: Mapping[str, Scalar]
    quote: Quote

    @property
    def fits_cap(self) -> bool:
        """Whether it is known to cost no more than one request to this model may."""
        cap, amount = self.model.price_cap, self.quote.amount
        return cap is None or (amount is not None and amount <= cap)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who is to answer: the first of `chain`, and after it those that may stand in.

    `asked` is what the person named, or the route that was meant. `resting` are the models that
    would have come before, but have failed too often lately to be asked. `down`: all of them have,
    so nobody can answer just now.
    """

    asked: str
    tier: Tier
    chain: tuple[Candidate, ...]
    resting: tuple[Candidate, ...] = ()
    down: bool = False

    @property
    def first(self) -> Candidate:
        return self.chain[0]

    @property
    def model(self) -> Model:
        return self.first.model
