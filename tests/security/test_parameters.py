"""No route takes more than somebody has looked at, and nobody sets what is not theirs to set."""

import difflib

import pytest

from tests.security.asking import ask, values_of
from tests.security.belongings import NOWHERE
from tests.security.conftest import House
from tests.security.parameters import SNAPSHOT, told_by
from tests.security.routes import doors_of
from tests.security.rows import ROWS
from tests.studio import Json

pytestmark = pytest.mark.asyncio(loop_scope="package")

FORMS = {"/api/auth/token", "/api/library/download", "/api/media"}
"""Whose bodies are forms of one known field; what else is in them is not looked at."""

THEIRS = {("/api/admin/users/{user_id}", name) for name in ("role", "state")}
"""What administrators decide."""

NOT_OURS = {
    "user_id": NOWHERE,
    "role": "admin",
    "state": "succeeded",
    "cost_micros": 0,
    "balance_micros": 10**9,
    "created_at": "2020-01-01T00:00:00Z",
    "__proto__": {"role": "admin"},
}


async def test_new_parameters_need_approval(house: House) -> None:
    """What is new is accepted with `python -m tests.security.parameters`, after a look at it."""
    known = SNAPSHOT.read_text(encoding="utf-8").splitlines()
    now = told_by(house.studio.app).splitlines()
    assert known == now, "\n".join(difflib.unified_diff(known, now, "approved", "now", n=1))


async def test_every_body_of_json_is_closed(house: House) -> None:
    now = told_by(house.studio.app)
    open_ones = [line for line in now.splitlines() if line.endswith("and whatever else")]
    assert not [line for line in open_ones if "json" in line]
    assert len(open_ones) == len(FORMS)


async def test_nobody_sets_what_is_not_theirs_to_set(house: House) -> None:
    """Each by itself, in every body there is: refused, and nothing is another one."""
    before = await _standing(house)
    wrong: list[str] = []
    for door in doors_of(house.studio.app):
        row = ROWS.get(door)
        if row is None or row.body is None or door.path.startswith("/v1"):
            continue
        values = await values_of(house, door, row)
        person = house.cast.admin if "admin" in door.path else house.cast.ada
        for name, value in NOT_OURS.items():
            if (door.path, name) in THEIRS:
                continue
            planted = row.with_body({**row.body, name: value})
            answer = await ask(house, person.http, door, planted, values)
            if answer.status_code != 422:
                wrong.append(f"{door} took {name}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)
    assert await _standing(house) == before


async def test_a_program_sets_no_more_than_a_person(house: House) -> None:
    for door, row in ROWS.items():
        if not door.path.startswith("/v1") or row.body is None or "edits" in door.path:
            continue
        for name, value in NOT_OURS.items():
            planted = row.with_body({**row.body, name: value})
            answer = await ask(house, house.cast["key"], door, planted, house.things.ids)
            assert answer.status_code == 400, (door, name)


async def _standing(house: House) -> dict[str, Json]:
    """Everybody as administrators see them, but for when they were last seen."""
    people = (await house.cast.admin.http.get("/api/admin/users")).json()["items"]
    return {each["id"]: each | {"last_seen_at": None} for each in people}
