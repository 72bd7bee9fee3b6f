"""/s/{token}: what a link opens, to whoever has it.

Who is asking plays no part: no session is looked at, and everybody is shown the same. Opening a
link changes nothing; the one thing that can be sent here is the password of a link that has one.
"""

import logging
from dataclasses import replace
from typing import Annotated

from fastapi import Form, Request, Response
from starlette.responses import HTMLResponse, RedirectResponse

from app.accounts.cookies import Cookies
from app.catalog.model import Kind
from app.errors import NotFound, TooMany
from app.media.names import disposition, file_name
from app.media.sending import Parcel, send
from app.media.service import MediaStore
from app.routing.limited import RateLimitedAddresses
from app.sharing import document
from app.sharing.document import Place
from app.sharing.proofs import LIFETIME
from app.sharing.visits import Locked, Visits, WrongPassword
from app.sharing.watched import Watched
from app.sharing.words import Words, words_for
from app.web import provided
from app.web.guard import CONTENT_SECURITY_POLICY
from app.web.routes import Routes

logger = logging.getLogger(__name__)
router = Routes(prefix="/s", include_in_schema=False, dependencies=[RateLimitedAddresses])

Store = Annotated[MediaStore, provided(MediaStore)]
Open = Annotated[Visits, provided(Visits)]
Jar = Annotated[Cookies, provided(Cookies)]

COOKIE = "allucanget_share"
KEEP_OUT = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
}
"""No cache keeps it, no search engine lists it, and no other site learns the address."""

STILL = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "media-src 'self'",
        "font-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
"""The policy of a page without scripts."""


@router.api_route("/{token}", methods=["GET", "HEAD"], response_class=Response)
async def show(token: str, request: Request, visits: Open) -> Response:
    """The thing; or a form, where a password is asked for."""
    try:
        item = await visits.item(token, _proof(request))
    except NotFound:
        return _gone(request)
    except Locked:
        return _locked(request, token)
    page = document.of_item(item, _place(request, token), _words(request))
    return _page(request, page, policy=CONTENT_SECURITY_POLICY if item.kind is Kind.TEXT else STILL)


@router.post("/{token}", response_class=Response)
async def enter(
    token: str,
    request: Request,
    visits: Open,
    cookies: Jar,
    password: Annotated[str, Form(max_length=1_000)] = "",
) -> Response:
    """The password. Who knows it is led to the page itself."""
    words = _words(request)
    try:
        proof = await visits.enter(token, password, request.client.host if request.client else "")
    except NotFound:
        return _gone(request)
    except WrongPassword:
        return _locked(request, token, words.wrong, 403)
    except TooMany as error:
        refused = _locked(request, token, words.too_often, error.status)
        refused.headers["Retry-After"] = str(error.retry_after)
        return refused
    link = _place(request, token).link
    answer = RedirectResponse(link, 303, KEEP_OUT)
    if proof is not None:
        _give(answer, proof, link, secure=cookies.secure(request))
    return answer


@router.api_route("/{token}/media/{media_id}", methods=["GET", "HEAD"], response_class=Response)
async def read_file(
    token: str, media_id: str, request: Request, visits: Open, store: Store, download: bool = False
) -> Response:
    """A file of it, or the range that was asked for."""
    try:
        media = await visits.file(token, media_id, _proof(request))
    except NotFound:
        return _gone(request)
    # Its own name begins like the prompt, which is nobody's business.
    name = file_name(replace(media, name=""))
    parcel = Parcel(
        path=store.files.path(media.id),
        mime=media.mime,
        etag=f'"{media.sha256}"',
        disposition=disposition("attachment" if download else "inline", name),
    )
    return await _sent(request, token, visits, parcel)


@router.api_route(
    "/{token}/media/{media_id}/thumbnail", methods=["GET", "HEAD"], response_class=Response
)
async def read_thumbnail(
    token: str, media_id: str, request: Request, visits: Open, store: Store
) -> Response:
    """What is seen of a film before it plays."""
    try:
        media = await visits.file(token, media_id, _proof(request))
    except NotFound:
        return _gone(request)
    if not media.has_thumbnail:
        return _gone(request)
    parcel = Parcel(
        path=store.files.thumbnail_path(media.id),
        mime="image/webp",
        etag=f'"{media.sha256}-thumbnail"',
        disposition=disposition("inline", f"{media.id}.webp"),
    )
    return await _sent(request, token, visits, parcel)


async def _sent(request: Request, token: str, visits: Visits, parcel: Parcel) -> Response:
    try:
        sent = await send(request, parcel)
    except FileNotFoundError:
        logger.error("the bytes of %s are missing", parcel.path.name)
        return _gone(request)
    sent.headers.update(KEEP_OUT)
    return Watched(sent, lambda: visits.lives(token))


def _give(answer: Response, proof: str, link: str, *, secure: bool) -> None:
    """A cookie that is sent to this link and nowhere else."""
    answer.set_cookie(
        COOKIE,
        proof,
        max_age=int(LIFETIME.total_seconds()),
        path=link,
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def _gone(request: Request) -> Response:
    page = document.gone(_static(request), _words(request))
    return _page(request, page, status=404, policy=STILL)


def _locked(request: Request, token: str, fault: str = "", status: int = 200) -> Response:
    words = _words(request)
    answer = _page(
        request,
        document.locked(_place(request, token), words, fault),
        status=status,
        policy=STILL,
    )
    # With no-referrer a browser would hide where the form comes from, and we refuse what hides it.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


def _page(request: Request, page: str, *, policy: str, status: int = 200) -> Response:
    told = {"Content-Security-Policy": policy, "Content-Language": _words(request).language}
    return HTMLResponse(page, status, KEEP_OUT | told | {"Vary": "Accept-Language"})


def _words(request: Request) -> Words:
    return words_for(request.headers.get("accept-language", ""))


def _proof(request: Request) -> str:
    return request.cookies.get(COOKIE, "")


def _place(request: Request, token: str) -> Place:
    """For a token that opens something: none other is written into a page."""
    return Place(f"{request.scope.get('root_path', '')}/s/{token}", _static(request))


def _static(request: Request) -> str:
    below: str = request.scope.get("root_path", "")
    return below + str(request.app.url_path_for("static", path="")).rstrip("/")
