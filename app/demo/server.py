"""The gateway as an ASGI app for uvicorn, where a dropped connection is a closed socket."""

import asyncio
import os
import socket
import struct
from contextlib import aclosing
from typing import Any
from urllib.parse import parse_qsl

from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.demo.gateway import DemoGateway
from app.demo.steering import STEERING, steer
from app.demo.wire import Answer, Request, path_below_base

CONNECTION = "app.demo.connection"
LINGER_NOT = struct.pack("ii", 1, 0)


class ConnectionInScope(HttpToolsProtocol):
    """Lets the app reach its own connection, which ASGI otherwise hides."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {CONNECTION: {"transport": self.transport}}


class DemoServer:
    """Use it with `http=ConnectionInScope`."""

    def __init__(self, gateway: DemoGateway) -> None:
        self._gateway = gateway

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = _read(scope, await _body(receive))
        gone = asyncio.ensure_future(_gone(receive))
        work = asyncio.ensure_future(self._respond(request, send))
        try:
            await asyncio.wait({gone, work}, return_when=asyncio.FIRST_COMPLETED)
            if work.done() and isinstance(error := work.exception(), ConnectionError):
                _hang_up(scope, harshly=isinstance(error, ConnectionResetError))
                await gone
        finally:
            gone.cancel()
            work.cancel()
            # Their ends are waited for, so that a stream is closed before its request is.
            await asyncio.wait({gone, work})
        _raise_bugs(work)

    async def _respond(self, request: Request, send: Send) -> None:
        answer = await self._answer(request)
        headers = [(name.encode(), value.encode()) for name, value in answer.headers.items()]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        async with aclosing(answer.body) as body:
            async for piece in body:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _answer(self, request: Request) -> Answer:
        if request.path.startswith(STEERING):
            return steer(self._gateway, request)
        return await self._gateway.answer(request)


def _read(scope: Scope, body: bytes) -> Request:
    headers = {name.decode(): value.decode("latin-1") for name, value in scope["headers"]}
    path: str = scope["path"]
    return Request(
        scope["method"],
        path if path.startswith(STEERING) else path_below_base(path),
        dict(parse_qsl(scope["query_string"].decode(), keep_blank_values=True)),
        headers,
        body,
        f"{scope['scheme']}://{headers.get('host', 'localhost')}",
    )


async def _body(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return bytes(body)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _hang_up(scope: Scope, *, harshly: bool) -> None:
    transport: asyncio.Transport = scope["extensions"][CONNECTION]["transport"]
    if not harshly:
        transport.close()
        return
    connection: Any = transport.get_extra_info("socket")
    # Closing with nothing to linger for is what sends a reset.
    with socket.socket(fileno=os.dup(connection.fileno())) as same:
        same.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NOT)
    transport.abort()


def _raise_bugs(work: "asyncio.Future[None]") -> None:
    if not work.cancelled() and not isinstance(work.exception(), ConnectionError):
        work.result()
