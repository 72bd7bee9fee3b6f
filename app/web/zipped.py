"""The documents of pages and the long lists, compressed: on a phone's network that is what counts.

Files compress by themselves (`app.web.pages`), media are compressed already, and streams must not
wait for more. No secret is in what is compressed here, so that its length tells nothing.
"""

import re

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from app.web.pages import PAGES

FROM = 1_000  # bytes; what is shorter fits into one packet anyway
LEVEL = 3  # of 9; the rest would save a tenth more, for twice the time

_PAGES = "|".join(sorted({name for path in PAGES if (name := path.split("/")[1])}))
_WORTH = re.compile(rf"/({_PAGES})(/.*)?|/api/(generations|threads)(/[\w-]+)?")


class Zipped:
    """Wraps the whole app. `root_path` is the prefix that a proxy may leave in place."""

    def __init__(self, app: ASGIApp, *, root_path: str = "") -> None:
        self._app = app
        self._root_path = root_path
        self._zipping = GZipMiddleware(app, minimum_size=FROM, compresslevel=LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self._zipping if self._is_worth_it(scope) else self._app
        await app(scope, receive, send)

    def _is_worth_it(self, scope: Scope) -> bool:
        if scope["type"] != "http" or scope["method"] != "GET":
            return False
        return _WORTH.fullmatch(scope["path"].removeprefix(self._root_path)) is not None
