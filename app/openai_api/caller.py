"""Who asks under /v1: an API key, and nothing else. A cookie beside it is not looked at."""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPBearer

from app.accounts.current import Somebody
from app.accounts.errors import Pending
from app.accounts.keys import looks_like_key
from app.accounts.model import Caller, UserState
from app.errors import SignInRequired

_document_bearer = HTTPBearer(auto_error=False, scheme_name="API key")
"""For the API document. Its own reading of the header is not used."""


async def _key(
    request: Request, somebody: Somebody, _: Annotated[object, Depends(_document_bearer)]
) -> Caller:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not looks_like_key(token.strip()):
        raise SignInRequired("Send an API key of this studio: Authorization: Bearer aycg_…")
    if somebody is None:
        raise SignInRequired("This API key is not good: unknown, revoked or expired.")
    if somebody.user.state is not UserState.ACTIVE:
        raise Pending
    return somebody


KeyCaller = Annotated[Caller, Depends(_key)]
