"""/api/admin/models: the catalogue with what is hidden, and what the gateway changed lately."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal, Self

from fastapi import Query
from pydantic import BaseModel, Field, StringConstraints, TypeAdapter

from app.accounts.current import AdminCaller
from app.admin.author import By
from app.admin.routes.strict import Limit, Strict
from app.admin.rule_book import RuleBook
from app.catalog.changes import Changes
from app.catalog.lines import price_lines
from app.catalog.model import Kind, Model
from app.catalog.notes import Note
from app.catalog.service import Catalogue
from app.catalog.view import PriceLineView
from app.errors import NotFound
from app.money import Micros
from app.routing.patterns import allows
from app.web import provided
from app.web.routes import Routes

router = Routes(prefix="/api/admin/models", tags=["admin"])

Known = Annotated[Catalogue, provided(Catalogue)]
Book = Annotated[RuleBook, provided(RuleBook)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Words = Annotated[str, StringConstraints(max_length=200)]
Patterns = Annotated[
    Sequence[Annotated[str, StringConstraints(max_length=201)]], Query(max_length=100)
]

_lines = TypeAdapter(list[PriceLineView])


class AdminModelView(BaseModel):
    """`name` is what people see, `published_name` what the gateway calls it. No `prices`: none are
    published. `price_cap_micros`: the most that one request may cost."""

    id: str
    kind: Kind
    name: str
    published_name: str
    hidden: bool
    price_cap_micros: int | None
    free: bool
    expires_on: date | None
    prices: list[PriceLineView]

    @classmethod
    def of(cls, model: Model, published: Model | None) -> Self:
        return cls(
            id=model.id,
            kind=model.kind,
            name=model.name,
            published_name=published.name if published else model.name,
            hidden=model.hidden,
            price_cap_micros=model.price_cap,
            free=model.free,
            expires_on=model.expires_on,
            prices=[
                PriceLineView(what=each.what, usd=each.usd) for each in price_lines(model.prices)
            ],
        )


class NoteView(BaseModel):
    """What a refresh found changed: prices `before` and `after`."""

    noted_at: datetime
    kind: Kind
    model: str
    what: Literal["appeared", "vanished", "price"]
    before: list[PriceLineView] | None
    after: list[PriceLineView] | None

    @classmethod
    def of(cls, note: Note) -> Self:
        return cls(
            noted_at=note.at,
            kind=Kind(note.kind),
            model=note.model,
            what=note.what,
            before=_lines.validate_json(note.before) if note.before else None,
            after=_lines.validate_json(note.after) if note.after else None,
        )


class AdminModelList(BaseModel):
    """`notes`: the newest hundred. `refreshed_at`: how old the oldest list in use is."""

    items: list[AdminModelView]
    next: None = None
    notes: list[NoteView]
    refreshed_at: datetime | None


class Matching(BaseModel):
    """`of`: how many there are of the kind."""

    items: list[str]
    next: None = None
    of: int


class ModelChange(Strict):
    """What is left out stays as it is. `name` null: as published. `price_cap_micros` null: no limit
    but budgets."""

    hidden: Annotated[bool, Field(strict=True)] = False
    name: Name | None = None
    price_cap_micros: Limit = None

    def changes(self) -> Changes:
        """What was given."""
        changes = Changes()
        if "hidden" in self.model_fields_set:
            changes["hidden"] = self.hidden
        if "name" in self.model_fields_set:
            changes["name"] = self.name
        if "price_cap_micros" in self.model_fields_set:
            cap = self.price_cap_micros
            changes["price_cap"] = None if cap is None else Micros(cap)
        return changes


class Refreshed(BaseModel):
    """`complete`: the gateway has answered every question. What it did not answer keeps its last
    good answer."""

    complete: bool
    refreshed_at: datetime | None


@router.get("")
async def list_models(
    _: AdminCaller, catalogue: Known, kind: Kind | None = None, q: Words = ""
) -> AdminModelList:
    """Everything the gateway offers, by kind and name; with `q` what has these letters in it."""
    found = [
        AdminModelView.of(model, catalogue.published(each, model.id))
        for each in Kind
        if kind in (None, each)
        for model in catalogue.known(each)
        if q.casefold() in f"{model.id} {model.name}".casefold()
    ]
    notes = [NoteView.of(each) for each in await catalogue.notes()]
    return AdminModelList(items=found, notes=notes, refreshed_at=catalogue.refreshed_at)


@router.get("/matching")
async def matching_models(
    _: AdminCaller, catalogue: Known, kind: Kind, pattern: Patterns = ()
) -> Matching:
    """Which models the patterns of a tier stand for, as they would if they were saved."""
    offered = [model.id for model in catalogue.of_kind(kind)]
    return Matching(items=[each for each in offered if allows(pattern, each)], of=len(offered))


@router.post("/refresh")
async def refresh_models(_: AdminCaller, catalogue: Known) -> Refreshed:
    """Ask the gateway now instead of at the next hour."""
    complete = await catalogue.refresh()
    return Refreshed(complete=complete, refreshed_at=catalogue.refreshed_at)


@router.patch("/{model_id:path}")
async def change_model(
    model_id: str, body: ModelChange, by: By, catalogue: Known, book: Book
) -> AdminModelView:
    """Hide a model from everybody, give it another name, or cap what a request to it may cost. Acts
    on the next request."""
    kind = next((kind for kind in Kind if catalogue.find(kind, model_id)), None)
    if kind is None:
        raise NotFound(f"There is no model called {model_id} here.")
    await catalogue.change(model_id, book.of_model(by, model_id), **body.changes())
    model = catalogue.find(kind, model_id)
    if model is None:
        raise NotFound("It has just left the catalogue.")
    return AdminModelView.of(model, catalogue.published(kind, model_id))
