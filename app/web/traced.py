"""A span around every request that reaches a route, as plain ASGI within the guard."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.spans import collected, span
from app.web.counted import NO_ROUTE
from app.web.guard import request_id, user_id


class Traced:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not collected():
            await self._app(scope, receive, send)
            return
        with span("request", **{"http.request.method": scope["method"]}) as seen:
            seen.set_attribute("allucanget.request_id", request_id.get())

            async def noting(message: Message) -> None:
                if message["type"] == "http.response.start":
                    route = getattr(scope.get("route"), "path", NO_ROUTE)
                    seen.set_attribute("http.route", route)
                    seen.set_attribute("http.response.status_code", message["status"])
                    seen.set_attribute("allucanget.user_id", user_id.get())
                await send(message)

            await self._app(scope, receive, noting)
