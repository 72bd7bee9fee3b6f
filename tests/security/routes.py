"""Every route of the running app: those of the API document, and those that are left out of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from starlette.routing import BaseRoute, Mount, Route

Json = dict[str, Any]

SAFE = ("GET", "HEAD")


@dataclass(frozen=True, order=True)
class Door:
    """One method at one address, the address as the API document writes it."""

    path: str
    method: str

    @property
    def changes(self) -> bool:
        return self.method not in SAFE

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def doors_of(app: FastAPI) -> list[Door]:
    """All there are, found by walking what the app was put together from."""
    return sorted(set(_walk(app.routes)))


def documented(app: FastAPI) -> dict[Door, Json]:
    """What the API document says of each route that it names."""
    return {
        Door(path, method.upper()): operation
        for path, methods in app.openapi()["paths"].items()
        for method, operation in methods.items()
    }


def _walk(routes: Iterable[BaseRoute]) -> Iterator[Door]:
    for route in routes:
        if isinstance(route, Mount):
            # Named after the version of the page, which is another one with every change.
            yield Door(f"/{route.name}", "GET")
        else:
            assert isinstance(route, Route), f"{route} is a kind of route nobody has thought of"
            for method in route.methods or ():
                yield Door(route.path.replace(":path}", "}"), method)
