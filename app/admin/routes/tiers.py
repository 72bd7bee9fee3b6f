"""/api/admin/tiers: who may use what, and how much of it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Self

from fastapi import Response
from pydantic import BaseModel, Field

from app.accounts.current import AdminCaller
from app.admin.author import By
from app.admin.choices import House
from app.admin.routes.strict import Limit, Strict
from app.admin.rule_book import RuleBook
from app.catalog.model import Kind
from app.errors import Conflict
from app.money import Micros
from app.routing.model import Tier
from app.routing.rules import Rules, TierChanges, amended
from app.web import provided
from app.web.routes import Routes

router = Routes(prefix="/api/admin/tiers", tags=["admin"])

Known = Annotated[Rules, provided(Rules)]
Book = Annotated[RuleBook, provided(RuleBook)]
Here = Annotated[House, provided(House)]
Patterns = dict[Kind, list[str]]
Jobs = dict[Kind, Limit]


class TierView(BaseModel):
    """Limits of null are none. `people` are in it now; everybody new comes into the default."""

    id: str
    name: str
    models: dict[Kind, list[str]]
    routes: dict[Kind, list[str]]
    budget_day_micros: int | None
    budget_month_micros: int | None
    jobs_at_once: dict[Kind, int | None]
    storage_bytes: int | None
    requests_per_minute: int | None
    confirm_above_micros: int | None
    people: int
    is_default: bool

    @classmethod
    def of(cls, tier: Tier, people: Mapping[str, int], default: str) -> Self:
        return cls(
            id=tier.name,
            name=tier.name,
            models={kind: list(patterns) for kind, patterns in tier.models.items()},
            routes={kind: list(patterns) for kind, patterns in tier.routes.items()},
            budget_day_micros=tier.budget_day,
            budget_month_micros=tier.budget_month,
            jobs_at_once=dict(tier.jobs_at_once),
            storage_bytes=tier.storage_bytes,
            requests_per_minute=tier.requests_per_minute,
            confirm_above_micros=tier.confirm_above,
            people=people.get(tier.name, 0),
            is_default=tier.name == default,
        )


class TierList(BaseModel):
    items: list[TierView]
    next: None = None


class TierBody(Strict):
    """What is left out stays as it is, for each kind by itself. `models` and `routes` are patterns
    of names: `*` stands for anything, `!` before one forbids, no pattern at all closes the kind."""

    models: Patterns = Field(default_factory=Patterns)
    routes: Patterns = Field(default_factory=Patterns)
    budget_day_micros: Limit = None
    budget_month_micros: Limit = None
    jobs_at_once: Jobs = Field(default_factory=Jobs)
    storage_bytes: Limit = None
    requests_per_minute: Limit = None
    confirm_above_micros: Limit = None

    def changes(self) -> TierChanges:
        """What was given, in our words."""
        given = self.model_fields_set
        changes = TierChanges(
            models=_tuples(self.models),
            routes=_tuples(self.routes),
            jobs_at_once=self.jobs_at_once,
        )
        if "budget_day_micros" in given:
            changes["budget_day"] = _micros(self.budget_day_micros)
        if "budget_month_micros" in given:
            changes["budget_month"] = _micros(self.budget_month_micros)
        if "storage_bytes" in given:
            changes["storage_bytes"] = self.storage_bytes
        if "requests_per_minute" in given:
            changes["requests_per_minute"] = self.requests_per_minute
        if "confirm_above_micros" in given:
            changes["confirm_above"] = _micros(self.confirm_above_micros)
        return changes


@router.get("")
async def list_tiers(_: AdminCaller, rules: Known, house: Here) -> TierList:
    """All of them, by name."""
    people, default = await rules.people_by_tier(), house.now.default_tier
    return TierList(items=[TierView.of(each, people, default) for each in rules.tiers()])


@router.get("/{name}")
async def get_tier(name: str, _: AdminCaller, rules: Known, house: Here) -> TierView:
    return TierView.of(rules.tier(name), await rules.people_by_tier(), house.now.default_tier)


@router.post("/{name}", status_code=201)
async def create_tier(
    name: str,
    body: TierBody,
    response: Response,
    by: By,
    rules: Known,
    house: Here,
    book: Book,
) -> TierView:
    """A new one, which is like the default tier in everything that is not said."""
    like = rules.tier(house.now.default_tier)
    new = replace(like, name=name, **amended(like, body.changes()))
    tier = await rules.create_tier(new, book.of(by))
    response.headers["Location"] = f"/api/admin/tiers/{tier.name}"
    return TierView.of(tier, await rules.people_by_tier(), house.now.default_tier)


@router.patch("/{name}")
async def change_tier(
    name: str, body: TierBody, by: By, rules: Known, house: Here, book: Book
) -> TierView:
    """Acts on the next request of everybody in it. Its name stays."""
    tier = await rules.amend_tier(name, body.changes(), book.of(by))
    return TierView.of(tier, await rules.people_by_tier(), house.now.default_tier)


@router.delete("/{name}", status_code=204)
async def delete_tier(name: str, by: By, rules: Known, house: Here, book: Book) -> None:
    """With the routes of its own. Not while anybody is in it or a rule about how long things are
    kept names it, and never the default one."""
    if name == house.now.default_tier:
        raise Conflict("Everybody new comes into this tier. Choose another for them first.")
    if name in {rule.tier for rule in house.now.retention}:
        raise Conflict("A rule about how long things are kept names this tier. Remove it first.")
    await rules.delete_tier(name, book.of(by))


def _tuples(patterns: Patterns) -> Mapping[Kind, tuple[str, ...]]:
    return {kind: tuple(each) for kind, each in patterns.items()}


def _micros(amount: int | None) -> Micros | None:
    return None if amount is None else Micros(amount)
