"""What an administrator has changed about models, on top of what the gateway tells."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypedDict

from app.catalog.model import Kind, Model
from app.db import Tx
from app.money import Micros

Models = Mapping[Kind, Mapping[str, Model]]


@dataclass(frozen=True, slots=True)
class Changed:
    """`name` None: as published. `price_cap` None: there is none."""

    hidden: bool = False
    name: str | None = None
    price_cap: Micros | None = None


UNCHANGED = Changed()


class Changes(TypedDict, total=False):
    """What of it is to become otherwise, see `Changed`."""

    hidden: bool
    name: str | None
    price_cap: Micros | None


Also = Callable[[Tx, Changed, Changed], None]
"""Told of a change in its transaction: what was changed before, and what is now."""


def nothing(_tx: Tx, _before: Changed, _after: Changed) -> None:
    """Nobody wants to know."""


def with_changes(published: Models, changes: Mapping[str, Changed]) -> Models:
    """The models as they are offered, by name within each kind."""
    return {kind: _of_kind(models, changes) for kind, models in published.items()}


def _of_kind(models: Mapping[str, Model], changes: Mapping[str, Changed]) -> Mapping[str, Model]:
    changed = [_with(model, changes.get(model.id, UNCHANGED)) for model in models.values()]
    changed.sort(key=lambda model: (model.name.casefold(), model.id))
    return {model.id: model for model in changed}


def _with(model: Model, changed: Changed) -> Model:
    if changed == UNCHANGED:
        return model
    name = changed.name or model.name
    return replace(model, name=name, hidden=changed.hidden, price_cap=changed.price_cap)
