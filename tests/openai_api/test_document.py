"""docs/api.md leaves out no route that a program could ask for."""

import re
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from app.accounts.key_routes import router as keys
from app.openai_api.call_routes import router as calls
from app.openai_api.routes import router as openai

DOCUMENT = (Path(__file__).parent.parent.parent / "docs/api.md").read_text(encoding="utf-8")
DOCUMENTED = set(re.findall(r"^\| `([A-Z]+ /[^`]*)` \|", DOCUMENT, re.M))


def told(route: APIRoute) -> str:
    path = route.path.replace(":path", "").replace("{key_id}", "{id}")
    return f"{min(route.methods or [])} {path}"


ROUTES = [
    told(route)
    for router in (keys, calls, openai)
    for route in router.built()
    if isinstance(route, APIRoute) and route.include_in_schema
]


@pytest.mark.parametrize("route", ROUTES)
def test_every_route_for_programs_is_documented(route: str) -> None:
    assert route in DOCUMENTED


def test_nothing_is_documented_that_is_not_there() -> None:
    assert set(ROUTES) == DOCUMENTED
