"""/api/admin/users/{id}/…: what belongs to one person, but never what they asked for."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel

from app.accounts.current import AdminCaller
from app.accounts.key_forms import KeysView, KeyView
from app.admin.author import By
from app.admin.belongings import Belongings
from app.web import provided
from app.web.routes import Routes

router = Routes(prefix="/api/admin/users/{user_id}", tags=["admin"])

Desk = Annotated[Belongings, provided(Belongings)]
Limit = Annotated[int, Query(ge=1, le=100)]


class JobView(BaseModel):
    """What is known of a generation without what was asked."""

    id: str
    kind: str
    state: str
    model: str
    quote_micros: int | None
    cost_micros: int | None
    held_micros: int
    created_at: datetime
    finished_at: datetime | None


class JobPage(BaseModel):
    items: list[JobView]
    next: str | None


class DeviceView(BaseModel):
    """Where somebody is signed in."""

    id: str
    created_at: datetime
    last_seen_at: datetime
    user_agent: str
    address: str


class DeviceList(BaseModel):
    items: list[DeviceView]
    next: None = None


@router.get("/jobs")
async def list_jobs(
    user_id: UUID, _: AdminCaller, desk: Desk, before: UUID | None = None, limit: Limit = 20
) -> JobPage:
    """What this person had made, the newest first."""
    page = await desk.jobs(str(user_id), None if before is None else str(before), limit)
    return JobPage(items=[JobView.model_validate(row) for row in page.items], next=page.next)


@router.get("/sessions")
async def list_sessions(user_id: UUID, _: AdminCaller, desk: Desk) -> DeviceList:
    """Where this person is signed in."""
    found = await desk.sessions(str(user_id))
    return DeviceList(
        items=[
            DeviceView(
                id=each.id,
                created_at=each.created_at,
                last_seen_at=each.last_seen_at,
                user_agent=each.device.user_agent,
                address=each.device.address,
            )
            for each in found
        ]
    )


@router.get("/keys")
async def list_keys(user_id: UUID, _: AdminCaller, desk: Desk) -> KeysView:
    """The API keys of this person, without their secrets."""
    return KeysView(items=[KeyView.of(each) for each in await desk.keys(str(user_id))])


@router.delete("/keys/{key_id}", status_code=204)
async def revoke_key(user_id: UUID, key_id: UUID, author: By, desk: Desk) -> None:
    """End an API key of this person for good."""
    await desk.revoke_key(author, str(user_id), str(key_id))
