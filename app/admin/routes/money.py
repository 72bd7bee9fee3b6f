"""/api/admin/ledger and /api/admin/unknown: the money, and what waits for a decision."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field, StringConstraints

from app.accounts.current import AdminCaller
from app.admin.author import By
from app.admin.ledger_queries import Wanted
from app.admin.money import MoneyDesk
from app.admin.pages import RowPage
from app.admin.routes.strict import Strict
from app.money import Micros
from app.web import provided
from app.web.routes import Routes

router = Routes(prefix="/api/admin", tags=["admin"])

Desk = Annotated[MoneyDesk, provided(MoneyDesk)]
Limit = Annotated[int, Query(ge=1, le=100)]
EntryKind = Literal["hold", "settle", "release", "adjust"]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000)]


class EntryView(BaseModel):
    """One movement of money. `amount_micros` is below zero for an `adjust` only. Who has left has
    no e-mail address any more."""

    id: str
    generation_id: str
    user_id: str
    user_email: str | None
    key_id: str | None
    kind: EntryKind
    amount_micros: int
    reason: str
    actor: str
    actor_email: str | None
    price_version: str | None
    created_at: datetime


class TotalsView(BaseModel):
    entries: int
    held_micros: int
    spent_micros: int


class EntryPage(BaseModel):
    """`totals` are of all that was asked for, on whichever page."""

    items: list[EntryView]
    next: str | None
    totals: TotalsView


class UnknownView(BaseModel):
    """What is known of it. Not what was asked: that is between its owner and the gateway. `code`
    says how it ended, `gateway_id` is the gateway's name for it, and `under_way` whether it is
    being looked for."""

    id: str
    user_id: str
    user_email: str | None
    kind: str
    state: str
    code: str | None
    model: str
    gateway_id: str | None
    quote_micros: int | None
    cost_micros: int | None
    held_micros: int
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    under_way: bool


class UnknownPage(BaseModel):
    items: list[UnknownView]
    next: str | None

    @classmethod
    def of(cls, page: RowPage) -> Self:
        items = [UnknownView.model_validate(row) for row in page.items]
        return cls(items=items, next=page.next)


class Settle(Strict):
    amount_micros: Annotated[int, Field(strict=True, ge=0, le=10**12)]
    reason: Reason


class Release(Strict):
    reason: Reason


@router.get("/ledger")
async def list_entries(
    _: AdminCaller,
    desk: Desk,
    generation_id: UUID | None = None,
    user_id: UUID | None = None,
    kind: EntryKind | None = None,
    before: UUID | None = None,
    limit: Limit = 50,
) -> EntryPage:
    """Every movement of money, the newest first."""
    wanted = Wanted(_text(generation_id), _text(user_id), kind)
    page, totals = await desk.entries(wanted, _text(before), limit)
    return EntryPage(
        items=[EntryView.model_validate(row) for row in page.items],
        next=page.next,
        totals=TotalsView.model_validate(totals),
    )


@router.get("/unknown")
async def list_unknown(
    _: AdminCaller, desk: Desk, before: UUID | None = None, limit: Limit = 50
) -> UnknownPage:
    """Paid requests whose fate nobody knows; their money is on hold."""
    return UnknownPage.of(await desk.unknown(_text(before), limit))


@router.post("/unknown/{generation_id}/settle")
async def settle_unknown(generation_id: UUID, body: Settle, author: By, desk: Desk) -> UnknownView:
    """Book what it cost, for instance as the gateway's own pages tell. Once: then it is 409."""
    row = await desk.settle(author, str(generation_id), Micros(body.amount_micros), body.reason)
    return UnknownView.model_validate(row)


@router.post("/unknown/{generation_id}/release")
async def release_unknown(
    generation_id: UUID, body: Release, author: By, desk: Desk
) -> UnknownView:
    """Give the money back. Once: then it is 409."""
    row = await desk.release(author, str(generation_id), body.reason)
    return UnknownView.model_validate(row)


def _text(id_: UUID | None) -> str | None:
    return None if id_ is None else str(id_)
