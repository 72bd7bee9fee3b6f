"""What every route takes, as text. `python -m tests.security.parameters` accepts what is new."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from fastapi import FastAPI

from app.main import create_app
from app.settings import Settings
from tests.security.routes import Json, documented

SNAPSHOT = Path(__file__).with_name("parameters.txt")


def told_by(app: FastAPI) -> str:
    """A line for each route with its parameters, and for its body one for each object in it."""
    schemas = app.openapi()["components"]["schemas"]
    return "".join(
        f"{door}{''.join(f' {each}' for each in _asked(operation))}\n"
        + "".join(f"    {line}\n" for line in sorted(set(_body(operation, schemas))))
        for door, operation in sorted(documented(app).items())
    )


def _asked(operation: Json) -> list[str]:
    found = [each for each in operation.get("parameters", []) if each["in"] != "path"]
    return sorted(f"{each['in']}:{each['name']}" for each in found)


def _body(operation: Json, schemas: Json) -> Iterator[str]:
    for media_type, content in operation.get("requestBody", {}).get("content", {}).items():
        shapes = schemas | content["schema"].get("$defs", {})
        yield from (f"{media_type} {line}" for line in _objects("body", content["schema"], shapes))


def _objects(name: str, schema: Any, schemas: Json) -> Iterator[str]:
    """Every object below this one, with the names of its fields."""
    if isinstance(schema, list):
        for each in cast(list[Any], schema):
            yield from _objects(name, each, schemas)
    if not isinstance(schema, dict):
        return
    told = cast(Json, schema)
    if reference := told.get("$ref"):
        yield from _objects(name, schemas[reference.rpartition("/")[2]], schemas)
    if fields := told.get("properties"):
        closed = "" if told.get("additionalProperties") is False else " and whatever else"
        yield f"{name}: {' '.join(sorted(fields))}{closed}"
        for field, inner in fields.items():
            yield from _objects(f"{name}.{field}", inner, schemas)
    for part in ("items", "anyOf", "oneOf", "allOf", "prefixItems"):
        yield from _objects(name, told.get(part), schemas)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        SNAPSHOT.write_text(told_by(create_app(Settings(data_dir=Path(folder)))), encoding="utf-8")
