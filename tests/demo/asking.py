"""Requests the tests make over and over."""

import json
from typing import Any

import httpx
from jsonschema import Draft202012Validator

from tests.demo.facts import Schema

FILM: dict[str, Any] = {"model": "google/veo-3.1-lite", "prompt": "A paper boat", "duration": 4}
PICTURE: dict[str, Any] = {"model": "black-forest-labs/flux.2-pro", "prompt": "A red fox"}


def chat(prompt: str = "Hello", model: str = "google/gemini-2.5-flash", **more: Any) -> Any:
    return {"model": model, "messages": [{"role": "user", "content": prompt}], **more}


async def streamed(http: httpx.AsyncClient, path: str, body: Any) -> list[Any]:
    """The `data:` events of a stream up to [DONE], which must be there."""
    events: list[Any] = []
    async with http.stream("POST", path, json=body) as answer:
        assert answer.headers["content-type"] == "text/event-stream"
        async for line in answer.aiter_lines():
            if line == "data: [DONE]":
                return events
            if line.startswith("data: "):
                events.append(json.loads(line.removeprefix("data: ")))
            else:
                assert line == "" or line.startswith(":")
    raise AssertionError("no [DONE]")


async def ordered(http: httpx.AsyncClient, **changes: Any) -> str:
    """The id of an accepted film."""
    answer = await http.post("/videos", json=FILM | changes)
    assert answer.status_code == 202, answer.text
    return answer.json()["id"]


def fits(document: Any, schema: Schema) -> None:
    """Fail, and say where, unless the document is as the schema says."""
    problems = [
        f"{'/'.join(str(part) for part in error.absolute_path)}: {error.message}"
        for error in Draft202012Validator(schema).iter_errors(document)
    ]
    if problems:
        raise AssertionError("\n".join(problems))
