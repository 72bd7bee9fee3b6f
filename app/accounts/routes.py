"""/api/auth: register, sign in and out, and look after one's own account."""

from typing import Annotated

from fastapi import Depends, Request, Response
from fastapi.security import OAuth2PasswordRequestForm

from app.accounts.cookies import ACCESS, REFRESH, Cookies
from app.accounts.current import (
    AnyCaller,
    CurrentCaller,
    caller_of,
    refuse_closed_to_key,
)
from app.accounts.forms import (
    PasswordForm,
    ProfileForm,
    RegisterForm,
    SessionsView,
    SessionView,
    SignedInView,
    SignInForm,
    TokenView,
    UserView,
)
from app.accounts.model import Device
from app.accounts.service import Accounts, SignedIn
from app.errors import SignInRequired
from app.web import provided
from app.web.routes import Routes


async def _private(response: Response) -> None:
    response.headers["Cache-Control"] = "no-store"


router = Routes(prefix="/api/auth", tags=["accounts"], dependencies=[Depends(_private)])

AccountsService = Annotated[Accounts, provided(Accounts)]
CookieJar = Annotated[Cookies, provided(Cookies)]


def _device(request: Request) -> Device:
    return Device(
        address=request.client.host if request.client else "",
        user_agent=request.headers.get("user-agent", "")[:300],
    )


FromDevice = Annotated[Device, Depends(_device)]


@router.post("/register", status_code=201)
async def register(form: RegisterForm, accounts: AccountsService) -> UserView:
    """Make an account. The very first one is the administrator. This does not sign in."""
    return UserView.of(
        await accounts.register(form.email, form.password, name=form.name, invite=form.invite)
    )


@router.post("/login")
async def sign_in(
    form: SignInForm,
    request: Request,
    response: Response,
    device: FromDevice,
    accounts: AccountsService,
    cookies: CookieJar,
) -> SignedInView:
    """Begin a session and set its cookies."""
    signed_in = await accounts.sign_in(form.email, form.password, device)
    return _welcome(signed_in, request, response, cookies)


@router.post("/token")
async def grant_token(
    form: Annotated[OAuth2PasswordRequestForm, Depends()],
    device: FromDevice,
    accounts: AccountsService,
) -> TokenView:
    """A bearer token for scripts and the API document, good for an hour."""
    signed_in = await accounts.grant_token(form.username, form.password, device)
    return TokenView(access_token=signed_in.access)


@router.post("/refresh")
async def refresh(
    request: Request, response: Response, accounts: AccountsService, cookies: CookieJar
) -> SignedInView:
    """Exchange both cookies for fresh ones."""
    presented = request.cookies.get(REFRESH)
    if not presented:
        raise SignInRequired
    return _welcome(await accounts.refresh(presented), request, response, cookies)


@router.post("/logout", status_code=204)
async def sign_out(
    request: Request,
    response: Response,
    accounts: AccountsService,
    cookies: CookieJar,
) -> None:
    """End this session. Cookies that lead nowhere any more are cleared all the same."""
    caller = await caller_of(request)
    presented = request.cookies.get(REFRESH)
    if caller is not None:
        refuse_closed_to_key(request, caller)
        await accounts.sign_out(caller)
    elif presented:
        await accounts.sign_out_by_refresh(presented)
    elif ACCESS not in request.cookies:
        raise SignInRequired
    cookies.take(request, response)


@router.get("/me")
async def me(caller: AnyCaller) -> UserView:
    """Who you are here, also while you wait for approval."""
    return UserView.of(caller.user)


@router.patch("/me")
async def change_me(
    form: ProfileForm, caller: CurrentCaller, accounts: AccountsService
) -> UserView:
    return UserView.of(await accounts.rename(caller, form.name))


@router.post("/password", status_code=204)
async def change_password(
    form: PasswordForm, caller: CurrentCaller, device: FromDevice, accounts: AccountsService
) -> None:
    """Change the password. Every other session ends."""
    await accounts.change_password(caller, device, current=form.current, new=form.new)


@router.get("/sessions")
async def list_sessions(caller: CurrentCaller, accounts: AccountsService) -> SessionsView:
    """Where you are signed in."""
    sessions = await accounts.sessions(caller)
    return SessionsView(items=[SessionView.of(session, caller) for session in sessions])


@router.delete("/sessions/{session_id}", status_code=204)
async def end_session(session_id: str, caller: CurrentCaller, accounts: AccountsService) -> None:
    """Sign out somewhere else, or here."""
    await accounts.end_session(caller, session_id)


def _welcome(
    signed_in: SignedIn, request: Request, response: Response, cookies: Cookies
) -> SignedInView:
    if signed_in.refresh is not None:
        cookies.give(request, response, signed_in.access, signed_in.refresh)
    return SignedInView.of(signed_in)
