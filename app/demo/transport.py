"""The gateway as an httpx transport: no socket, but truly streaming and failing like one."""

import asyncio
from collections.abc import AsyncIterator, Generator
from contextlib import contextmanager
from typing import Protocol

import httpx

from app.demo.wire import Answer, Request, path_below_base


class Answers(Protocol):
    async def answer(self, request: Request) -> Answer: ...


class DemoTransport(httpx.AsyncBaseTransport):
    """Honours the read timeout, and raises the errors a real connection would."""

    def __init__(self, gateway: Answers) -> None:
        self._gateway = gateway

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        patience: float | None = request.extensions.get("timeout", {}).get("read")
        with _as_httpx_errors():
            asked = _read(request, await request.aread())
            async with asyncio.timeout(patience):
                answer = await self._gateway.answer(asked)
        return httpx.Response(
            answer.status, headers=dict(answer.headers), stream=_Stream(answer, patience)
        )


class _Stream(httpx.AsyncByteStream):
    def __init__(self, answer: Answer, patience: float | None) -> None:
        self._body = answer.body
        self._patience = patience

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _as_httpx_errors():
            while True:
                try:
                    async with asyncio.timeout(self._patience):
                        piece = await anext(self._body)
                except StopAsyncIteration:
                    return
                yield piece

    async def aclose(self) -> None:
        await self._body.aclose()


def _read(request: httpx.Request, body: bytes) -> Request:
    url = request.url
    return Request(
        request.method,
        path_below_base(url.path),
        dict(url.params),
        {name.lower(): value for name, value in request.headers.items()},
        body,
        f"{url.scheme}://{url.netloc.decode()}",
    )


@contextmanager
def _as_httpx_errors() -> Generator[None]:
    try:
        yield
    except TimeoutError as error:
        raise httpx.ReadTimeout("The read operation timed out") from error
    except ConnectionRefusedError as error:
        raise httpx.ConnectError("All connection attempts failed") from error
    except ConnectionAbortedError as error:
        raise httpx.RemoteProtocolError("Server disconnected without a complete answer") from error
    except ConnectionError as error:
        raise httpx.ReadError("Connection reset by peer") from error
