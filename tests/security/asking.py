"""Acting out one row of the matrix: who asks, at which door, and for whose things."""

import json
import re
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Any, cast

import httpx
from starlette.routing import Mount

from tests.scripts import with_secret
from tests.security.belongings import NOWHERE
from tests.security.conftest import House
from tests.security.matrix import Row
from tests.security.people import PENDING, PEOPLE, token_of
from tests.security.routes import Door, documented
from tests.studio import Json

_PLACE = re.compile(r"\{(\w+)\}")


def done_by(house: House, door: Door, row: Row) -> int:
    """The status for whoever is let in."""
    if row.done is not None:
        return row.done
    promised = documented(house.studio.app).get(door, {"responses": {"200": {}}})
    return min(int(each) for each in promised["responses"] if each.startswith("2"))


def is_about_somebody(door: Door, row: Row) -> bool:
    """Whether an id goes along."""
    told = door.path + json.dumps([row.body, row.form, row.query])
    return any(name.endswith("_id") for name in _PLACE.findall(told))


async def values_of(house: House, door: Door, row: Row, *, fresh: bool = False) -> dict[str, str]:
    """What stands for the names in braces."""
    things, values = house.things, dict(house.things.ids)
    for name in cast(list[str], _PLACE.findall(door.path)):
        wanted = row.of.get(name, name)
        if fresh and wanted in things.fresh:
            values[name] = await things.fresh[wanted]()
        else:
            values[name] = (things.ids | things.spares).get(wanted, wanted)
    return values


def nowhere(values: Mapping[str, str]) -> dict[str, str]:
    """The same, but none of it exists."""
    return {name: NOWHERE if len(each) == 36 else each for name, each in values.items()}


async def ask(
    house: House,
    client: httpx.AsyncClient,
    door: Door,
    row: Row,
    values: Mapping[str, str],
    headers: Mapping[str, str] | None = None,
) -> httpx.Response:
    def filled(what: Any) -> Any:
        return json.loads(_PLACE.sub(lambda found: values[found[1]], json.dumps(what)))

    given: Json = {"params": filled(row.query), "headers": headers}
    if row.body is not None:
        given["json"] = filled(row.body)
    if row.form is not None:
        given["data"] = filled(row.form)
    path = _PLACE.sub(lambda found: values[found[1]], _address(house, door))
    return await client.request(door.method, path, **given)


@asynccontextmanager
async def signed_in(house: House, actor: str, row: Row) -> AsyncGenerator[httpx.AsyncClient]:
    """The actor's own client, or one to be signed out with."""
    people, studio = house.cast, house.studio
    if not row.ends or actor not in PENDING | PEOPLE:
        yield people[actor]
        return
    others = {"pending": people.eve, "other": people.ben, "admin": people.admin}
    who = others.get(actor, people.ada)
    if actor != "token":
        yield (await studio.again(who)).http
        return
    async with with_secret(studio, await token_of(studio, who)) as client:
        yield client


async def let_ada(house: House, request: tuple[str, str] | None, values: Mapping[str, str]) -> None:
    """What she does before or after somebody else's request, so that all meet the same."""
    if request is None:
        return
    method, path = request
    body = {"ids": [values["generation_id"]]} if path.startswith("/api/library") else None
    path = _PLACE.sub(lambda found: values[found[1]], path)
    answer = await house.cast.ada.http.request(method, path, json=body)
    assert answer.is_success, answer.text


def _address(house: House, door: Door) -> str:
    if door.path != "/static":
        return door.path
    [mount] = [each for each in house.studio.app.routes if isinstance(each, Mount)]
    return f"{mount.path}/app.js"
