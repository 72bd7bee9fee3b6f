"""/api/admin/ledger and /api/admin/unknown: the money, and what waits for a decision."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field, StringConstraints

from app.accounts.current import AdminCaller
from app.admin.author import By
from app.admin.money import MoneyDesk
from app.admin.routes.strict import Strict
from app.money import Micros
from app.web import provided

router = APIRouter(prefix="/api/admin", tags=["admin"])

Desk = Annotated[MoneyDesk, provided(MoneyDesk)]
Limit = Annotated[int, Query(ge=1, le=100)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000)]


class EntryView(BaseModel):
    """One movement of money. `amount_micros` is below zero for an `adjust` only."""

    id: str
    generation_id: str
    user_id: str
    key_id: str | None
    kind: str
    amount_micros: int
    reason: str
    actor: str
    price_version: str | None
    created_at: datetime


class EntryPage(BaseModel):
    items: list[EntryView]
    next: str | None


class UnknownView(BaseModel):
    """What is known of it. Not what was asked: that is between its owner and the gateway."""

    id: str
    user_id: str
    kind: str
    state: str
    model: str
    quote_micros: int | None
    cost_micros: int | None
    held_micros: int
    created_at: datetime
    finished_at: datetime | None


class UnknownPage(BaseModel):
    items: list[UnknownView]
    next: str | None


class Settle(Strict):
    amount_micros: Annotated[int, Field(ge=0, le=10**12)]
    reason: Reason


class Release(Strict):
    reason: Reason


@router.get("/ledger")
async def list_entries(
    _: AdminCaller,
    desk: Desk,
    generation_id: UUID | None = None,
    user_id: UUID | None = None,
    before: UUID | None = None,
    limit: Limit = 50,
) -> EntryPage:
    """Every movement of money, the newest first."""
    page = await desk.entries(_text(generation_id), _text(user_id), _text(before), limit)
    return EntryPage(items=[EntryView.model_validate(row) for row in page.items], next=page.next)


@router.get("/unknown")
async def list_unknown(
    _: AdminCaller, desk: Desk, before: UUID | None = None, limit: Limit = 50
) -> UnknownPage:
    """Paid requests whose fate nobody knows; their money is on hold."""
    page = await desk.unknown(_text(before), limit)
    items = [UnknownView.model_validate(row) for row in page.items]
    return UnknownPage(items=items, next=page.next)


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
