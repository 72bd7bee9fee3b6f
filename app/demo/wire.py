"""What goes over the wire: a request, an answer that streams, and OpenRouter's way to refuse."""

import json
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

Json = dict[str, Any]
Body = AsyncGenerator[bytes, None]

BASE_PATH = "/api/v1"
STORED_FILMS = "/openrouter-video/"

COMMON_HEADERS = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "X-Generation-Id,X-Provider-Name,request-id,cf-ray",
}


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it arrived. `path` begins after /api/v1, header names are in lower case.

    `origin` is scheme and host as the caller wrote them; `params` are the parts of the path
    that its route names.
    """

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""
    origin: str = "https://openrouter.ai"
    params: Mapping[str, str] = field(default_factory=dict[str, str])

    def json(self) -> Json:
        """The body as a JSON object, or OpenRouter's misleading refusal of anything else."""
        try:
            value: Any = json.loads(self.body)
        except ValueError:
            value = None
        if not isinstance(value, dict):
            metadata: Json = {"provider_name": None}
            raise Refusal(400, "Input must have at least 1 token.", metadata=metadata)
        return object_in(value)

    @property
    def key(self) -> str | None:
        scheme, _, key = self.headers.get("authorization", "").partition(" ")
        return key if scheme.lower() == "bearer" and key else None


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and headers, then a body piece by piece.

    Iterating `body` may raise ConnectionAbortedError (the connection is closed in the middle)
    or ConnectionResetError (it is reset). Close it when you stop early.
    """

    status: int
    headers: Mapping[str, str]
    body: Body


class Refusal(Exception):
    """An error answer in OpenRouter's usual shape. The HTTP status is also the error's code."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        metadata: Json | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers or {}
        self.document: Json = {"error": {"message": message, "code": status}}
        if metadata is not None:
            self.document["error"]["metadata"] = metadata

    def answer(self) -> Answer:
        return json_answer(self.document, self.status, self.headers)


def path_below_base(path: str) -> str:
    """The path as routes know it. What is not below /api/v1 leads nowhere, but for stored films."""
    if path.startswith((f"{BASE_PATH}/", STORED_FILMS)):
        return path.removeprefix(BASE_PATH)
    return f"/outside{path}"


def object_in(value: Any) -> Json:
    """The value if it is a JSON object, else an empty one."""
    return cast(Json, value) if isinstance(value, dict) else {}


def objects_in(value: Any) -> list[Json]:
    """The JSON objects of a list; nothing if it is no list."""
    listed = cast(list[Any], value) if isinstance(value, list) else []
    return [object_in(one) for one in listed if isinstance(one, dict)]


def zod_refusal(issues: list[Json]) -> Answer:
    """The other error shape: what OpenRouter's request validator says, as JSON inside a string."""
    error = {"name": "ZodError", "message": json.dumps(issues, indent=2)}
    return json_answer({"success": False, "error": error}, 400)


def funnel_refusal(status: int, message: str, step: str) -> Refusal:
    """A refusal by the router, which tells at which step the last provider dropped out."""
    funnel = [{"step": "Initial Endpoints", "endpoint_count": 1}]
    return Refusal(
        status, message, metadata={"routing_funnel": funnel, "failed_routing_step": step}
    )


def json_answer(
    document: Any, status: int = 200, headers: Mapping[str, str] | None = None
) -> Answer:
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    return bytes_answer(body, "application/json", status, headers)


def bytes_answer(
    body: bytes, media_type: str, status: int = 200, headers: Mapping[str, str] | None = None
) -> Answer:
    """A body known as a whole, sent in pieces without a Content-Length, as OpenRouter does."""
    return Answer(
        status, COMMON_HEADERS | {"content-type": media_type} | dict(headers or {}), pieces(body)
    )


def stream_answer(body: Body, headers: Mapping[str, str] | None = None) -> Answer:
    """Server-sent events."""
    sse = {"content-type": "text/event-stream", "cache-control": "no-cache"}
    return Answer(200, COMMON_HEADERS | sse | dict(headers or {}), body)


async def pieces(body: bytes, size: int = 64 * 1024) -> Body:
    for start in range(0, len(body), size):
        yield body[start : start + size]
