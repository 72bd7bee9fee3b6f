"""Every route against everybody who may stand before it. A route without a row fails here.

The rows are in rows.py, what they mean in matrix.py, and the actors in people.py.
"""

from dataclasses import replace

import httpx
import pytest

from tests.security.asking import (
    ask,
    done_by,
    is_about_somebody,
    let_ada,
    nowhere,
    signed_in,
    values_of,
)
from tests.security.conftest import House
from tests.security.matrix import Row, Who
from tests.security.people import ACTORS, OWNERS
from tests.security.routes import Door, documented, doors_of
from tests.security.rows import ROWS

pytestmark = pytest.mark.asyncio(loop_scope="package")


def row_of(door: Door) -> Row:
    """HEAD passes where GET does."""
    return ROWS[replace(door, method="GET") if door.method == "HEAD" else door]


async def test_every_route_has_a_row_and_every_row_a_route(house: House) -> None:
    there = {door for door in doors_of(house.studio.app) if door.method != "HEAD"}
    assert there == ROWS.keys()
    assert documented(house.studio.app).keys() <= there


async def test_whoever_may_not_is_refused_and_changes_nothing(house: House) -> None:
    before = await what_ada_has(house)
    wrong: list[str] = []
    for door in doors_of(house.studio.app):
        row, values = row_of(door), None
        done = done_by(house, door, row)
        for actor in ACTORS:
            expected = row.answer_to(actor, done)
            if expected not in (401, 403) or expected == done:
                continue
            values = values or await values_of(house, door, row)
            answer = await ask(house, house.cast[actor], door, row, values)
            if answer.status_code != expected or not is_refusal(answer, door):
                wrong.append(f"{door} by {actor}: {answer.status_code}, not {expected}")
    assert not wrong, "\n".join(wrong)
    assert await what_ada_has(house) == before


async def test_somebody_elses_thing_is_answered_like_one_that_does_not_exist(house: House) -> None:
    before = await what_ada_has(house)
    wrong: list[str] = []
    for door in doors_of(house.studio.app):
        row = row_of(door)
        done = done_by(house, door, row)
        about = is_about_somebody(door, row) and row.who in (Who.PEOPLE, Who.PROGRAMS)
        strangers = [each for each in ACTORS if row.is_foreign_to(each) or not row.private]
        for actor in strangers if about else ():
            if row.answer_to(actor, done) != done or actor in OWNERS:
                continue
            values = await values_of(house, door, row)
            hers = await ask(house, house.cast[actor], door, row, values)
            none = await ask(house, house.cast[actor], door, row, nowhere(values))
            if row.private and hers.status_code != 404:
                wrong.append(f"{door} by {actor}: {hers.status_code}, not 404")
            if alike(hers, values) != alike(none, nowhere(values)):
                wrong.append(f"{door} by {actor}: {hers.text} is not {none.text}")
    assert not wrong, "\n".join(wrong)
    assert await what_ada_has(house) == before


async def test_whoever_may_is_let_in(house: House) -> None:
    wrong: list[str] = []
    for door in doors_of(house.studio.app):
        row = row_of(door)
        done = done_by(house, door, row)
        for actor in ACTORS:
            expected = row.answer_to(actor, done)
            if row.is_foreign_to(actor) or (expected in (401, 403) and expected != done):
                continue
            values = await values_of(house, door, row, fresh=True)
            await let_ada(house, row.first, values)
            async with signed_in(house, actor, row) as client:
                answer = await ask(house, client, door, row, values)
            if answer.status_code != expected:
                wrong.append(f"{door} by {actor}: {answer.status_code} {answer.text[:200]}")
            await let_ada(house, row.undo, values)
    assert not wrong, "\n".join(wrong)


async def what_ada_has(house: House) -> dict[str, str]:
    """Everything she can look at, but for when she was last seen."""
    told: dict[str, str] = {}
    for door, row in ROWS.items():
        volatile = ("sessions", "keys", "export", "deliveries", "usual")
        if door.method != "GET" or row.who is not Who.PEOPLE or door.path.endswith(volatile):
            continue
        values = await values_of(house, door, row)
        answer = await ask(house, house.cast.ada.http, door, row, values)
        assert answer.status_code == 200, (door, answer.text)
        told[str(door)] = answer.headers.get("ETag") or answer.text
    return told


def is_refusal(answer: httpx.Response, door: Door) -> bool:
    """In the shape that is promised, and without a word about anybody."""
    if door.method == "HEAD":
        return not answer.content
    document = answer.json()
    if door.path.startswith("/v1"):
        return document.keys() == {"error"}
    kept = {"type", "title", "status", "detail", "code"}
    return kept <= document.keys() <= kept | {"scopes"}


def alike(answer: httpx.Response, values: dict[str, str]) -> tuple[int, str]:
    text = answer.text
    for each in values.values():
        text = text.replace(each, "…") if len(each) == 36 else text
    return answer.status_code, text
