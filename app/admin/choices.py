"""What administrators choose while the studio runs: in memory for every request, and in the
database with who chose it. What nobody has chosen comes from the environment."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, TypedDict

from app.accounts.uninterrupted import uninterrupted
from app.admin import audit
from app.admin.audit import Author
from app.catalog.model import Kind
from app.clock import Clock
from app.db import Database, Row, Tx
from app.errors import BadInput
from app.library.retention import Policy, Rule
from app.money import Micros
from app.settings import SignupPolicy


class Level(StrEnum):
    """How much an announcement matters."""

    INFO = "info"
    WARNING = "warning"
    ALERT = "alert"


class Accent(StrEnum):
    """The colour of links, buttons and what is chosen. Each has its values for both themes in
    `static/css/tokens.css`. None is green: that is what went well."""

    CYAN = "cyan"
    BLUE = "blue"
    VIOLET = "violet"
    PINK = "pink"
    ORANGE = "orange"


@dataclass(frozen=True, slots=True)
class Choices:
    """`announcement` is a sentence for everybody's page, as plain text, between two times of which
    either may be left out."""

    signup: SignupPolicy
    default_tier: str
    confirm_above_micros: Micros
    announcement: str | None = None
    announcement_level: Level = Level.INFO
    announcement_from: datetime | None = None
    announcement_until: datetime | None = None
    retention: tuple[Rule, ...] = ()
    retention_spares_favourites: bool = True
    retention_spares_collections: bool = True
    share_links: bool = False
    accent: Accent = Accent.CYAN

    @property
    def keeping(self) -> Policy:
        """How long things are kept."""
        return Policy(
            self.retention, self.retention_spares_favourites, self.retention_spares_collections
        )

    def announced(self, now: datetime) -> str | None:
        """The announcement, if it is its time."""
        early = self.announcement_from is not None and now < self.announcement_from
        late = self.announcement_until is not None and now >= self.announcement_until
        return None if early or late else self.announcement


class ChoiceChanges(TypedDict, total=False):
    """None leaves a choice to the environment again."""

    signup: SignupPolicy | None
    default_tier: str | None
    confirm_above_micros: Micros | None
    announcement: str | None
    announcement_level: Level | None
    announcement_from: datetime | None
    announcement_until: datetime | None
    retention: Sequence[Mapping[str, object]] | None
    retention_spares_favourites: bool | None
    retention_spares_collections: bool | None
    share_links: bool | None
    accent: Accent | None


_TIMES = frozenset({"announcement_from", "announcement_until"})


@dataclass(frozen=True, slots=True)
class Chosen:
    """By whom and when something was chosen. `by_name` is their e-mail address, if there is one."""

    by: str
    by_name: str
    at: datetime


class House:
    """Every change is in `now` before it is answered, so the next request acts on it."""

    def __init__(self, db: Database, clock: Clock, from_environment: Choices) -> None:
        self._db = db
        self._clock = clock
        self._from_environment = from_environment
        self._changing = asyncio.Lock()
        self._now = from_environment

    @property
    def now(self) -> Choices:
        return self._now

    async def load(self) -> None:
        """Before the first request."""
        self._now = self._with(await self._db.read(_chosen))

    async def chosen(self) -> dict[str, Chosen]:
        """Who chose what; what is not named comes from the environment."""
        rows = await self._db.read(_chosen)
        return {
            row["name"]: Chosen(row["changed_by"], row["by_name"], row["changed_at"])
            for row in rows
        }

    async def supposing(self, changes: ChoiceChanges) -> Choices:
        """What `change` would come to, with its refusals. Changes nothing."""
        return await self._db.read(self._supposed, changes)

    @uninterrupted
    async def change(self, author: Author, changes: ChoiceChanges) -> Choices:
        """Raises BadInput for a tier that does not exist. One change after the other, so that an
        earlier commit never comes last."""
        async with self._changing:
            rows = await self._db.write(self._written, author, changes)
            self._now = self._with(rows)
        return self._now

    def _written(self, tx: Tx, author: Author, changes: ChoiceChanges) -> list[Row]:
        now, before = self._clock(), self._with(_chosen(tx))
        after = self._supposed(tx, changes)
        for name, value in changes.items():
            _put(tx, name, value, author, now)
        audit.record(
            tx,
            author,
            "settings.change",
            "settings",
            now,
            before=asdict(before),
            after=asdict(after),
        )
        return _chosen(tx)

    def _supposed(self, tx: Tx, changes: ChoiceChanges) -> Choices:
        rows = [row for row in _chosen(tx) if row["name"] not in changes]
        rows += [
            {"name": name, "value": _document(value)}
            for name, value in changes.items()
            if value is not None
        ]
        after = self._with(rows)
        _require_tier(tx, after.default_tier)
        _require_order(after)
        _require_rules(tx, after.retention)
        return after

    def _with(self, rows: list[Row]) -> Choices:
        known = {row["name"]: _value(row["name"], row["value"]) for row in rows}
        return replace(self._from_environment, **known)


def _chosen(tx: Tx) -> list[Row]:
    return tx.rows(
        """
        SELECT choices.name, value, changed_by, changed_at,
               coalesce(users.email, changed_by) AS by_name
          FROM choices LEFT JOIN users ON users.id::TEXT = choices.changed_by
        """
    )


def _put(tx: Tx, name: str, value: object, author: Author, now: datetime) -> None:
    if value is None:
        tx.run("DELETE FROM choices WHERE name = $name", name=name)
        return
    tx.run(
        """
        INSERT INTO choices (name, value, changed_by, changed_at)
        VALUES ($name, $value, $by, $now)
        ON CONFLICT (name) DO UPDATE SET value = $value, changed_by = $by, changed_at = $now
        """,
        name=name,
        value=_document(value),
        by=author.id,
        now=now,
    )


def _document(value: object) -> str:
    return json.dumps(value, default=datetime.isoformat)


def _value(name: str, document: str) -> Any:
    value = json.loads(document)
    if name == "retention":
        return tuple(Rule(Kind(each.pop("kind")), **each) for each in value)
    return datetime.fromisoformat(value) if name in _TIMES else value


def _require_order(chosen: Choices) -> None:
    begins, ends = chosen.announcement_from, chosen.announcement_until
    if begins is not None and ends is not None and ends <= begins:
        raise BadInput("The announcement would end before it begins.", field="announcement_until")


def _require_rules(tx: Tx, rules: Sequence[Rule]) -> None:
    ruled: set[tuple[Kind, str | None]] = set()
    for at, rule in enumerate(rules):
        if rule.tier is not None:
            _require_tier(tx, rule.tier, field=f"retention.{at}.tier")
        if (rule.kind, rule.tier) in ruled:
            detail = "There are two rules for the same kind and tier."
            raise BadInput(detail, field=f"retention.{at}.kind")
        ruled.add((rule.kind, rule.tier))


def _require_tier(tx: Tx, name: str, field: str = "default_tier") -> None:
    if tx.row("SELECT 1 AS one FROM tiers WHERE name = $name", name=name) is None:
        raise BadInput(f"There is no tier called {name}.", field=field)
