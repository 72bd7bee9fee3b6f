"""/api/admin/shares: links that are open to whoever has them."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel

from app.accounts.current import AdminCaller
from app.admin.author import By
from app.admin.choices import House
from app.admin.shares import Owned, ShareDesk
from app.catalog.model import Kind
from app.sharing.forms import ShareView
from app.sharing.model import ShareState
from app.web import provided
from app.web.routes import Routes

router = Routes(prefix="/api/admin/shares", tags=["admin"])

Desk = Annotated[ShareDesk, provided(ShareDesk)]
Here = Annotated[House, provided(House)]


class OwnedShareView(BaseModel):
    """A link without its address, and without the words of what it shows: those are its owner's."""

    id: str
    user_id: str
    user_email: str
    generation_id: str
    kind: Kind
    state: ShareState
    has_password: bool
    with_prompt: bool
    expires_at: datetime | None
    created_at: datetime

    @classmethod
    def of(cls, owned: Owned, now: datetime, *, allowed: bool) -> Self:
        seen = ShareView.of(owned.listed, now, allowed=allowed)
        return cls(
            user_id=owned.listed.share.user_id,
            user_email=owned.email,
            **seen.model_dump(include=set(cls.model_fields)),
        )


class OwnedSharePage(BaseModel):
    items: list[OwnedShareView]
    next: str | None


@router.get("")
async def list_all_shares(
    _: AdminCaller,
    desk: Desk,
    house: Here,
    user_id: UUID | None = None,
    before: UUID | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> OwnedSharePage:
    """Everybody's, or one person's, the newest first."""
    owner, place = user_id and str(user_id), before and str(before)
    items, following = await desk.page(owner, place, limit)
    now, allowed = desk.clock(), house.now.share_links
    views = [OwnedShareView.of(each, now, allowed=allowed) for each in items]
    return OwnedSharePage(items=views, next=following)


@router.delete("/{share_id}", status_code=204)
async def revoke_anybodys_share(share_id: str, by: By, desk: Desk) -> None:
    """Take back somebody's link, for good."""
    await desk.revoke(by, share_id)
