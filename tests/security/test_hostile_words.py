"""Words that mean something to SQL, to a pattern or to a terminal: everywhere they can be said."""

import re
import time

import pytest

from tests.security.asking import ask, values_of
from tests.security.conftest import House
from tests.security.routes import documented
from tests.security.rows import ROWS
from tests.studio import Json

pytestmark = pytest.mark.asyncio(loop_scope="package")

WORDS = (
    "' OR '1'='1",
    "'; DROP TABLE users; --",
    '" UNION SELECT email, password_hash FROM users --',
    "\x00",
    "\ud7ff\U0010ffff\u202e",
    "(a+)+$" * 20,
    "9" * 30,
    "01900000-0000-7000-8000-000000000000' --",
)
SLOW = 5.0
"""Seconds that no such question may take, however busy the machine is."""


async def test_no_parameter_of_a_list_is_taken_for_sql_or_finds_what_is_anothers(
    house: House,
) -> None:
    wrong: list[str] = []
    for door, operation in documented(house.studio.app).items():
        asked = [each["name"] for each in operation.get("parameters", []) if each["in"] == "query"]
        if door.method != "GET" or ("wait" in asked and door.path.endswith("/events")):
            continue
        row, actor = ROWS[door], "admin" if "/admin/" in door.path else "other"
        values = await values_of(house, door, row)
        client = house.cast["other's key"] if door.path.startswith("/v1") else house.cast[actor]
        for name in asked:
            for word in WORDS:
                planted = row.with_query({**row.query, name: word})
                begun = time.perf_counter()
                answer = await ask(house, client, door, planted, values)
                took = time.perf_counter() - begun
                known = answer.status_code in (200, 400, 404, 422)
                if not known or took > SLOW:
                    wrong.append(f"{door} {name}={word!r}: {answer.status_code}, {took:.1f} s")
                if actor == "other" and "What only Ada knows" in answer.text:
                    wrong.append(f"{door} {name}={word!r} shows what is Ada's")
    assert not wrong, "\n".join(wrong)


async def test_no_part_of_an_address_is_taken_for_sql(house: House) -> None:
    wrong: list[str] = []
    for door, row in ROWS.items():
        if not (names := re.findall(r"\{(\w+)\}", door.path)) or door.path.startswith("/v1/{rest"):
            continue
        values = await values_of(house, door, row)
        for name in names:
            for word in ("' OR '1'='1", "%27%20OR%201=1--", "%00", "%ff", "..", "9" * 400):
                planted = values | {name: word}
                answer = await ask(house, house.cast["other"], door, row, planted)
                if answer.status_code >= 500 or "What only Ada knows" in answer.text:
                    wrong.append(f"{door} {name}={word!r}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("word", ["%", "_", "\\", "' OR 1=1 --"])
async def test_a_search_finds_words_and_no_patterns(house: House, word: str) -> None:
    for path in ("/api/generations", "/api/threads"):
        found: Json = (await house.cast.ada.http.get(path, params={"q": word})).json()
        assert [each for each in found["items"] if word not in str(each)] == []
