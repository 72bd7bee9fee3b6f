"""The guard around every request, as plain ASGI: who it is for, where it comes from, how large.

In order: an id for the logs, the host check, the same-origin proof, the size and the pace of JSON
bodies, and on the way out a document even for a bug, and the headers that keep a page safe.
`BaseHTTPMiddleware` is not used: it costs a third of the streaming rate and wraps every response
in a stream of its own.
"""

import logging
from collections.abc import Callable, Mapping, MutableMapping
from contextvars import ContextVar
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.clock import new_id
from app.errors import AppError, Malformed, NotAllowed, TooLarge
from app.web.answer_headers import prepare
from app.web.bodies import limited
from app.web.problems import of_bug, of_error

logger = logging.getLogger(__name__)

JSON_LIMIT = 2 * 1024 * 1024
"""Bytes. Larger than any prompt with its settings; files go through the upload route."""

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

HEALTH = frozenset({"/healthz", "/readyz"})
"""The container's own health check asks by address, and is told nothing secret."""

PROVES_ITSELF = frozenset({"/api/auth/token", "/api/callbacks/openrouter"})
"""Takes a password, or a signature, and no cookie is read or given: there is nothing another site
could make use of."""

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob: data:",
        "media-src 'self' blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types dompurify allucanget",
    )
)

SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

# These only mean something on what becomes a page. A first load brings dozens of files that never
# change and never become one; they go without, as they go without a name for the log.
PAGE_HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

Dialect = Callable[[AppError | None], Response]
"""How a refusal is worded; None stands for a bug of ours."""

request_id: ContextVar[str] = ContextVar("request_id", default="-")
"""The id of the request under way, for log lines and the X-Request-Id header."""


user_id: ContextVar[str] = ContextVar("user_id", default="-")
"""Whose request it is, once that is known, for log lines."""


class Guard:
    """Wraps the whole app. Without a `public_url` any host is ours; `root_path` is where a proxy
    serves us; `upload_paths` have their own limit; below the paths of `dialects` refusals are
    worded their way. `version` is that of the page's files: with it
    in every answer, an open page learns of a new one."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        public_url: str | None = None,
        root_path: str = "",
        upload_paths: frozenset[str] = frozenset(),
        dialects: Mapping[str, Dialect] | None = None,
        version: str = "",
    ) -> None:
        self._app = app
        self._headers = {**SECURITY_HEADERS, "X-App-Version": version}
        self._origin = _origin_of(public_url) if public_url else None
        self._root_path = root_path
        self._upload_paths = upload_paths
        self._dialects = dialects or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if self._root_path:
            _place(scope, self._root_path)
        request_id.set(new_id())
        user_id.set("-")
        send = _with_headers(send, self._headers, prepare(scope), https=scope["scheme"] == "https")
        try:
            headers = Headers(scope=scope)
            self._check_host(headers, scope)
            self._check_origin(headers, scope)
            receive = self._limited(headers, scope, receive)
        except AppError as refusal:
            await self._dialect(scope)(refusal)(scope, receive, send)
            return
        await self._answered(scope, receive, send)

    async def _answered(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the app answer. A bug becomes a problem document too, with the same headers."""
        started = False

        async def noting(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except Exception:
            logger.exception("a bug in %s %s", scope["method"], scope["path"])
            # Half an answer cannot be mended: the connection is cut, so nobody takes it for whole.
            if started:
                raise
            await self._dialect(scope)(None)(scope, receive, send)

    def _dialect(self, scope: Scope) -> Dialect:
        path = _path_of(scope)
        for prefix, dialect in self._dialects.items():
            if path.startswith(prefix):
                return dialect
        return _plain

    def _check_host(self, headers: Headers, scope: Scope) -> None:
        if self._origin is None or _path_of(scope) in HEALTH:
            return
        if headers.get("host", "").lower() != urlsplit(self._origin).netloc:
            raise Malformed("This host is not served here.")

    def _check_origin(self, headers: Headers, scope: Scope) -> None:
        """Refuse a change that another site made this browser ask for.

        What carries its own proof needs none: a bearer token, or no cookie and no origin at all.
        """
        bearer = headers.get("authorization", "").lower().startswith("bearer ")
        if bearer or scope["method"] in SAFE_METHODS or _path_of(scope) in PROVES_ITSELF:
            return
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site is not None:
            same = site in ("same-origin", "none")
        elif origin is not None:
            same = self._is_ours(origin, headers, scope)
        else:
            same = "cookie" not in headers
        if not same:
            raise NotAllowed("This request did not come from our own pages.", reason="cross-origin")

    def _is_ours(self, origin: str, headers: Headers, scope: Scope) -> bool:
        ours = self._origin or f"{scope['scheme']}://{headers.get('host', '')}"
        return origin.lower() == ours.lower()

    def _limited(self, headers: Headers, scope: Scope, receive: Receive) -> Receive:
        if _path_of(scope) in self._upload_paths:
            return receive
        announced = headers.get("content-length", "0")
        if not announced.isdigit() or int(announced) > JSON_LIMIT:
            raise TooLarge(f"A request may have {JSON_LIMIT // 1024} KiB.")
        return limited(receive, JSON_LIMIT)


def _plain(refusal: AppError | None) -> Response:
    return of_bug() if refusal is None else of_error(refusal)


def _place(scope: Scope, root_path: str) -> None:
    """Put the request below `root_path`, as ASGI wants it, also where a proxy has stripped that."""
    scope["root_path"] = root_path
    if not f"{scope['path']}/".startswith(f"{root_path}/"):
        scope["path"] = root_path + scope["path"]


def _path_of(scope: Scope) -> str:
    """As routes know it."""
    return scope["path"].removeprefix(scope.get("root_path", ""))


def _origin_of(url: str) -> str:
    """What browsers send as `Origin`: without the path below which a proxy may serve us."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _with_headers(
    send: Send, always: Mapping[str, str], added: Mapping[str, str], *, https: bool
) -> Send:
    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in (*always.items(), *added.items()):
                headers.setdefault(name, value)
            if not headers.get("Cache-Control", "").endswith("immutable"):
                for name, value in PAGE_HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("X-Request-Id", request_id.get())
            if https:
                headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        await send(message)

    return sending
