"""What the API document tells of every route: how it refuses, and what else than JSON it sends."""

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict, Field

from app.web.problems import MEDIA_TYPE

Json = dict[str, Any]
Responses = dict[int | str, Json]
"""For the `responses` of an app, a router or a route."""


class Problem(BaseModel):
    """RFC 9457. Some problems have more members, such as `errors` or `retry_after`."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str = Field(description="A sentence for the person reading.")
    code: str = Field(description="For programs. It stays the same when the sentences change.")


_REFUSALS = (
    "It was refused: 400 cannot be read · 401 not signed in · 402 the money · 403 not allowed · "
    "404 not there, or not yours · 409 does not fit with what is there · 413 too large · "
    "415 not a kind of file we take · 422 cannot be done as asked · 429 too often"
)
_FAILURES = (
    "It failed: 500 our mistake · 502 the gateway cannot be reached or used · 503 not now · "
    "507 the disk is full"
)
_RETRY_AFTER = {"description": "With 429: in how many seconds.", "schema": {"type": "integer"}}


def refusing(media_type: str, schema: Mapping[str, Any]) -> Responses:
    """That every refusal is a document of this shape. Where nothing is said of 422, FastAPI would
    promise one of its own shape."""
    content = {media_type: {"schema": schema}}
    return {
        "4XX": {
            "description": _REFUSALS,
            "content": content,
            "headers": {"Retry-After": _RETRY_AFTER},
        },
        "5XX": {"description": _FAILURES, "content": content},
    }


REFUSED = refusing(MEDIA_TYPE, {"$ref": f"#/components/schemas/{Problem.__name__}"})

NOT_MODIFIED: Responses = {304: {"description": "You have it already: see If-None-Match"}}


def sends(*media_types: str, status: int = 200, description: str = "As asked") -> Responses:
    """That a route sends something else than JSON."""
    content: Json = {each: {} for each in media_types}
    return {status: {"description": description, "content": content}}


def sends_file(*media_types: str) -> Responses:
    """That a route sends a file, whole or in part."""
    return (
        sends(*media_types, description="The whole file")
        | sends(*media_types, status=206, description="The range that was asked for")
        | NOT_MODIFIED
    )


class Api(FastAPI):
    """Also describes what no route returns by itself, `Problem`, and bodies read by hand."""

    def openapi(self) -> Json:
        document = super().openapi()
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        schemas.setdefault(Problem.__name__, Problem.model_json_schema())
        for body in _bodies(document):
            for name, schema in body.pop("$defs", {}).items():
                if schemas.setdefault(name, schema) != schema:
                    raise ValueError(f"two schemas of the API document are called {name}")
        return document


def _bodies(document: Json) -> Iterator[Json]:
    """The schema of every request body."""
    for operations in document["paths"].values():
        for operation in operations.values():
            for content in operation.get("requestBody", {}).get("content", {}).values():
                yield content["schema"]
