"""/api/models: what there is to choose from."""

from datetime import UTC
from email.utils import format_datetime
from typing import Annotated

from fastapi import Request, Response

from app.accounts.current import CurrentUser
from app.catalog.menu import Menu, Sheet
from app.catalog.model import Kind
from app.catalog.view import ModelList
from app.web import provided
from app.web.document import NOT_MODIFIED
from app.web.routes import Routes

router = Routes(prefix="/api/models", tags=["models"])

Choices = Annotated[Menu, provided(Menu)]


@router.get("", response_model=ModelList, responses=NOT_MODIFIED)
async def list_models(
    request: Request, user: CurrentUser, menu: Choices, kind: Kind | None = None
) -> Response:
    """The models of a kind as you may use them, routes first.

    Last-Modified tells when the gateway was last heard; ask again with If-None-Match.
    """
    sheet = await menu.sheet(user, kind)
    headers = {
        "ETag": sheet.tag,
        "Cache-Control": "private, no-cache",
        "Vary": "Accept-Encoding",
    }
    heard = menu.catalogue.refreshed_at
    if heard is not None:
        headers["Last-Modified"] = format_datetime(heard.astimezone(UTC), usegmt=True)
    if sheet.tag in _tags(request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    return _body(sheet, request, headers)


def _tags(header: str) -> list[str]:
    return [tag.strip() for tag in header.split(",")]


def _body(sheet: Sheet, request: Request, headers: dict[str, str]) -> Response:
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(sheet.plain, media_type="application/json", headers=headers)
    packed = headers | {"Content-Encoding": "gzip"}
    return Response(sheet.packed, media_type="application/json", headers=packed)
