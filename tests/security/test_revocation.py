"""Whoever may no longer be served hears no more of what they were listening to."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx
import pytest

from app.demo import Fault
from tests.scripts import key_for, with_secret
from tests.studio import PASSWORD, PATIENCE, Json, Person, Studio

Ending = Callable[[Studio, Person, Person, Json], Awaitable[httpx.Response]]

SOON = 2.0
"""Seconds that are promised, from the answer on."""


def by_admin(**change: str) -> Ending:
    async def end(_: Studio, admin: Person, ben: Person, __: Json) -> httpx.Response:
        return await admin.http.patch(f"/api/admin/users/{ben.user['id']}", json=change)

    return end


async def signing_out(_: Studio, __: Person, ben: Person, ___: Json) -> httpx.Response:
    return await ben.http.post("/api/auth/logout")


async def new_password(studio: Studio, _: Person, ben: Person, __: Json) -> httpx.Response:
    elsewhere = await studio.again(ben)
    form = {"current": PASSWORD, "new": "another quiet river"}
    return await elsewhere.http.post("/api/auth/password", json=form)


async def signed_out_by_admin(_: Studio, admin: Person, ben: Person, __: Json) -> httpx.Response:
    return await admin.http.delete(f"/api/admin/users/{ben.user['id']}/sessions")


async def revoking(_: Studio, __: Person, ben: Person, key: Json) -> httpx.Response:
    return await ben.http.delete(f"/api/keys/{key['id']}")


async def revoking_by_admin(_: Studio, admin: Person, ben: Person, key: Json) -> httpx.Response:
    return await admin.http.delete(f"/api/admin/users/{ben.user['id']}/keys/{key['id']}")


async def rotating(_: Studio, __: Person, ben: Person, key: Json) -> httpx.Response:
    return await ben.http.post(f"/api/keys/{key['id']}/rotate", json={"overlap_s": 0})


async def leaving(studio: Studio, _: Person, ben: Person, __: Json) -> httpx.Response:
    elsewhere = await studio.again(ben)
    return await elsewhere.http.request("DELETE", "/api/auth/me", json={"password": PASSWORD})


ENDINGS: dict[str, tuple[Ending, bool, bool]] = {
    "sign-out": (signing_out, True, False),
    "another password": (new_password, True, True),
    "signed out by an administrator": (signed_out_by_admin, True, True),
    "disabled": (by_admin(state="disabled"), True, True),
    "back to waiting": (by_admin(state="pending"), True, True),
    "another role": (by_admin(role="admin"), True, True),
    "account deleted": (leaving, True, True),
    "key revoked": (revoking, False, True),
    "key revoked by an administrator": (revoking_by_admin, False, True),
    "key rotated": (rotating, False, True),
}
"""How it ends, and whether that ends the streams of the browser, and those of the key. A key that
is still good may come again."""


@pytest.mark.parametrize("how", ENDINGS)
async def test_open_streams_end_within_two_seconds(studio: Studio, how: str) -> None:
    end, ends_browser, ends_key = ENDINGS[how]
    admin, ben = await studio.person("root"), await studio.person("ben")
    key = await key_for(ben)
    studio.demo.script(path="/chat/completions", answer=Fault.stall(after=5), times=2)
    async with with_secret(studio, key["secret"]) as program:
        browser = await _listening(ben.http)
        script = await _listening(program)
        answer = await end(studio, admin, ben, key)
        assert answer.is_success, answer.text
        for streams, ends in ((browser, ends_browser), (script, ends_key)):
            _, open_ones = await asyncio.wait(streams, timeout=SOON if ends else 0.1)
            assert len(open_ones) == (0 if ends else len(streams)), how
        for task in (*browser, *script):
            task.cancel()
        await asyncio.gather(*browser, *script, return_exceptions=True)


async def _listening(http: httpx.AsyncClient) -> list[asyncio.Task[None]]:
    """One that asks for a text and hears it, and one that reads along."""
    heard, ask = asyncio.Event(), {"prompt": "Tell me about boats"}
    asking = _reading(http, heard, "POST", "/api/generations/text", json=ask)
    tasks = [asyncio.create_task(asking)]
    await asyncio.wait_for(heard.wait(), PATIENCE)
    page = await http.get("/api/generations")
    heard = asyncio.Event()
    path = f"/api/generations/{page.json()['items'][0]['id']}/events"
    tasks.append(asyncio.create_task(_reading(http, heard, "GET", path)))
    await asyncio.wait_for(heard.wait(), PATIENCE)
    return tasks


async def _reading(
    http: httpx.AsyncClient, heard: asyncio.Event, method: str, path: str, **more: Json
) -> None:
    headers = {"Accept": "text/event-stream"}
    async with http.stream(method, path, headers=headers, json=more.get("json")) as stream:
        assert stream.status_code == 200
        async for _ in stream.aiter_lines():
            heard.set()
