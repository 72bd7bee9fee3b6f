"""HTTP before it is a request: what cannot be read, is too long, or never comes to its end.

uvicorn lets the head of a request grow without limit and waits for it for ever, and it answers in
plain text what it cannot read.
"""

import asyncio
from typing import ClassVar

from starlette.types import Scope
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from app.errors import AppError, Malformed
from app.web.problems import of_error

LONGEST_HEAD = 64 * 1024
"""Bytes. Browsers send one or two thousand; our own cookies are below one."""

PATIENCE = 30.0
"""Seconds from the first byte of a head, or from connecting, to its last."""

_HANG_UP = "allucanget.hang_up"
"""An extension of the scope of each request that comes in by this door."""


class HeadTooLong(AppError):
    status: ClassVar[int] = 431
    code: ClassVar[str] = "head-too-large"
    title: ClassVar[str] = "The head of this request is too large"


class HeadTooSlow(AppError):
    status: ClassVar[int] = 408
    code: ClassVar[str] = "request-timeout"
    title: ClassVar[str] = "This request took too long to arrive"


class FrontDoor(HttpToolsProtocol):
    """For `uvicorn.Config(http=FrontDoor)`. A body is the business of whoever reads it."""

    _deadline: asyncio.TimerHandle | None = None
    _head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        super().connection_made(transport)
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._have_head()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._head_bytes += len(data)
        super().data_received(data)
        if self._deadline is not None and self._head_bytes > LONGEST_HEAD:
            self._refuse(HeadTooLong(f"It may have {LONGEST_HEAD // 1024} KiB."))

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {_HANG_UP: {"now": self.transport.abort}}
        self._expect_head()

    def on_headers_complete(self) -> None:
        self._have_head()
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        self._refuse(Malformed("This is not HTTP as it is spoken here."))

    def _expect_head(self) -> None:
        if self._deadline is None:
            self._head_bytes = 0
            self._deadline = self.loop.call_later(PATIENCE, self._refuse, HeadTooSlow())

    def _have_head(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _refuse(self, error: AppError) -> None:
        """Answer by hand, since there is no request yet that the app could answer, and hang up."""
        self._have_head()
        # While an earlier request is answered, words would land in the middle of its answer.
        answering = bool(self.cycle) and not self.cycle.response_complete
        if not answering and not self.transport.is_closing():
            self.transport.write(_on_the_wire(error))
        self.transport.close()


def hang_up(scope: Scope) -> None:
    """End the connection of a request at once, with whatever is still on its way to be sent."""
    scope["extensions"][_HANG_UP]["now"]()


def _on_the_wire(error: AppError) -> bytes:
    answer = of_error(error)
    headers = [*answer.raw_headers, (b"connection", b"close")]
    lines = b"".join(name + b": " + value + b"\r\n" for name, value in headers)
    return STATUS_LINE[error.status] + lines + b"\r\n" + bytes(answer.body)
