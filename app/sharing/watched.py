"""A file on its way to somebody is cut off when its link ends meanwhile.

A request is checked when it comes in; a film, or a reader who takes their time, would outlive that
check by minutes. So the database is asked again while something is being sent, which sees every
way in which a link can end. What has arrived by the first look, nearly everything, asks nothing.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.web.front_door import hang_up

logger = logging.getLogger(__name__)

LOOK_AGAIN = 2.0
"""Seconds. It is promised that a file stops within five."""


class Watched(Response):
    """Sends another response while `lives` says so. What is cut off is seen not to be whole."""

    def __init__(self, sent: Response, lives: Callable[[], Awaitable[bool]]) -> None:
        super().__init__()
        self._sent = sent
        self._lives = lives

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        sending = asyncio.ensure_future(self._sent(scope, receive, send))
        try:
            while not (await asyncio.wait((sending,), timeout=LOOK_AGAIN))[0]:
                if not await self._lives():
                    logger.info("a link has ended while a file of it was sent: cut off")
                    hang_up(scope)
                    return
            await sending
        finally:
            sending.cancel()
            await asyncio.wait((sending,))
