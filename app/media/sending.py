"""Send a stored file: conditions, ranges, and headers that keep its content harmless."""

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from app.media.ranges import Span, Unsatisfiable, asked_span
from app.web.problems import problem

PIECE = 512 * 1024
"""Bytes read at a time: large enough for the speed, small enough for many slow readers."""

HARMLESS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
}
"""Even a file that is a picture and a page at once stays a picture."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file that never changes, and what to say about it."""

    path: Path
    mime: str
    etag: str
    disposition: str

    @property
    def headers(self) -> dict[str, str]:
        return HARMLESS | {
            "ETag": self.etag,
            "Cache-Control": "private, max-age=31536000, immutable",
            "Accept-Ranges": "bytes",
            "Content-Disposition": self.disposition,
        }


async def send(request: Request, parcel: Parcel) -> Response:
    """Answer a GET or HEAD with the file, the part asked for, or 304 or 416.

    Raises FileNotFoundError when the bytes are missing.
    """
    size = (await run_sync(os.stat, parcel.path)).st_size
    if _has_it_already(request, parcel.etag):
        return Response(status_code=304, headers=parcel.headers)
    try:
        span = _span(request, parcel.etag, size)
    except Unsatisfiable:
        return problem(
            *(416, "range-not-satisfiable", "Nothing lies in this range"),
            f"The file has {size} bytes.",
            headers={"Content-Range": f"bytes */{size}"},
        )
    headers = parcel.headers
    if span is not None:
        headers["Content-Range"] = f"bytes {span.first}-{span.end - 1}/{size}"
    whole = span or Span(0, size)
    headers["Content-Length"] = str(whole.end - whole.first)
    status = 200 if span is None else 206
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=parcel.mime)
    return StreamingResponse(_pieces(parcel.path, whole), status, headers, parcel.mime)


def _span(request: Request, etag: str, size: int) -> Span | None:
    # Only GET has ranges; and one for another version of the file is void.
    if request.method != "GET" or request.headers.get("if-range", etag) != etag:
        return None
    return asked_span(request.headers.get("range"), size)


def _has_it_already(request: Request, etag: str) -> bool:
    """If-None-Match compares weakly: W/ makes no difference."""
    asked = request.headers.get("if-none-match", "")
    tags = {tag.strip().removeprefix("W/") for tag in asked.split(",")}
    return "*" in tags or etag in tags


async def _pieces(path: Path, span: Span) -> AsyncIterator[bytes]:
    at = span.first
    while at < span.end:
        piece = await run_sync(_read, path, at, min(PIECE, span.end - at))
        if not piece:
            raise OSError(f"{path} has lost its end")
        at += len(piece)
        yield piece


def _read(path: Path, at: int, length: int) -> bytes:
    # Opened anew for each piece: no reader that went away, or was cancelled while this thread
    # reads, can leave a handle behind or close one under us. It costs some microseconds.
    handle = os.open(path, os.O_RDONLY)
    try:
        return os.pread(handle, length, at)
    finally:
        os.close(handle)
