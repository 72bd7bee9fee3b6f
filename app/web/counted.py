"""Tells of every answer, as plain ASGI: by which route, with which status, after how long."""

import time
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

Tell = Callable[[str, str, int, float], None]
"""Method, pattern of the route, status, and seconds until the answer began."""

NO_ROUTE = "other"
"""What no route answered: files, pages that do not exist, refusals of the guard."""


class Counted:
    """Wraps the whole app, the guard too."""

    def __init__(self, app: ASGIApp, *, tell: Tell) -> None:
        self._app = app
        self._tell = tell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.perf_counter()

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                seconds = time.perf_counter() - begun
                self._tell(scope["method"], _route_of(scope), message["status"], seconds)
            await send(message)

        await self._app(scope, receive, noting)


def _route_of(scope: Scope) -> str:
    # The router leaves the route that it has chosen here, with the pattern and not the path.
    return getattr(scope.get("route"), "path", NO_ROUTE)
