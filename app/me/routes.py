"""/api/auth/me as a whole: take it along, or delete it."""

from typing import Annotated

from fastapi import Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict

from app.accounts.cookies import Cookies
from app.accounts.current import AnyCaller
from app.accounts.routes import FromDevice
from app.library.bundle import pieces
from app.me.export import Exports
from app.me.farewell import Farewells
from app.media.names import disposition
from app.web import provided
from app.web.document import sends
from app.web.routes import Routes

router = Routes(prefix="/api/auth/me", tags=["accounts"])

Everything = Annotated[Exports, provided(Exports)]
Goodbye = Annotated[Farewells, provided(Farewells)]
CookieJar = Annotated[Cookies, provided(Cookies)]


class LeaveForm(BaseModel):
    model_config = ConfigDict(extra="forbid")

    password: str


@router.get("/export", response_class=Response, responses=sends("application/zip"))
async def export(caller: AnyCaller, exports: Everything) -> Response:
    """Everything we keep of you as one zip: account, sign-ins, conversations, generations with
    their texts, webhooks, share links, ledger, and all files."""
    return StreamingResponse(
        pieces(exports.of(caller.user)),
        media_type="application/zip",
        headers={
            "Cache-Control": "no-store",
            "Content-Disposition": disposition("attachment", "allucanget-my-data.zip"),
        },
    )


@router.delete("", status_code=204)
async def leave(
    form: LeaveForm,
    request: Request,
    response: Response,
    caller: AnyCaller,
    device: FromDevice,
    farewells: Goodbye,
    cookies: CookieJar,
) -> None:
    """Delete your account and everything in it. This cannot be undone.

    Signs out everywhere at once, and cancels what is under way; what the gateway had begun is
    still paid. The ledger is kept under an id that names nobody. 409 for the last administrator.
    """
    await farewells.leave(caller, device, form.password)
    cookies.take(request, response)
