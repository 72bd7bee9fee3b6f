"""The two cookies of a signed-in browser. No script can read them, and no other site send them."""

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import Response

from app.accounts.tokens import ACCESS_LIFETIME, REFRESH_LIFETIME

ACCESS = "allucanget_access"
REFRESH = "allucanget_refresh"


class Cookies:
    """Sets and clears them. `public_url` is the address people type, when the operator gave one."""

    def __init__(self, public_url: str | None) -> None:
        self._public_url = public_url

    def give(self, request: HTTPConnection, response: Response, access: str, refresh: str) -> None:
        for name, value, lifetime in (
            (ACCESS, access, ACCESS_LIFETIME),
            (REFRESH, refresh, REFRESH_LIFETIME),
        ):
            response.set_cookie(
                name,
                value,
                max_age=int(lifetime.total_seconds()),
                path=_path(request),
                secure=self.secure(request),
                httponly=True,
                samesite="lax",
            )

    def take(self, request: HTTPConnection, response: Response) -> None:
        for name in (ACCESS, REFRESH):
            response.delete_cookie(
                name,
                path=_path(request),
                secure=self.secure(request),
                httponly=True,
                samesite="lax",
            )

    def secure(self, request: HTTPConnection) -> bool:
        """Whether a cookie is kept to https. False only on plain-http localhost, where there is no
        network to listen on.

        The scheme is the server's word: it heeds X-Forwarded-Proto from trusted proxies only.
        """
        url = urlsplit(self._public_url or str(request.url))
        return url.scheme != "http" or not _is_local(url.hostname or "")


def _path(request: HTTPConnection) -> str:
    root_path: str = request.scope.get("root_path", "")
    return root_path or "/"


def _is_local(host: str) -> bool:
    return host in ("localhost", "127.0.0.1", "::1") or host.endswith(".localhost")
