"""The catalogue as one person may use it, as bytes ready to send."""

import gzip
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import TypeVar

from app.accounts.model import User
from app.catalog.model import Kind, Model
from app.catalog.service import Catalogue
from app.catalog.view import ModelList, ModelView

T = TypeVar("T")

MOST_REMEMBERED = 32
"""Lists kept ready: one for each kind and each different set of permissions."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a person is offered beyond the plain catalogue: routes first, and not every model."""

    routes: tuple[ModelView, ...] = ()
    allows: Callable[[Model], bool] = lambda _: True


async def everything(_: User) -> Offer:
    """No routes, and every model is everybody's."""
    return Offer()


@dataclass(frozen=True)
class Sheet:
    """One list of models. `tag` is the same exactly while the list is."""

    plain: bytes

    @cached_property
    def packed(self) -> bytes:
        return gzip.compress(self.plain, compresslevel=6, mtime=0)

    @cached_property
    def tag(self) -> str:
        return f'W/"{sha256(self.plain).hexdigest()[:20]}"'


Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _Ready:
    """The list of one very offer, as of one edition of the catalogue."""

    offer: Offer
    as_of: tuple[int, date]
    sheet: Sheet


@dataclass(frozen=True)
class Menu:
    """Answers from memory; writes a list out once per change and set of permissions."""

    catalogue: Catalogue
    offer: Callable[[User], Awaitable[Offer]] = everything
    _sheets: dict[Key, Sheet] = field(default_factory=dict[Key, Sheet], init=False, repr=False)
    _ready: dict[Key, _Ready] = field(default_factory=dict[Key, _Ready], init=False, repr=False)

    async def sheet(self, user: User, kind: Kind | None) -> Sheet:
        """The models of a kind, or all, as this user may use them: routes first."""
        offer, as_of = await self.offer(user), (self.catalogue.edition, self.catalogue.today)
        # An offer is mostly the very one of last time: then nothing has to be compared.
        ready = self._ready.get((kind, id(offer)))
        if ready is None or ready.offer is not offer or ready.as_of != as_of:
            ready = _Ready(offer, as_of, self._written(offer, kind))
            _remember(self._ready, (kind, id(offer)), ready)
        return ready.sheet

    def _written(self, offer: Offer, kind: Kind | None) -> Sheet:
        models = [m for each in Kind if kind in (None, each) for m in self.catalogue.of_kind(each)]
        locked = frozenset((m.kind, m.id) for m in models if not offer.allows(m))
        routes = tuple(route for route in offer.routes if kind in (None, route.kind))
        written = tuple(route.model_dump_json() for route in routes)
        key = (self.catalogue.edition, self.catalogue.today, kind, locked, written)
        sheet = self._sheets.get(key)
        if sheet is None:
            shown = [ModelView.of(m, available=(m.kind, m.id) not in locked) for m in models]
            whole = ModelList(items=[*routes, *shown], refreshed_at=self.catalogue.refreshed_at)
            sheet = Sheet(whole.model_dump_json().encode())
            _remember(self._sheets, key, sheet)
        return sheet


def _remember(known: dict[Key, T], key: Key, value: T) -> None:
    if len(known) >= MOST_REMEMBERED:
        known.pop(next(iter(known)))
    known[key] = value
