"""With the database gone nobody is let in who was not, and nothing is said to be done."""

import re

import httpx

from tests.security.asking import ask
from tests.security.belongings import IMAGE, NOWHERE, Belongings
from tests.security.conftest import House
from tests.security.matrix import Who
from tests.security.people import ACTORS, STRANGERS, cast_of, close
from tests.security.rows import ROWS
from tests.studio import Studio

FROM_MEMORY = {
    "/api/generations/text/quote",
    "/api/generations/{kind}/quote",
    "/api/admin/system/breakers/reset",
    "/api/admin/system/key/check",
}
"""What changes nothing that is kept, and is known without asking the database."""


async def test_without_its_database_no_route_says_yes_that_should_not(studio: Studio) -> None:
    house = House(studio, await cast_of(studio), Belongings({}, {}, {}))
    studio.db.close()
    wrong: list[str] = []
    for door, row in ROWS.items():
        values = dict.fromkeys(re.findall(r"\{(\w+)\}", door.path), NOWHERE)
        values |= {"kind": "video" if row.who is Who.PEOPLE else "image", "model_id": IMAGE}
        values |= {"generation_id": NOWHERE}
        for actor in ACTORS:
            if row.who is Who.ANYBODY:
                continue
            try:
                answer = await ask(house, house.cast[actor], door, row, values)
            except httpx.RemoteProtocolError:
                continue  # an archive that is cut off is not taken for a whole one
            memory = door.path in FROM_MEMORY or not door.changes
            if answer.is_success and (actor in STRANGERS or not memory):
                wrong.append(f"{door} by {actor}: {answer.status_code}")
            if "Traceback" in answer.text:
                wrong.append(f"{door} by {actor}: {answer.text}")
    await close(house.cast)
    assert not wrong, "\n".join(wrong)


async def test_without_its_database_nobody_signs_in_or_up(studio: Studio) -> None:
    ada = await studio.person()
    studio.db.close()
    async with studio.client() as http:
        form = {"email": "eve@example.org", "password": "correct horse battery staple"}
        for path in ("/api/auth/register", "/api/auth/login"):
            answer = await http.post(path, json=form)
            assert answer.status_code == 503, path
            assert "set-cookie" not in answer.headers
        assert (await http.get("/api/auth/me")).status_code == 401
    refreshed = await ada.http.post("/api/auth/refresh")
    assert refreshed.status_code == 503
    assert (await ada.http.get("/readyz")).status_code == 503
