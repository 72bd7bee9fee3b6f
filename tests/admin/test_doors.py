"""Every route of administrators is closed to everybody else, whatever is asked of it."""

import re
from itertools import product

from app.accounts.model import UserState
from app.accounts.service import Accounts
from tests.studio import Studio


async def test_only_administrators_come_in(studio: Studio) -> None:
    admin, ben, eve = [await studio.person(name) for name in ("ada", "ben", "eve")]
    await studio.part(Accounts).change_user(eve.user["id"], state=UserState.PENDING)
    eve = await studio.again(eve)
    document = (await admin.http.get("/api/openapi.json")).json()
    doors = [
        (method, re.sub(r"\{\w+\}", "x", path))
        for path, methods in document["paths"].items()
        if path.startswith("/api/admin") or path == "/metrics"
        for method in methods
    ]
    assert len(doors) > 15
    async with studio.client() as stranger:
        refused = (stranger, 401, "sign-in-required")
        cases = (refused, (ben.http, 403, "not-allowed"), (eve.http, 403, "pending"))
        for (method, path), (http, status, code) in product(doors, cases):
            answer = await http.request(method, path, json={})
            assert (answer.status_code, answer.json()["code"]) == (status, code), (method, path)
