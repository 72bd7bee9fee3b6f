"""Bodies under /v1, read once it is known whose they are: a stranger's is never kept in memory."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Annotated, Any, TypeVar, cast

from anyio.to_thread import run_sync
from fastapi import Header
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from app.errors import Malformed, TooLarge
from app.media.files import MIB
from app.media.upload import ENVELOPE, steady
from app.openai_api.errors import of_faults
from app.web.bodies import PATIENCE

M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")

MOST_JSON = 20 * MIB
"""Pictures come inside conversations, a third longer than they are."""

A_FEW = 16 * 1024
"""Bytes that are read sooner than they are handed to a thread."""

MOST_FILES = 16
MOST_FIELDS = 50


IdempotencyKey = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=150)] | None, Header()
]


class Strict(BaseModel):
    """What is not named here is refused: better now than paid for without it."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


def takes(form: type[BaseModel], media_type: str = "application/json") -> dict[str, Any]:
    """For the API document: bodies are read by hand, once it is known whose they are."""
    schema = form.model_json_schema(ref_template="#/components/schemas/{model}")
    return {"requestBody": {"required": True, "content": {media_type: {"schema": schema}}}}


async def read_json(request: Request, form: type[M], cap: int = MOST_JSON) -> M:
    """The body as `form`."""
    return await read_made(request, form, _as_it_is, cap)


async def read_made(
    request: Request, form: type[M], make: Callable[[M], T], cap: int = MOST_JSON
) -> T:
    """What `make` makes of the body as `form`. In a thread where there are more bytes than a few:
    megabytes take long enough to be felt elsewhere."""
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > cap:
        raise TooLarge(f"A request may have {cap // MIB} MiB.")
    body = b"".join([chunk async for chunk in steady(request.stream(), cap - ENVELOPE, PATIENCE)])
    if len(body) <= A_FEW:
        return make(_checked(form, body))
    return await run_sync(lambda: make(_checked(form, body)))


def _as_it_is(form: M) -> M:
    return form


def _checked(form: type[M], body: bytes) -> M:
    try:
        return form.model_validate_json(body)
    except ValidationError as error:
        raise _refused(error) from error


async def read_form(request: Request, form: type[M], *, cap: int) -> tuple[M, list[UploadFile]]:
    """A multipart body: its words as `form`, and its files whatever they are called.

    Large files wait on the disk. Close them.
    """
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > cap + ENVELOPE:
        raise TooLarge(f"A request may have {cap // MIB} MiB.")
    body = steady(request.stream(), cap, PATIENCE)
    parser = MultiPartParser(request.headers, body, max_files=MOST_FILES, max_fields=MOST_FIELDS)
    try:
        parsed = await parser.parse()
    except (MultiPartException, KeyError) as error:
        raise Malformed("This form cannot be read.") from error
    files = [each for _, each in parsed.multi_items() if isinstance(each, UploadFile)]
    words = {name: each for name, each in parsed.multi_items() if isinstance(each, str)}
    names = {name for name, each in parsed.multi_items() if isinstance(each, UploadFile)}
    try:
        return form.model_validate(words | {name.removesuffix("[]"): True for name in names}), files
    except ValidationError as error:
        await close_all(files)
        raise _refused(error) from error


def is_form(request: Request) -> bool:
    return request.headers.get("content-type", "").lower().startswith("multipart/form-data")


async def close_all(files: list[UploadFile]) -> None:
    await asyncio.gather(*(each.close() for each in files))


def _refused(error: ValidationError) -> Exception:
    return of_faults(cast(list[Mapping[str, Any]], error.errors(include_input=False)))
