"""A studio that allows share links, with Ada, who makes things, and somebody who is sent a link."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import httpx
import pytest
import pytest_asyncio

from tests.clocks import TurnableClock
from tests.studio import Json, Person, Studio, demo_for_tests

IMAGE = "black-forest-labs/flux.2-klein-4b"
FILM = "x-ai/grok-imagine-video"
NOWHERE = "01900000-0000-7000-8000-000000000000"
"""The id of nothing."""
SECRET = "open sesame 9"


@dataclass(frozen=True)
class Party:
    studio: Studio
    admin: Person
    ada: Person
    guest: httpx.AsyncClient
    """Has no account and no cookie, and never had."""

    async def allow(self, allowed: bool | None = True) -> None:
        answer = await self.admin.http.patch("/api/admin/settings", json={"share_links": allowed})
        assert answer.status_code == 200, answer.text

    async def picture(self, **ask: Any) -> Json:
        return await self.studio.made(self.ada, "image", **{"model": IMAGE, **ask})

    async def share(self, made: Json, **form: Any) -> Json:
        """A link of Ada's."""
        answer = await self.ada.http.post("/api/shares", json={"generation_id": made["id"], **form})
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def opens(self, link: Json, made: Json) -> bool:
        """Whether the link shows it, page and file; never one without the other."""
        page = await self.guest.get(link["url"])
        file = await self.guest.get(file_of(link, made))
        statuses = (page.status_code, file.status_code)
        assert statuses in ((200, 200), (404, 404)), statuses
        if statuses == (404, 404):
            assert page.text == file.text == (await self.guest.get("/s/unknown")).text
        return statuses == (200, 200)


def file_of(link: Json, made: Json) -> str:
    return f"{link['url']}/media/{made['media'][0]['id']}"


_numbers = count(1)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Studio]:
    clock = TurnableClock()
    studio = Studio(tmp_path_factory.mktemp("house") / "data", clock, demo_for_tests(clock))
    running = await studio.start()
    await running.person("root")
    yield running
    await running.close()


@pytest_asyncio.fixture(loop_scope="module")
async def party(house: Studio) -> AsyncIterator[Party]:
    """In the studio of this module, with a new Ada, later than what anybody was counted for."""
    house.turn(minutes=20)
    admin = await house.sign_in("root@example.org")
    async with house.client() as guest:
        party = Party(house, admin, await house.person(f"ada{next(_numbers)}"), guest)
        await party.allow()
        yield party
