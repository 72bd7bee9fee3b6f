"""Take one file out of a multipart form while it arrives, without keeping it in memory."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from typing import TYPE_CHECKING, ClassVar

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header
from starlette.requests import Request

from app.errors import AppError, BadInput, Malformed, TooLarge, UnsupportedMedia
from app.media.files import MIB
from app.media.names import display_name
from app.web.bodies import PATIENCE, SLOWEST

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

ENVELOPE = 64 * 1024
"""Bytes a form may have around the file itself."""


class UploadStalled(AppError):
    status: ClassVar[int] = 408
    code: ClassVar[str] = "upload-stalled"
    title: ClassVar[str] = "The upload came to a standstill"


async def file_in(
    request: Request, *, cap: int, patience: float = PATIENCE
) -> tuple[str, AsyncIterator[bytes]]:
    """The name to show and the content of the form's one field, `file`.

    The content arrives while it is iterated over, and ends with an error if the form does not
    end properly. Nothing is read of a body that announces more than `cap`.
    """
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > cap + ENVELOPE:
        raise _too_large(cap)
    form = _Form(request.headers.get("content-type", ""))
    body = steady(request.stream(), cap, patience)
    async for chunk in body:
        form.feed(chunk)
        if form.file_name is not None:
            return form.file_name, _content(form, body)
    raise BadInput("The form has no field called file.")


async def _content(form: "_Form", body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield form.take()
    async for chunk in body:
        form.feed(chunk)
        yield form.take()
    if not form.ended:
        raise Malformed("The upload broke off.")


async def steady(
    chunks: AsyncIterator[bytes], cap: int, patience: float
) -> AsyncGenerator[bytes, None]:
    """The same chunks, as long as they keep coming and do not become too many."""
    clock = asyncio.get_running_loop().time
    begin, received = clock(), 0
    while True:
        try:
            async with asyncio.timeout_at(begin + patience + received / SLOWEST):
                chunk = await anext(chunks, None)
        except TimeoutError as error:
            raise UploadStalled from error
        if chunk is None:
            return
        received += len(chunk)
        if received > cap + ENVELOPE:
            raise _too_large(cap)
        yield chunk


def _too_large(cap: int) -> TooLarge:
    return TooLarge(f"A file may have {cap / MIB:g} MiB.", limit=cap)


class _Form:
    """What has been understood of the form so far."""

    def __init__(self, content_type: str) -> None:
        kind, options = parse_options_header(content_type)
        if kind != b"multipart/form-data" or not options.get(b"boundary"):
            raise UnsupportedMedia("Send the file as multipart/form-data.")
        self.file_name: str | None = None
        self.ended = False
        self._field, self._value = bytearray(), bytearray()
        self._headers: dict[bytes, bytes] = {}
        self._data = bytearray()
        try:
            self._parser = MultipartParser(options[b"boundary"], self._callbacks())
        except FormParserError as error:
            raise Malformed("This form cannot be read.") from error

    def feed(self, chunk: bytes) -> None:
        try:
            self._parser.write(chunk)
        except FormParserError as error:
            raise Malformed("This form cannot be read.") from error

    def take(self) -> bytes:
        """What has come of the file since the last time."""
        data = bytes(self._data)
        self._data.clear()
        return data

    def _callbacks(self) -> "MultipartCallbacks":
        return {
            "on_header_field": self._on_header_field,
            "on_header_value": self._on_header_value,
            "on_header_end": self._on_header_end,
            "on_headers_finished": self._on_headers_finished,
            "on_part_data": self._on_part_data,
            "on_end": self._on_end,
        }

    def _on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]

    def _on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _on_header_end(self) -> None:
        self._headers[bytes(self._field).lower()] = bytes(self._value)
        self._field.clear()
        self._value.clear()

    def _on_headers_finished(self) -> None:
        _, options = parse_options_header(self._headers.pop(b"content-disposition", b""))
        self._headers.clear()
        if options.get(b"name") != b"file" or b"filename" not in options:
            raise BadInput("The form may have one field only, a file called file.")
        if self.file_name is not None:
            raise BadInput("Send one file at a time.")
        self.file_name = display_name(options[b"filename"].decode("utf-8", "replace"))

    def _on_part_data(self, data: bytes, start: int, end: int) -> None:
        self._data += data[start:end]

    def _on_end(self) -> None:
        self.ended = True
