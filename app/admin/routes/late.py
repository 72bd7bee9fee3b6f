"""/api/admin/generations: what came too late, or may still come."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from app.admin.author import By
from app.admin.late import LateFilms
from app.admin.routes.money import Release, UnknownView
from app.web import provided

router = APIRouter(prefix="/api/admin/generations", tags=["admin"])

Late = Annotated[LateFilms, provided(LateFilms)]


@router.post("/{generation_id}/ask-again", status_code=202)
async def ask_again(generation_id: UUID, body: Release, author: By, late: Late) -> UnknownView:
    """Look once more for a film that was given up on. If the gateway has it after all, it is
    delivered and its cost booked, with this reason. 409 if there is nothing to look for."""
    row = await late.ask_again(author, str(generation_id), body.reason)
    return UnknownView.model_validate(row)
