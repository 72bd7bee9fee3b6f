"""POST /api/media: streamed, measured by us, and refused as early as possible."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import Request
from starlette.types import Message

from app.clock import new_id
from app.db import Tx
from app.errors import AppError, Malformed
from app.media.files import MIB
from app.media.service import MediaStore
from app.media.sweep import sweep
from app.media.upload import UploadStalled, file_in
from tests.media.conftest import Site
from tests.media.samples import film, picture, png_that_claims

BOUNDARY = "an-edge"


def form(data: bytes, *, field: str = "file", name: str = "a.png") -> bytes:
    """A multipart form with one file in it."""
    head = (
        f"--{BOUNDARY}\r\n"
        f'Content-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
        "Content-Type: application/x-lie\r\n\r\n"
    )
    return head.encode() + data + f"\r\n--{BOUNDARY}--\r\n".encode()


def files_in(store: MediaStore) -> list[Path]:
    return [path for path in store.files.folder.rglob("*") if path.is_file()]


async def upload(
    who: httpx.AsyncClient, data: bytes, *, name: str = "a.png", type_: str = "image/png"
) -> httpx.Response:
    return await who.post("/api/media", files={"file": (name, data, type_)})


async def test_an_upload_is_kept_and_described(site: Site, tmp_path: Path) -> None:
    data = film(tmp_path)

    answer = await upload(site.anna, data, name="Strand 🌊.mp4", type_="video/mp4")

    assert answer.status_code == 201
    media = answer.json()
    assert re.fullmatch(r"[0-9a-f-]{36}", media["id"])
    assert media.pop("duration_s") == pytest.approx(2, abs=0.1)
    assert media == {
        "id": media["id"],
        "kind": "video",
        "mime": "video/mp4",
        "width": 64,
        "height": 48,
        "bytes": len(data),
        "url": f"/api/media/{media['id']}",
        "thumbnail_url": f"/api/media/{media['id']}/thumbnail",
        "name": "Strand 🌊.mp4",
        "created_at": "2026-11-21T12:00:00Z",
    }
    assert (await site.anna.get(media["url"])).content == data


@pytest.mark.parametrize(
    ("name", "type_"), [("a.html", "text/html"), ("a.mp4", "video/mp4"), ("a.svg", "image/svg+xml")]
)
async def test_what_the_sender_calls_it_does_not_matter(site: Site, name: str, type_: str) -> None:
    media = (await upload(site.anna, picture(), name=name, type_=type_)).json()

    assert (media["kind"], media["mime"]) == ("image", "image/png")
    served = await site.anna.get(media["url"])
    assert served.headers["content-type"] == "image/png"


async def test_sound_has_no_thumbnail(site: Site, tmp_path: Path) -> None:
    data = film(tmp_path, ending="wav", video=None, audio="pcm_s16le")

    assert (await upload(site.anna, data)).json()["thumbnail_url"] is None


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"<!doctype html><script>alert(1)</script>", 415, "unsupported-media"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", 415, "unsupported-media"),
        (b"", 415, "unsupported-media"),
        (picture()[:-300], 415, "damaged-media"),
        (png_that_claims(50_000, 50_000), 413, "too-large"),
        (picture() + bytes(5 * MIB), 413, "too-large"),
    ],
    ids=["html", "svg", "nothing", "torn", "pixels", "bytes"],
)
async def test_what_is_not_taken_is_a_problem_and_leaves_nothing(
    site: Site, store: MediaStore, data: bytes, status: int, code: str
) -> None:
    answer = await upload(site.anna, data)

    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert files_in(store) == []


async def test_every_name_is_taken_and_none_is_a_path(site: Site, store: MediaStore) -> None:
    names = ["../../../etc/passwd", "..%5c..%5cx", "/data2/x.png", "a\\b.png", "x" * 1000, "%00"]
    for name in names:
        media = (await upload(site.anna, picture(), name=name)).json()
        assert len(media["name"]) <= 200
        assert "/" not in media["name"]
        assert store.files.path(media["id"]).is_relative_to(store.files.folder)
    assert len(files_in(store)) == 2 * len(names)


async def test_a_failed_row_takes_the_file_with_it(store: MediaStore) -> None:
    class QuotaUsedUp(AppError):
        status, code = 402, "quota-used-up"

    def only_empty_files(_tx: Tx, _user_id: str, more: int) -> None:
        if more > 0:
            raise QuotaUsedUp

    with pytest.raises(QuotaUsedUp):
        await replace(store, quota=only_empty_files).upload(
            new_id(), chunked(picture(), 500), name=""
        )
    assert files_in(store) == []


@dataclass
class Sender:
    """The far end of a request: hands over its chunks, and counts what was asked for."""

    chunks: AsyncIterator[bytes]
    taken: int = 0
    status: int = 0
    sent: list[Message] = field(default_factory=list[Message])

    async def receive(self) -> Message:
        chunk = await anext(self.chunks, None)
        self.taken += len(chunk or b"")
        return {"type": "http.request", "body": chunk or b"", "more_body": chunk is not None}

    async def send(self, message: Message) -> None:
        self.sent.append(message)


def scope(headers: Sequence[tuple[str, str]]) -> dict[str, Any]:
    sent = [("content-type", f"multipart/form-data; boundary={BOUNDARY}"), *headers]
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/api/media",
        "raw_path": b"/api/media",
        "root_path": "",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in sent],
    }


async def test_a_browser_that_is_closed_leaves_nothing(site: Site, store: MediaStore) -> None:
    sender, me = Sender(endless()), ("authorization", site.anna.headers["authorization"])

    async def leave_after_a_while() -> Message:
        if sender.taken < MIB:
            return await sender.receive()
        return {"type": "http.disconnect"}

    await site.app(scope([me]), leave_after_a_while, sender.send)
    assert files_in(store) == []


async def endless() -> AsyncIterator[bytes]:
    yield form(picture()).partition(b"\r\n--an-edge--")[0]
    while True:
        yield bytes(64 * 1024)


async def sent_by(site: Site, sender: Sender, *headers: tuple[str, str]) -> int:
    await site.app(scope(headers), sender.receive, sender.send)
    return sender.sent[0]["status"]


async def test_a_stranger_is_refused_before_the_body_is_read(site: Site) -> None:
    sender = Sender(endless())

    assert await sent_by(site, sender) == 401
    assert sender.taken == 0


async def test_a_body_that_announces_too_much_is_not_read(site: Site) -> None:
    sender, me = Sender(endless()), ("authorization", site.anna.headers["authorization"])

    assert await sent_by(site, sender, me, ("content-length", str(10 * MIB))) == 413
    assert sender.taken == 0


async def test_a_body_that_becomes_too_much_is_cut_off(site: Site, store: MediaStore) -> None:
    sender, me = Sender(endless()), ("authorization", site.anna.headers["authorization"])

    assert await sent_by(site, sender, me) == 413
    assert sender.taken <= 4 * MIB + 128 * 1024
    assert files_in(store) == []


async def chunked(data: bytes, size: int) -> AsyncIterator[bytes]:
    for at in range(0, len(data), size):
        yield data[at : at + size]


@pytest.mark.parametrize("size", [1, 7, 64, 1000])
async def test_the_file_is_the_same_however_the_form_is_cut(size: int) -> None:
    data = picture("JPEG", (16, 16)) + b"\r\n--an-edg\r\n--" + bytes(range(256))
    request = Request(scope([]), Sender(chunked(form(data, name="a.jpg"), size)).receive)

    name, content = await file_in(request, cap=MIB)

    assert (name, b"".join([piece async for piece in content])) == ("a.jpg", data)


@pytest.mark.parametrize(
    "body",
    [
        form(picture(), field="other"),
        form(picture()).replace(b"; filename", b"; x"),
        form(picture())[: -len(BOUNDARY) - 6] + form(picture()),
        b"",
        b"nonsense",
        form(picture())[:-10],
        f"--{BOUNDARY}\r\n".encode() + b"X: " + b"y" * 100_000,
    ],
    ids=["other field", "no file", "two files", "nothing", "nonsense", "no end", "long header"],
)
async def test_a_form_that_is_not_one_file_is_refused(
    site: Site, store: MediaStore, body: bytes
) -> None:
    answer = await site.anna.post(
        "/api/media",
        content=body,
        headers={"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"},
    )

    assert answer.status_code in (400, 422)
    assert files_in(store) == []


@pytest.mark.parametrize("type_", ["application/json", "multipart/form-data", "", "image/png"])
async def test_only_forms_are_read(site: Site, type_: str) -> None:
    answer = await site.anna.post("/api/media", content=picture(), headers={"Content-Type": type_})

    assert answer.status_code == 415


async def test_a_sender_that_stalls_is_not_waited_for() -> None:
    async def stalling() -> AsyncIterator[bytes]:
        yield form(picture())[:200]
        await asyncio.Event().wait()

    request = Request(scope([]), Sender(stalling()).receive)
    with pytest.raises(UploadStalled):
        _, content = await file_in(request, cap=MIB, patience=0.05)
        _ = [piece async for piece in content]


async def test_a_sender_that_trickles_is_not_waited_for_either() -> None:
    async def trickling() -> AsyncIterator[bytes]:
        yield form(picture())[:200]
        while True:
            await asyncio.sleep(0.01)
            yield b"x"

    request = Request(scope([]), Sender(trickling()).receive)
    with pytest.raises(UploadStalled):
        _, content = await file_in(request, cap=MIB, patience=0.05)
        _ = [piece async for piece in content]


async def test_a_form_without_an_end_is_not_a_whole_file() -> None:
    request = Request(scope([]), Sender(chunked(form(picture())[:-8], 50)).receive)
    _, content = await file_in(request, cap=MIB)

    with pytest.raises(Malformed):
        _ = [piece async for piece in content]


async def test_nothing_is_left_for_the_sweep_after_all_this(site: Site, store: MediaStore) -> None:
    await upload(site.anna, picture())
    await upload(site.anna, picture()[:-300])

    assert (await sweep(store)).removed == ()
    assert list((store.files.folder / "tmp").iterdir()) == []
