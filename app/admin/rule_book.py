"""Changes of tiers, routes and models on record, in the transaction of each."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from app.admin import audit
from app.admin.audit import Author
from app.catalog.changes import Also as AlsoModel
from app.catalog.changes import Changed
from app.clock import Clock
from app.db import Tx
from app.routing.model import Policy, Route, RouteKey
from app.routing.rules import Also

Facts = Mapping[str, Mapping[str, object]]


@dataclass(frozen=True)
class RuleBook:
    clock: Clock

    def of(self, author: Author) -> Also:
        """For what `Rules` is asked to change: writes down that this author did it."""

        def note(tx: Tx, before: Policy, after: Policy) -> None:
            self._note(tx, author, "tier", _tiers(before), _tiers(after))
            self._note(tx, author, "route", _routes(before), _routes(after))

        return note

    def of_model(self, author: Author, model_id: str) -> AlsoModel:
        """For what `Catalogue` is asked to change."""

        def note(tx: Tx, before: Changed, after: Changed) -> None:
            old, new = asdict(before), asdict(after)
            audit.record(tx, author, "model.change", model_id, self.clock(), before=old, after=new)

        return note

    def _note(self, tx: Tx, author: Author, what: str, before: Facts, after: Facts) -> None:
        for name in {**before, **after}:
            old, new = before.get(name), after.get(name)
            done = "create" if old is None else "delete" if new is None else "change"
            if old != new:
                now = self.clock()
                audit.record(tx, author, f"{what}.{done}", name, now, before=old, after=new)


def _tiers(policy: Policy) -> Facts:
    return {name: asdict(tier) for name, tier in policy.tiers.items()}


def _routes(policy: Policy) -> Facts:
    return {_name(key): _facts(route) for key, route in policy.routes.items()}


def _name(key: RouteKey) -> str:
    return f"{key.kind} {key.name}" + (f" of {key.tier}" if key.tier else "")


def _facts(route: Route) -> Mapping[str, object]:
    return {"chain": route.chain, "fallback_route": route.fallback_route}
