"""The routes of a feature, which are built when it is known what else all of them depend on."""

from collections.abc import Callable, Sequence
from typing import Any

from fastapi import APIRouter
from fastapi.params import Depends
from starlette.routing import BaseRoute

from app.web.document import REFUSED


class Routes(APIRouter):
    """A router that only takes down what its decorators are told.

    FastAPI's own builds a route with its decorator, and once more where it is included, for each
    app and within its first request: 0.3 s for all of ours. Each request then looks for its route
    twice.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._options = options
        self._noted: list[tuple[str, Callable[..., Any], dict[str, Any]]] = []

    def add_api_route(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        self._noted.append((path, endpoint, options))

    def built(self, dependencies: Sequence[Depends] = ()) -> Sequence[BaseRoute]:
        """All of them, each behind these `dependencies` first. They may serve in several apps."""
        options: dict[str, Any] = {
            **self._options,
            "dependencies": [*dependencies, *self.dependencies],
            "responses": {**REFUSED, **self.responses},
        }
        router = APIRouter(**options)
        for path, endpoint, noted in self._noted:
            router.add_api_route(path, endpoint, **noted)
        return router.routes
