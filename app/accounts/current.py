"""What a route writes into its signature to know who is asking.

    CurrentCaller   a caller whose account is active
    CurrentUser     the same, when only the user matters
    AdminCaller     an active administrator
    AnyCaller       also somebody who still waits for approval
    Somebody        anybody, or None for a stranger

All but the last answer 401 to strangers, and 403 to an API key without the scope for the route.
A bearer token counts before a cookie.
"""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import OAuth2PasswordBearer

from app.accounts.callers import Callers
from app.accounts.cookies import ACCESS
from app.accounts.errors import Pending
from app.accounts.model import Caller, Role, User, UserState
from app.accounts.scopes import needed
from app.errors import NotAllowed, SignInRequired
from app.web import part_of
from app.web.guard import user_id

__all__ = ["AdminCaller", "AnyCaller", "Caller", "CurrentCaller", "CurrentUser", "Somebody"]

_document_bearer = OAuth2PasswordBearer(tokenUrl="api/auth/token", auto_error=False)
"""Tells the API document how to sign in. Its own reading of the header is not used."""


async def caller_of(request: Request) -> Caller | None:
    """Whose request this is, if anybody's. A bad bearer token is not mended by a good cookie."""
    callers = part_of(request, Callers)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        address = request.client.host if request.client else ""
        return await callers.of_bearer(token.strip(), address)
    cookie = request.cookies.get(ACCESS)
    return await callers.of_cookie(cookie) if cookie else None


async def _somebody(request: Request) -> Caller | None:
    return known(await caller_of(request))


def known(caller: Caller | None) -> Caller | None:
    """From here on the log tells whose request this is."""
    if caller is not None:
        user_id.set(caller.user.id)
    return caller


Somebody = Annotated[Caller | None, Depends(_somebody)]


async def _signed_in(
    request: Request,
    somebody: Somebody,
    _: Annotated[str | None, Depends(_document_bearer)],
) -> Caller:
    if somebody is None:
        raise SignInRequired
    refuse_closed_to_key(request, somebody)
    return somebody


def refuse_closed_to_key(request: Request, caller: Caller) -> None:
    """Refuse an API key that has no scope for this route."""
    if caller.key_id is None:
        return
    scopes = needed(request.method, request.scope["route"].path)
    if not any(caller.may(scope) for scope in scopes):
        raise NotAllowed(
            f"This needs an API key with the scope {' or '.join(sorted(scopes))}."
            if scopes
            else "This is not open to API keys.",
            scopes=sorted(scopes),
        )


AnyCaller = Annotated[Caller, Depends(_signed_in)]


async def _active(caller: AnyCaller) -> Caller:
    if caller.user.state is not UserState.ACTIVE:
        raise Pending
    return caller


CurrentCaller = Annotated[Caller, Depends(_active)]


async def _admin(caller: CurrentCaller) -> Caller:
    return require_admin(caller)


def require_admin(somebody: Caller | None) -> Caller:
    """The same as `AdminCaller`, for a door that something else can open too."""
    if somebody is None:
        raise SignInRequired
    if somebody.user.state is not UserState.ACTIVE:
        raise Pending
    if somebody.user.role is not Role.ADMIN:
        raise NotAllowed("Only administrators may do this.")
    return somebody


AdminCaller = Annotated[Caller, Depends(_admin)]


async def _user(caller: CurrentCaller) -> User:
    return caller.user


CurrentUser = Annotated[User, Depends(_user)]
