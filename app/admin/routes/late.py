"""/api/admin/generations: what came too late, or may still come."""

from typing import Annotated
from uuid import UUID

from app.accounts.current import AdminCaller
from app.admin.author import By
from app.admin.late import LateFilms
from app.admin.routes.money import Limit, Release, UnknownPage, UnknownView
from app.web import provided
from app.web.routes import Routes

router = Routes(prefix="/api/admin/generations", tags=["admin"])

Late = Annotated[LateFilms, provided(LateFilms)]


@router.get("/given-up")
async def list_given_up(
    _: AdminCaller, late: Late, before: UUID | None = None, limit: Limit = 50
) -> UnknownPage:
    """Films that never came although the gateway had accepted them. Each may be asked for again."""
    return UnknownPage.of(await late.given_up(None if before is None else str(before), limit))


@router.post("/{generation_id}/ask-again", status_code=202)
async def ask_again(generation_id: UUID, body: Release, author: By, late: Late) -> UnknownView:
    """Look once more for a film that was given up on. If the gateway has it after all, it is
    delivered and its cost booked, with this reason. 409 if there is nothing to look for."""
    row = await late.ask_again(author, str(generation_id), body.reason)
    return UnknownView.model_validate(row)
