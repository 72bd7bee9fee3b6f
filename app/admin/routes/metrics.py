"""/metrics: everything in numbers, for a collector or a curious administrator."""

from typing import Annotated

from fastapi import Depends, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST

from app.accounts.current import Somebody, require_admin
from app.admin.exposition import Exposition
from app.errors import NotAllowed
from app.web import provided
from app.web.document import sends
from app.web.routes import Routes

router = Routes(tags=["site"])

Numbers = Annotated[Exposition, provided(Exposition)]


async def _may_read(request: Request, somebody: Somebody, numbers: Numbers) -> None:
    if numbers.opened_by(request.headers.get("authorization", "")):
        return
    if require_admin(somebody).key_id is not None:
        raise NotAllowed("This is not open to API keys.")


@router.get(
    "/metrics",
    response_class=Response,
    dependencies=[Depends(_may_read)],
    responses=sends("text/plain"),
)
async def metrics(numbers: Numbers) -> Response:
    """In Prometheus' text format. Opened by an administrator's session, or by METRICS_TOKEN as a
    bearer token."""
    headers = {"Cache-Control": "no-store"}
    return Response(await numbers.text(), media_type=CONTENT_TYPE_LATEST, headers=headers)
