"""/api/shares: links to one's own things. No key reaches these routes: a link outlives a key."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response

from app.accounts.current import CurrentCaller
from app.sharing.forms import NewShare, SharePageView, ShareView
from app.sharing.model import Listed
from app.sharing.service import Sharing
from app.web import provided
from app.web.routes import Routes


async def _private(response: Response) -> None:
    response.headers["Cache-Control"] = "no-store"


router = Routes(prefix="/api/shares", tags=["shares"], dependencies=[Depends(_private)])

Links = Annotated[Sharing, provided(Sharing)]


@router.post("", status_code=201)
async def create_share(form: NewShare, caller: CurrentCaller, sharing: Links) -> ShareView:
    """A link to something that was made. Whoever has its address sees it, without signing in.
    403 `sharing-off` unless an administrator has allowed share links."""
    return _seen(await sharing.create(caller, form.wish()), sharing)


@router.get("")
async def list_shares(
    caller: CurrentCaller,
    sharing: Links,
    generation_id: UUID | None = None,
    before: UUID | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> SharePageView:
    """Your links, the newest first; with `generation_id` those to this one thing."""
    page = await sharing.page(caller.user.id, _text(generation_id), _text(before), limit)
    return SharePageView(items=[_seen(each, sharing) for each in page.items], next=page.next)


@router.delete("/{share_id}", status_code=204)
async def revoke_share(share_id: str, caller: CurrentCaller, sharing: Links) -> None:
    """Take it back, for good. Its page and its files are gone at once, and a file that is being
    sent stops within 5 s."""
    await sharing.revoke(caller, share_id)


def _seen(listed: Listed, sharing: Sharing) -> ShareView:
    return ShareView.of(listed, sharing.clock(), allowed=sharing.allowed())


def _text(given: UUID | None) -> str | None:
    return str(given) if given else None
