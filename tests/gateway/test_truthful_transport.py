"""The transport says what really happened to a connection."""

import asyncio

import httpx
import pytest

from app.gateway.transport import open_http
from tests.gateway.server import (
    EVENTS,
    Connection,
    Script,
    chunk,
    close,
    half_a_body,
    half_a_head,
    no_http,
    reset,
    serving,
    silent,
)
from tests.sockets import listening

BRISK = httpx.Timeout(connect=2, read=0.5, write=0.5, pool=2)
NOBODY = "http://127.0.0.1:9/"  # the discard port: nobody listens


async def bad_chunks(far: Connection) -> None:
    await far.send(EVENTS, chunk(b"data: 1\n\n"), b"zz\r\nabc\r\n")
    far.writer.close()


async def stalling(far: Connection) -> None:
    await far.send(EVENTS, chunk(b"data: 1\n\n"))
    await far.hung_up()


@pytest.mark.parametrize(
    ("script", "meant"),
    [
        (close, httpx.RemoteProtocolError),
        (reset, httpx.TransportError),
        (silent, httpx.ReadTimeout),
        (half_a_head, httpx.RemoteProtocolError),
        (no_http, httpx.RemoteProtocolError),
        (half_a_body, httpx.RemoteProtocolError),
        (bad_chunks, httpx.RemoteProtocolError),
        (stalling, httpx.ReadTimeout),
    ],
)
async def test_a_connection_that_stood_never_looks_like_one_that_did_not(
    script: Script, meant: type[Exception]
) -> None:
    async with serving(script) as server, open_http() as http:
        with pytest.raises(meant) as caught:
            await http.post(server.base_url, content=b"{}", timeout=BRISK)
    assert not isinstance(caught.value, httpx.ConnectError | httpx.ConnectTimeout)


@pytest.mark.parametrize("url", [NOBODY, "http://no-such-host.invalid/"])
async def test_nobody_there_is_a_connect_error(url: str) -> None:
    async with open_http() as http:
        with pytest.raises(httpx.ConnectError):
            await http.post(url, content=b"{}")


async def test_what_speaks_no_tls_is_never_sent_anything() -> None:
    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async with listening(hang_up) as port, open_http() as http:
        with pytest.raises(httpx.ConnectError):
            await http.post(f"https://127.0.0.1:{port}/", content=b"{}")


async def test_a_far_side_that_does_not_read_is_given_up() -> None:
    async def ignore(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    hurry = httpx.Timeout(connect=0.5, read=0.1, write=0.1, pool=0.5)
    async with listening(ignore) as port, open_http() as http:
        with pytest.raises(httpx.ReadTimeout):
            await http.post(f"http://127.0.0.1:{port}/", content=b"x" * 20_000_000, timeout=hurry)
