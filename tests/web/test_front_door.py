"""What comes before a request: refused with a problem document as well, and never waited for."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest

from app.web import front_door
from tests.studio import PATIENCE, Json, Studio


@asynccontextmanager
async def connection(
    studio: Studio,
) -> AsyncGenerator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(studio.url).port)
    try:
        yield reader, writer
    finally:
        writer.transport.abort()


async def all_of(reader: asyncio.StreamReader) -> tuple[int, Json]:
    """The status and the document, once the server has hung up."""
    async with asyncio.timeout(PATIENCE):
        head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    assert b"content-type: application/problem+json" in head
    document = json.loads(body)
    status = int(head.split()[1])
    assert document.keys() == {"type", "title", "status", "detail", "code"}
    assert document["status"] == status
    return status, document


@pytest.mark.parametrize(
    "noise",
    [
        b"BREW /coffee HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\r\n\r\n",
        b"GET\r\n\r\n",
    ],
    ids=["a method of nobody", "TLS", "half a line"],
)
async def test_what_is_not_http_is_a_problem(studio: Studio, noise: bytes) -> None:
    async with connection(studio) as (reader, writer):
        writer.write(noise)
        status, document = await all_of(reader)
    assert (status, document["code"]) == (400, "malformed")


async def test_a_head_without_end_is_cut_off(studio: Studio) -> None:
    async with connection(studio) as (reader, writer):
        begin = b"GET /healthz HTTP/1.1\r\nHost: "
        writer.write(begin + b"x" * (front_door.LONGEST_HEAD + 1 - len(begin)))
        status, document = await all_of(reader)
    assert (status, document["code"]) == (431, "head-too-large")


@pytest.mark.parametrize("beginning", [b"", b"GET /healthz HTTP/1.1\r\nHo"])
async def test_a_head_that_never_comes_to_its_end_is_not_waited_for(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, beginning: bytes
) -> None:
    monkeypatch.setattr(front_door, "PATIENCE", 0.1)
    async with connection(studio) as (reader, writer):
        writer.write(beginning)
        status, document = await all_of(reader)
    assert (status, document["code"]) == (408, "request-timeout")


async def test_who_is_only_slow_in_between_is_served(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(front_door, "PATIENCE", 2.0)
    ask = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    async with connection(studio) as (reader, writer):
        for _ in range(2):
            writer.write(ask[:9])
            await asyncio.sleep(0.05)
            writer.write(ask[9:])
            async with asyncio.timeout(PATIENCE):
                assert (await reader.readuntil(b'{"ok":true}')).startswith(b"HTTP/1.1 200")
            monkeypatch.setattr(front_door, "PATIENCE", 0.05)
            # Nothing is being sent now, so nothing is overdue.
            await asyncio.sleep(0.2)
            monkeypatch.setattr(front_door, "PATIENCE", 2.0)
