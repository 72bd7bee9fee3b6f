"""A body that never comes to its end is not waited for, whoever sends it."""

import asyncio
from urllib.parse import urlsplit

import pytest

from app.web import bodies
from tests.studio import PATIENCE, Studio

HEAD = "POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {type}\r\nContent-Length: 100\r\n\r\n{{"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/api/auth/login", "application/json"),
        ("/api/auth/token", "application/x-www-form-urlencoded"),
        ("/api/callbacks/openrouter", "application/json"),
    ],
)
async def test_a_strangers_body_that_stalls_is_not_waited_for(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, path: str, kind: str
) -> None:
    monkeypatch.setattr(bodies, "PATIENCE", 0.1)
    status, head = await answer_to(studio, HEAD.format(path=path, type=kind))
    assert status == 408
    assert "content-type: application/problem+json" in head


async def test_a_body_that_trickles_is_not_waited_for_either(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "PATIENCE", 0.3)
    monkeypatch.setattr(bodies, "SLOWEST", 1_000_000)
    head = HEAD.format(path="/api/auth/login", type="application/json")
    status, _ = await answer_to(studio, head, trickle=True)
    assert status == 408


async def test_a_stream_lasts_longer_than_the_patience_with_its_request(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await studio.person()
    monkeypatch.setattr(bodies, "PATIENCE", 0.5)
    cursor = (await ada.http.get("/api/generations/changes")).json()["cursor"]
    waited = await ada.http.get(f"/api/generations/changes?since={cursor}&wait=1")
    assert waited.json()["items"] == []


async def answer_to(studio: Studio, begin: str, *, trickle: bool = False) -> tuple[int, str]:
    """Status and head of what a request gets that is never finished; then it is hung up on."""
    reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(studio.url).port)
    writer.write(begin.encode())
    answer = asyncio.ensure_future(reader.read())
    async with asyncio.timeout(PATIENCE):
        while trickle and not answer.done():
            writer.write(b" ")
            await asyncio.sleep(0.05)
        head = (await answer).partition(b"\r\n\r\n")[0].decode().lower()
    writer.transport.abort()
    return int(head.split()[1]), head
