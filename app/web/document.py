"""The API document tells how every route refuses: with the one shape of `app.web.problems`."""

from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict, Field

from app.web.problems import MEDIA_TYPE


class Problem(BaseModel):
    """RFC 9457. Some problems have more members, such as `errors` or `retry_after`."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str = Field(description="A sentence for the person reading.")
    code: str = Field(description="For programs. It stays the same when the sentences change.")


_SCHEMA = {"$ref": f"#/components/schemas/{Problem.__name__}"}

REFUSED: dict[int | str, dict[str, Any]] = {
    "default": {"description": "It was refused", "content": {MEDIA_TYPE: {"schema": _SCHEMA}}}
}
"""For `FastAPI(responses=…)`. In its place FastAPI would promise a 422 of its own shape."""


class Api(FastAPI):
    """Also describes `Problem`, which no route returns by itself."""

    def openapi(self) -> dict[str, Any]:
        document = super().openapi()
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        schemas.setdefault(Problem.__name__, Problem.model_json_schema())
        return document
