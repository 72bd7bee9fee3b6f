"""Routes are built once, behind what all of a kind depend on, and serve in whichever app."""

from typing import Any

import httpx
from fastapi import Depends, FastAPI

from app.web.routes import Routes


def steps_into(taken: list[str], name: str) -> Any:
    def step() -> None:
        taken.append(name)

    return Depends(step)


async def answered(app: FastAPI, path: str) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x") as http:
        return await http.get(path)


async def test_what_all_depend_on_comes_first_in_every_app() -> None:
    taken: list[str] = []
    behind = [steps_into(taken, "kind")]
    routes = Routes(prefix="/boats", tags=["boats"], deprecated=True, dependencies=behind)

    @routes.get("/{name}", dependencies=[steps_into(taken, "route")])
    async def boat(name: str) -> str:
        return name

    built = routes.built([steps_into(taken, "all")])
    for app in (FastAPI(), FastAPI()):
        app.router.routes.extend(built)
        assert (await answered(app, "/boats/paper")).json() == "paper"
        assert taken == ["all", "kind", "route"]
        taken.clear()
        [described] = app.openapi()["paths"]["/boats/{name}"].values()
        assert described["tags"] == ["boats"]
        assert described["deprecated"]
        assert {"4XX", "5XX"} <= set(described["responses"])
