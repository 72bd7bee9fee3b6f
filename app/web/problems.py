"""Every error of every route as one shape: RFC 9457, `application/problem+json`."""

import logging
from collections.abc import Callable, Coroutine, Sequence
from http import HTTPStatus
from typing import Any, cast

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Match

from app.errors import AppError, Malformed, NotFound, TooLarge, TooMany

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"

Handler = Callable[[Request, Any], Coroutine[Any, Any, Response]]


def problem(
    status: int,
    code: str,
    title: str,
    detail: str,
    *,
    headers: dict[str, str] | None = None,
    **members: object,
) -> JSONResponse:
    """A problem document. `detail` is a sentence for the person reading."""
    document = {
        "type": f"/problems/{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
    }
    return JSONResponse(
        document | members,
        status,
        headers={"Cache-Control": "no-store"} | (headers or {}),
        media_type=MEDIA_TYPE,
    )


def of_error(error: AppError) -> JSONResponse:
    """The document of a refusal we mean the caller to read."""
    headers: dict[str, str] = {}
    if isinstance(error, TooMany):
        headers["Retry-After"] = str(error.retry_after)
    if error.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return problem(
        error.status, error.code, error.title, error.detail, headers=headers, **error.members
    )


def of_bug() -> JSONResponse:
    """What is told of an error that nobody meant: nothing."""
    return problem(
        500,
        AppError.code,
        AppError.title,
        "This is our mistake, and it has been written down for the operator.",
    )


async def _refused(_: Request, error: AppError) -> Response:
    if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        logger.warning("%s: %s", error.code, error.__cause__ or error)
    return of_error(error)


async def _malformed(_: Request, error: RequestValidationError) -> Response:
    faults = [_fault(each) for each in cast(Sequence[dict[str, Any]], error.errors())]
    detail = "; ".join(f"{fault['field']}: {fault['message']}" for fault in faults[:3])
    return problem(422, "bad-input", "This cannot be done as asked", detail, errors=faults)


def _fault(error: dict[str, Any]) -> dict[str, str]:
    # The first part says where it was (body, query, path); people know that.
    place = ".".join(str(part) for part in error["loc"][1:])
    message = str(error["msg"]).removeprefix("Value error, ")
    return {"field": place or str(error["loc"][0]), "message": message}


async def _unrouted(request: Request, error: HTTPException) -> Response:
    """What the framework refuses by itself, in our words."""
    match error.status_code:
        case NotFound.status:
            return of_error(NotFound("There is nothing at this address."))
        case TooLarge.status:
            return of_error(TooLarge(str(error.detail)))
        case Malformed.status:
            return of_error(Malformed("The body of this request cannot be read."))
        case HTTPStatus.METHOD_NOT_ALLOWED:
            detail = f"This address does not take {request.method}."
        case _:
            detail = str(error.detail)
    status = HTTPStatus(error.status_code)
    code = status.phrase.lower().replace(" ", "-")
    headers = dict(error.headers or {})
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(_methods_at(request))
    return problem(status, code, status.phrase, detail, headers=headers)


def _methods_at(request: Request) -> list[str]:
    """All that an address takes. The framework names those of the first of its routes only."""
    app = cast(Starlette, request.app)
    return [
        method
        for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
        if any(
            route.matches({**request.scope, "method": method})[0] is Match.FULL
            for route in app.routes
        )
    ]


async def _left(_: Request, __: ClientDisconnect) -> Response:
    """Nobody is left to read an answer."""
    return Response(status_code=400)


HANDLERS: dict[int | type[Exception], Handler] = {
    AppError: _refused,
    RequestValidationError: _malformed,
    HTTPException: _unrouted,
    ClientDisconnect: _left,
}
"""For `FastAPI(exception_handlers=…)`."""
