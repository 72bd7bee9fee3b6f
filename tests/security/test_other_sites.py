"""What another site can make a browser do with our cookies: nothing."""

import asyncio
from typing import LiteralString, cast

import pytest

from app.db import Tx
from tests.security.asking import ask, values_of
from tests.security.conftest import House
from tests.security.routes import doors_of
from tests.security.rows import ROWS

pytestmark = pytest.mark.asyncio(loop_scope="package")

PROVES_ITSELF = {"/api/auth/token", "/api/callbacks/openrouter"}
"""No cookie is looked at there: a password and a signature are the only proof."""

ELSEWHERE: tuple[dict[str, str], ...] = (
    {},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "{url}.evil.example"},
    {"Origin": "{url}", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "{url}", "Sec-Fetch-Site": "same-site"},
    {"Referer": "{url}/generate/text"},
    {"Origin": "https://evil.example", "Authorization": "Basic YWRhOmFkYQ=="},
)
"""What a request may carry that no page of ours has sent, beside a good cookie."""


async def test_no_route_changes_anything_for_another_site(house: House) -> None:
    wrong: list[str] = []
    browser = house.cast.ada.http
    ours = browser.headers.pop("Origin")
    for door in doors_of(house.studio.app):
        if not door.changes or door.path in PROVES_ITSELF:
            continue
        row = ROWS[door]
        values = await values_of(house, door, row)
        for headers in ELSEWHERE:
            said = {name: each.format(url=house.studio.url) for name, each in headers.items()}
            answer = await ask(house, browser, door, row, values, headers=said)
            if answer.status_code != 403 or "did not come from our own pages" not in answer.text:
                wrong.append(f"{door} with {said}: {answer.status_code} {answer.text[:100]}")
    browser.headers["Origin"] = ours
    assert not wrong, "\n".join(wrong)


async def test_nobody_signs_a_browser_in_from_another_site(house: House) -> None:
    """Else somebody would work in an attacker's account without noticing."""
    for path in ("/api/auth/login", "/api/auth/register"):
        async with house.studio.client() as browser:
            answer = await browser.post(path, json={}, headers={"Origin": "https://evil.example"})
        assert answer.status_code == 403


async def test_the_two_that_prove_themselves_give_and_read_no_cookie(house: House) -> None:
    for path in PROVES_ITSELF:
        answer = await house.cast.ada.http.post(path, data={"username": "x", "password": "x"})
        assert answer.status_code == 401
        assert "set-cookie" not in answer.headers


async def test_what_a_plain_form_can_send_is_never_taken_for_json(house: House) -> None:
    """A page elsewhere may send these types without asking first."""
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        answer = await house.cast.ada.http.post(
            "/api/collections", content=b'{"name": "planted"}', headers={"Content-Type": kind}
        )
        assert answer.status_code == 422, kind


async def test_nothing_is_readable_for_a_script_of_another_site(house: House) -> None:
    headers = {"Origin": "https://evil.example"}
    asked = {"Access-Control-Request-Method": "PATCH"} | headers
    for path in ("/api/auth/me", "/api/generations", "/v1/models", "/api/openapi.json", "/"):
        for method, said in (("GET", headers), ("OPTIONS", asked)):
            answer = await house.cast.ada.http.request(method, path, headers=said)
            allowed = [name for name in answer.headers if name.startswith("access-control")]
            assert allowed == [], (method, path)


async def test_looking_changes_nothing(house: House) -> None:
    """Every GET there is, as Ada and as an administrator: no row of any table is another one."""
    await _all_done(house)
    before = await _tables(house)
    for door in doors_of(house.studio.app):
        if row := ROWS.get(door) if door.method == "GET" else None:
            values = await values_of(house, door, row)
            for person in (house.cast.ada, house.cast.admin):
                await ask(house, person.http, door, row, values)
    assert await _tables(house) == before


async def _all_done(house: House) -> None:
    """What the tests before have asked for has ended."""
    while await house.studio.db.read(lambda tx: tx.rows("SELECT 1 FROM jobs")):
        house.studio.turn(seconds=5)
        await asyncio.sleep(0.02)


async def _tables(house: House) -> dict[str, str]:
    """The content of every table, as a checksum; but for when somebody or a key was last
    seen, and for what is being told to webhooks."""
    return await house.studio.db.read(_checksums)


def _checksums(tx: Tx) -> dict[str, str]:
    names = [row["table_name"] for row in tx.rows("SELECT table_name FROM duckdb_tables()")]
    seen = ("sessions", "api_keys", "webhook_")
    own = [each for each in names if not each.startswith(seen)]
    assert {"generations", "ledger", "users", "media"} <= set(own)
    return {
        name: str(tx.rows(cast(LiteralString, f'SELECT bit_xor(hash(t)) AS h FROM "{name}" t')))
        for name in own
    }
