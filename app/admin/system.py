"""How the whole installation is doing, and what an administrator should look at."""

import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from app import __version__
from app.admin.chains import Chains
from app.admin.key_watch import KeyState, KeyWatch
from app.admin.repository import Totals, totals
from app.catalog.model import Kind
from app.catalog.service import Catalogue
from app.clock import Clock
from app.db.duck import DuckDatabase, Writes
from app.generation.runner import Runner
from app.generation.text import Texts
from app.money import show
from app.routing.breakers import Breakers, BreakerState

OLD_CATALOGUE = timedelta(hours=24)
"""Prices that nobody has looked at for so long are worth a warning."""


@dataclass(frozen=True, slots=True)
class Alert:
    """`detail` is a sentence for the administrator."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Overview:
    version: str
    python: str
    started_at: datetime
    now: datetime
    demo: bool
    gateway: str
    database_up: bool
    database_bytes: int
    waiting_writes: int
    writes: Writes
    free_bytes: int
    runner_beat_at: datetime
    streams: int
    totals: Totals
    catalogue_at: datetime | None
    models: dict[Kind, int]
    key: KeyState
    key_low: bool
    breakers: tuple[BreakerState, ...]
    alerts: tuple[Alert, ...]


@dataclass(frozen=True)
class System:
    db: DuckDatabase
    clock: Clock
    started_at: datetime
    demo: bool
    gateway: str
    free_bytes: Callable[[], int]
    min_free_bytes: int
    runner: Runner
    texts: Texts
    catalogue: Catalogue
    chains: Chains
    key: KeyWatch
    breakers: Breakers

    async def overview(self) -> Overview:
        return Overview(
            version=__version__,
            python=platform.python_version(),
            started_at=self.started_at,
            now=self.clock(),
            demo=self.demo,
            gateway=self.gateway,
            database_up=self.db.up,
            database_bytes=self.db.size,
            waiting_writes=self.db.waiting_writes,
            writes=self.db.writes,
            free_bytes=self.free_bytes(),
            runner_beat_at=self.runner.last_beat,
            streams=len(self.texts.lives()),
            totals=await self.db.read(totals),
            catalogue_at=self.catalogue.refreshed_at,
            models={kind: len(self.catalogue.of_kind(kind)) for kind in Kind},
            key=self.key.state,
            key_low=self.key.low,
            breakers=self.breakers.snapshot(),
            alerts=tuple(self.alerts()),
        )

    def alerts(self) -> Iterator[Alert]:
        """What needs somebody, the worst first."""
        if not self.runner.beats:
            yield Alert("runner-stands-still", "Nothing looks for images and videos to make.")
        if self.free_bytes() < self.min_free_bytes:
            yield Alert("disk-nearly-full", "The disk is nearly full: nothing new can be made.")
        yield from self._key_alerts()
        yield from self._breaker_alerts()
        yield from self._catalogue_alerts()

    def _key_alerts(self) -> Iterator[Alert]:
        state = self.key.state
        if state.refused:
            yield Alert("key-refused", f"The gateway does not take the shared key: {state.problem}")
        elif self.key.low and state.remaining is not None:
            yield Alert("key-low", f"{show(state.remaining)} of the shared key's limit are left.")

    def _breaker_alerts(self) -> Iterator[Alert]:
        for each in self.breakers.snapshot():
            if each.state != "closed":
                what = each.model or "The gateway"
                yield Alert("breaker-open", f"{what} has failed repeatedly and is let rest.")

    def _catalogue_alerts(self) -> Iterator[Alert]:
        heard = self.catalogue.refreshed_at
        if heard is None:
            yield Alert("no-catalogue", "The gateway has not told its models yet.")
            return
        if self.clock() - heard > OLD_CATALOGUE:
            yield Alert("old-catalogue", "Models and prices are more than a day old.")
        for route in self.chains.rules.routes():
            missing = self.chains.missing(route)
            if missing:
                key = route.key
                whose = f" of {key.tier}" if key.tier else ""
                yield Alert(
                    "route-model-missing",
                    f"The {key.kind} route {key.name}{whose} names what is not offered: "
                    f"{', '.join(missing)}.",
                )
