"""Routes as administrators write them: names of models are held against the catalogue."""

from dataclasses import dataclass

from app.catalog.model import Kind
from app.catalog.service import Catalogue
from app.errors import BadInput, Unavailable
from app.routing.model import Route, RouteKey
from app.routing.rules import Also, Rules


@dataclass(frozen=True)
class Chains:
    rules: Rules
    catalogue: Catalogue

    def missing(self, route: Route) -> list[str]:
        """Models of its chain that nobody is offered now, in order."""
        kind = route.key.kind
        return [each for each in route.chain if self.catalogue.offered(kind, each) is None]

    def exists(self, key: RouteKey) -> bool:
        return key in self.rules.policy.routes

    def one(self, name: str, kind: Kind | None, tier: str | None) -> Route:
        """The only one of this name and tier. Raises NotFound, or BadInput where several are."""
        kinds = [each for each in Kind if self.exists(RouteKey(each, name, tier))]
        if kind is None and len(kinds) > 1:
            raise BadInput(
                f"There is a route {name} for {', '.join(kinds)}. Say which.",
                field="kind",
                supported=kinds,
            )
        wanted = kind or (kinds[0] if kinds else Kind.TEXT)
        return self.rules.route(RouteKey(wanted, name, tier))

    async def put(self, route: Route, also: Also) -> Route:
        """New, or in the place of the one there was. Raises BadInput naming the field.

        A model that stands in it already may stay although it is gone for now.
        """
        known = self.rules.policy.routes.get(route.key)
        for model_id in self.missing(route):
            if known is None or model_id not in known.chain:
                raise self._refusal(route.key.kind, model_id)
        return await self.rules.put_route(route, also)

    def _refusal(self, kind: Kind, model_id: str) -> BadInput | Unavailable:
        if not self.catalogue.of_kind(kind):
            return Unavailable("The list of models has not arrived yet. Try again in a moment.")
        makes = [str(each) for each in Kind if self.catalogue.offered(each, model_id)]
        if makes:
            return BadInput(f"{model_id} makes {' and '.join(makes)}, not {kind}.", field="chain")
        return BadInput(f"There is no {kind} model called {model_id} here.", field="chain")
