"""/api/admin/audit: who changed what, when, from where."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from pydantic import AwareDatetime, BaseModel

from app.accounts.current import AdminCaller
from app.admin.audit import Wanted
from app.admin.audit_desk import AuditDesk
from app.web import provided
from app.web.routes import Routes

router = Routes(prefix="/api/admin", tags=["admin"])

Desk = Annotated[AuditDesk, provided(AuditDesk)]
Limit = Annotated[int, Query(ge=1, le=100)]
Word = Annotated[str | None, Query(max_length=200)]


class ChangeView(BaseModel):
    """One change. `before` and `after` hold what became otherwise and nothing else; either is
    null where there was nothing. `actor_name` and `subject_name` are e-mail addresses where they
    are people, while there are any."""

    id: str
    actor: str
    actor_name: str
    address: str
    action: str
    subject: str
    subject_name: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    created_at: datetime


class ChangePage(BaseModel):
    items: list[ChangeView]
    next: str | None


@router.get("/audit")
async def list_changes(
    _: AdminCaller,
    desk: Desk,
    actor: Word = None,
    action: Word = None,
    subject: Word = None,
    since: AwareDatetime | None = None,
    until: AwareDatetime | None = None,
    before: UUID | None = None,
    limit: Limit = 50,
) -> ChangePage:
    """Every change by an administrator, the newest first. `action=person` finds `person.change`
    and its sisters."""
    wanted = Wanted(actor, action, subject, since, until)
    place = None if before is None else str(before)
    page = await desk.entries(wanted, place, limit)
    return ChangePage(items=[ChangeView.model_validate(row) for row in page.items], next=page.next)
