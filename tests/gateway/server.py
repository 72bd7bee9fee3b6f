"""A gateway of a few lines on a real socket, and scripts of how a connection ends."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests.sockets import listening

Script = Callable[["Connection"], Awaitable[None]]


@dataclass
class Connection:
    """One connection from the client, after its request was read."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, *parts: bytes) -> None:
        for part in parts:
            self.writer.write(part)
            await self.writer.drain()

    def reset(self) -> None:
        """End it with RST instead of FIN."""
        self.writer.transport.abort()

    async def hung_up(self) -> None:
        """Returns once the client has closed its side."""
        while await self.reader.read(65536):
            pass


@dataclass
class SocketServer:
    """Answers every request with `script`, and keeps what was asked."""

    script: Script
    port: int = 0
    heads: list[str] = field(default_factory=list[str])
    bodies: list[bytes] = field(default_factory=list[bytes])
    connections: int = 0

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v1"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        while not writer.is_closing() and (head := await _head(reader)):
            self.heads.append(head)
            self.bodies.append(await _body(head, reader))
            await self.script(Connection(reader, writer))


@asynccontextmanager
async def serving(script: Script) -> AsyncGenerator[SocketServer]:
    ours = SocketServer(script)
    async with listening(ours.serve) as ours.port:
        yield ours


def answer(body: bytes, status: str = "200 OK", *headers: str) -> bytes:
    """A whole HTTP answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


EVENTS = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
"""The head of a chat stream."""

END = b"0\r\n\r\n"


def chunk(data: bytes) -> bytes:
    """One chunk of a chunked body."""
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


async def close(far: Connection) -> None:
    far.writer.close()


async def reset(far: Connection) -> None:
    far.reset()


async def silent(far: Connection) -> None:
    await far.hung_up()


async def half_a_head(far: Connection) -> None:
    await far.send(b"HTTP/1.1 202 Accepted\r\nContent-Le")
    far.writer.close()


async def no_http(far: Connection) -> None:
    await far.send(b"\x00\x01 this is not HTTP\r\n\r\n")
    far.writer.close()


async def half_a_body(far: Connection) -> None:
    await far.send(b"HTTP/1.1 202 Accepted\r\nContent-Length: 100\r\n\r\nabc")
    far.writer.close()


async def _head(reader: asyncio.StreamReader) -> str:
    try:
        return (await reader.readuntil(b"\r\n\r\n")).decode()
    except asyncio.IncompleteReadError:
        return ""


async def _body(head: str, reader: asyncio.StreamReader) -> bytes:
    for line in head.lower().splitlines():
        if line.startswith("content-length:"):
            return await reader.readexactly(int(line.partition(":")[2]))
    return b""
