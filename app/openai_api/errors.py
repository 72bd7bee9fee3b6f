"""Refusals under /v1, in the shape that OpenAI's clients read.

Their clients send a request again by themselves after a 408, a 409, a 429 or anything from 500 up.
What may have been paid for must not be bought twice that way, so wherever it may have been, the
answer says `x-should-retry: false`, which they heed.
"""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any, cast

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from app.errors import AppError, Malformed, TooLarge, TooMany
from app.generation.model import Fault
from app.web.document import refusing

_TYPES = {
    401: "authentication_error",
    402: "insufficient_quota",
    403: "permission_error",
    429: "rate_limit_error",
}
_POINTLESS = {408, 409, 507}
"""Refused before anything was booked, and it would be again."""


REFUSED = refusing(
    "application/json",
    {
        "type": "object",
        "required": ["error"],
        "properties": {
            "error": {
                "type": "object",
                "required": ["message", "type", "param", "code"],
                "properties": {
                    "message": {"type": "string"},
                    "type": {"type": "string"},
                    "param": {"type": ["string", "null"]},
                    "code": {"type": "string"},
                },
            }
        },
    },
)
"""For the routers: how all this looks, for the API document."""


class Refusal(Exception):
    """Refused here, in words for the person who writes the program. `again`: it may be retried."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        code: str,
        param: str | None = None,
        again: bool = False,
    ) -> None:
        super().__init__(message)
        self.status, self.message, self.code, self.param = status, message, code, param
        self.again = again

    def answer(self) -> JSONResponse:
        headers = {} if self.again else {"x-should-retry": "false"}
        return _answer(self.status, self.document, headers)

    @property
    def document(self) -> dict[str, Any]:
        return _document(self.status, self.message, self.code, self.param)


def of_fault(fault: Fault | None) -> Refusal:
    """Why there is no answer, once something was booked."""
    if fault is None:
        return Refusal(502, "Nothing came of this.", code="gateway-failed")
    if fault.who == "user":
        return Refusal(400, fault.message, code=fault.code)
    if fault.code == "cancelled":
        return Refusal(409, fault.message, code=fault.code)
    again = fault.retryable and fault.charged == "no"
    return Refusal(503 if again else 502, fault.message, code=fault.code, again=again)


def of_faults(errors: Sequence[Mapping[str, Any]]) -> Refusal:
    """What is wrong with a body or a query, the innermost of it in words: where something may be
    one of several, that is the case that was meant."""
    first = max(errors, key=lambda each: len(each["loc"]))
    where = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        message = f"Unrecognized request argument supplied: {where}"
        return Refusal(400, message, code="unknown_parameter", param=where)
    said = str(first["msg"]).removeprefix("Value error, ")
    return Refusal(400, f"{where}: {said}" if where else said, code="invalid_value", param=where)


class OpenAIRoute(APIRoute):
    """Answers every refusal in OpenAI's shape, whoever it comes from."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handling(request: Request) -> Response:
            try:
                return await handle(request)
            except Refusal as refusal:
                return refusal.answer()
            except AppError as error:
                return of_error(error)
            except HTTPException as error:
                return of_unrouted(error)
            except RequestValidationError as error:
                faults = cast(Sequence[Mapping[str, Any]], error.errors())
                return of_faults([{**each, "loc": each["loc"][1:]} for each in faults]).answer()

        return handling


def of_error(error: AppError) -> JSONResponse:
    """A refusal of ours. What a program may act on stays: how much is left, what is supported."""
    status = 400 if error.status == 422 else error.status
    document = document_of(error)
    document["error"] |= {each: error.members[each] for each in error.members if each != "field"}
    headers: dict[str, str] = {}
    if isinstance(error, TooMany):
        headers["Retry-After"] = str(error.retry_after)
    if status in _POINTLESS:
        headers["x-should-retry"] = "false"
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return _answer(status, document, headers)


def of_unrouted(error: HTTPException) -> JSONResponse:
    """What the framework refuses by itself: a body that grows too large or cannot be read."""
    code = TooLarge.code if error.status_code == TooLarge.status else Malformed.code
    return Refusal(error.status_code, str(error.detail), code=code).answer()


def dialect(refusal: AppError | None) -> JSONResponse:
    """For what is refused before a route is reached, and for bugs: None. What a bug has bought
    nobody knows, so it is not to be sent again."""
    if refusal is not None:
        return of_error(refusal)
    told = "This is our mistake, and it has been written down for the operator."
    return Refusal(500, told, code=AppError.code).answer()


def document_of(error: AppError) -> dict[str, Any]:
    status = 400 if error.status == 422 else error.status
    field = error.members.get("field")
    code = "invalid_api_key" if status == 401 else error.code
    return _document(status, error.detail, code, str(field) if field else None)


def _document(status: int, message: str, code: str, param: str | None) -> dict[str, Any]:
    usual = "invalid_request_error" if status < 500 else "server_error"
    kind = _TYPES.get(status, usual)
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}


def _answer(status: int, document: dict[str, Any], headers: Mapping[str, str]) -> JSONResponse:
    return JSONResponse(document, status, headers={"Cache-Control": "no-store", **headers})
