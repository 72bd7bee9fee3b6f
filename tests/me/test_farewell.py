"""Leaving for good: the door closes, the books stay true, and nothing tells who it was."""

import asyncio
from typing import Any, cast

import httpx

from app.db import Tx
from app.me.farewell import Farewells
from tests.scripts import key_for
from tests.studio import PASSWORD, PATIENCE, Person, Studio


async def _leave(person: Person, password: str = PASSWORD) -> httpx.Response:
    return await person.http.request("DELETE", "/api/auth/me", json={"password": password})


async def _two(studio: Studio) -> tuple[Person, Person]:
    """The administrator, and somebody who may leave."""
    return await studio.person("boss"), await studio.person("ada")


async def _ledger(boss: Person, user_id: str) -> list[dict[str, Any]]:
    answer = await boss.http.get("/api/admin/ledger", params={"user_id": user_id})
    return answer.json()["items"]


async def test_whoever_leaves_is_signed_out_everywhere_and_cannot_come_back(
    studio: Studio,
) -> None:
    _, ada = await _two(studio)
    elsewhere = await studio.again(ada)
    assert (await _leave(ada)).status_code == 204
    for browser in (ada, elsewhere):
        assert (await browser.http.get("/api/auth/me")).status_code == 401
    async with studio.client() as http:
        account = {"email": ada.user["email"], "password": PASSWORD}
        assert (await http.post("/api/auth/login", json=account)).status_code == 401
        ghost = {"email": f"deleted:{ada.user['id']}", "password": PASSWORD}
        assert (await http.post("/api/auth/login", json=ghost)).status_code == 401
        # The address is free for a new account, which begins with nothing.
        assert (await http.post("/api/auth/register", json=account)).status_code == 201


async def test_a_wrong_password_changes_nothing(studio: Studio) -> None:
    _, ada = await _two(studio)
    answer = await _leave(ada, "not my password at all")
    assert (answer.status_code, answer.json()["code"]) == (403, "wrong-password")
    assert (await ada.http.get("/api/auth/me")).json()["email"] == ada.user["email"]


async def test_the_last_administrator_stays(studio: Studio) -> None:
    boss, _ = await _two(studio)
    answer = await _leave(boss)
    assert (answer.status_code, answer.json()["code"]) == (409, "last-admin")
    assert (await boss.http.get("/api/auth/me")).status_code == 200


async def test_files_and_words_go_and_the_books_stay_under_a_number(studio: Studio) -> None:
    boss, ada = await _two(studio)
    await ada.say("Say something secret")
    image = await studio.made(ada, "image", prompt="A secret lantern")
    picture = (await ada.http.get(image["media"][0]["url"])).content
    await ada.http.post("/api/media", files={"file": ("secret.png", picture, "image/png")})
    await key_for(ada, name="for my secret lantern", ip_allow=["192.0.2.7"])
    before = await _ledger(boss, ada.user["id"])
    assert before
    assert (await _leave(ada)).status_code == 204

    nobody = [{**each, "user_email": None} for each in before]
    assert await _ledger(boss, ada.user["id"]) == nobody != before
    assert [path for path in (studio.data_dir / "media").rglob("*") if path.is_file()] == []
    for told in await studio.db.read(_everything):
        assert "secret" not in told
        assert "192.0.2.7" not in told
        assert ada.user["email"] not in told


def _everything(tx: Tx) -> list[str]:
    """Every row of every table, as text."""
    tables = [row["name"] for row in tx.rows("SELECT table_name AS name FROM duckdb_tables()")]
    return [str(row) for name in tables for row in tx.rows(cast(Any, f"SELECT * FROM {name}"))]


async def test_what_was_waiting_is_cancelled_and_its_money_comes_back(studio: Studio) -> None:
    boss, ada = await _two(studio)
    film = await ada.ask("video")
    assert (await _leave(ada)).status_code == 204
    await _settled(studio, boss, ada.user["id"], film["id"])


async def test_a_film_that_arrives_too_late_is_paid_and_thrown_away(studio: Studio) -> None:
    boss, ada = await _two(studio)
    film = await ada.ask("video")
    async with asyncio.timeout(6 * PATIENCE):
        while (await ada.status(film["id"]))["stage"] != "waiting":
            studio.turn(seconds=0.1)
            await asyncio.sleep(0.02)
    assert (await _leave(ada)).status_code == 204
    await _settled(studio, boss, ada.user["id"], film["id"])
    [settled] = [each for each in await _ledger(boss, ada.user["id"]) if each["kind"] == "settle"]
    assert settled["amount_micros"] > 0
    await studio.part(Farewells).clear_up()
    assert [path for path in (studio.data_dir / "media").rglob("*") if path.is_file()] == []


async def _settled(studio: Studio, boss: Person, user_id: str, film_id: str) -> None:
    """Let time pass until nothing is set aside for it any more."""
    async with asyncio.timeout(6 * PATIENCE):
        while not any(
            each["generation_id"] == film_id and each["kind"] in ("settle", "release")
            for each in await _ledger(boss, user_id)
        ):
            studio.turn(seconds=1)
            await asyncio.sleep(0.02)
