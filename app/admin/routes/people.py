"""/api/admin/users, /api/admin/invites: who may use the studio, and as what."""

from datetime import datetime
from typing import Annotated, cast
from uuid import UUID

from fastapi import Query
from pydantic import AwareDatetime, BaseModel, Field, StringConstraints, model_validator

from app.accounts.current import AdminCaller
from app.accounts.model import Role, UserState
from app.admin.author import By
from app.admin.people import People, PersonChanges
from app.admin.people_queries import Wanted
from app.admin.routes.strict import Strict
from app.usage.routes import Days, LastDay, Reports, UsageView
from app.usage.service import REPORTED
from app.web import provided
from app.web.routes import Routes

router = Routes(prefix="/api/admin", tags=["admin"])

Desk = Annotated[People, provided(People)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Budget = Annotated[int, Field(strict=True, ge=0, le=10**12)]
Limit = Annotated[int, Query(ge=1, le=100)]
Before = UUID | None


class PersonView(BaseModel):
    """A person as administrators see them. `budget_*` is what is set for this one person: null
    leaves it to their tier. `limit_*` is what counts in the end, null for no limit. Never what they
    asked for: that is theirs."""

    id: str
    email: str
    name: str
    role: Role
    state: UserState
    tier: str
    created_at: datetime
    last_seen_at: datetime | None
    budget_day_micros: int | None
    budget_month_micros: int | None
    limit_day_micros: int | None
    limit_month_micros: int | None
    spent_day_micros: int
    spent_month_micros: int
    held_micros: int


class PersonPage(BaseModel):
    items: list[PersonView]
    next: str | None


class PersonForm(Strict):
    """What is to become otherwise. A budget of null is left to the tier again."""

    role: Role = Role.USER
    state: UserState = UserState.ACTIVE
    tier: Annotated[str, StringConstraints(max_length=100)] = ""
    budget_day_micros: Budget | None = None
    budget_month_micros: Budget | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "PersonForm":
        if not self.model_fields_set:
            raise ValueError("Say what is to be changed.")
        return self

    def changes(self) -> PersonChanges:
        return cast(PersonChanges, self.model_dump(exclude_unset=True))


class InviteForm(Strict):
    note: Note | None = None
    expires_at: AwareDatetime | None = None


class NewInviteView(BaseModel):
    """The code is shown here and never again."""

    id: str
    code: str


class InviteView(BaseModel):
    id: str
    note: str | None
    created_by: str
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    used_by: str | None
    used_by_email: str | None


class InvitePage(BaseModel):
    items: list[InviteView]
    next: str | None


@router.get("/users")
async def list_people(
    _: AdminCaller,
    people: Desk,
    q: Words = "",
    role: Role | None = None,
    state: UserState | None = None,
    tier: Annotated[str | None, Query(max_length=100)] = None,
    before: Before = None,
    limit: Limit = 50,
) -> PersonPage:
    """Everybody with an account, the newest first. `q` is looked for in name and address."""
    page = await people.find(Wanted(q or None, role, state, tier), _text(before), limit)
    return PersonPage(items=[PersonView.model_validate(row) for row in page.items], next=page.next)


@router.get("/users/{user_id}")
async def show_person(user_id: UUID, _: AdminCaller, people: Desk) -> PersonView:
    return PersonView.model_validate(await people.one(str(user_id)))


@router.get("/users/{user_id}/usage")
async def show_spending(
    user_id: UUID,
    _: AdminCaller,
    people: Desk,
    reports: Reports,
    days: Days = REPORTED,
    until: LastDay = None,
) -> UsageView:
    """What this person spent, by day, kind and model, as they see it themselves."""
    person = await people.one(str(user_id))
    return UsageView.of(await reports.of_user(person["id"], days, until))


@router.patch("/users/{user_id}")
async def change_person(user_id: UUID, form: PersonForm, author: By, people: Desk) -> PersonView:
    """Approve, disable, promote, move to another tier, set a budget. Acts on the next request."""
    return PersonView.model_validate(await people.change(author, str(user_id), form.changes()))


@router.delete("/users/{user_id}/sessions", status_code=204)
async def end_sessions(user_id: UUID, author: By, people: Desk) -> None:
    """Sign this person out everywhere."""
    await people.end_sessions(author, str(user_id))


@router.get("/invites")
async def list_invites(
    _: AdminCaller, people: Desk, before: Before = None, limit: Limit = 50
) -> InvitePage:
    page = await people.invites(_text(before), limit)
    return InvitePage(items=[InviteView.model_validate(row) for row in page.items], next=page.next)


@router.post("/invites", status_code=201)
async def create_invite(form: InviteForm, author: By, people: Desk) -> NewInviteView:
    """A code for one person. The page they open with it is /register?invite=…"""
    made = await people.invite(author, form.note, form.expires_at)
    return NewInviteView(id=made.id, code=made.code)


@router.delete("/invites/{invite_id}", status_code=204)
async def revoke_invite(invite_id: UUID, author: By, people: Desk) -> None:
    """Take back a code that nobody has used yet."""
    await people.revoke(author, str(invite_id))


def _text(id_: UUID | None) -> str | None:
    return None if id_ is None else str(id_)
