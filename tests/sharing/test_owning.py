"""What people may do with links to what they have made, and administrators with everybody's."""

from datetime import timedelta
from typing import Any

import pytest

from app.accounts.model import UserState
from app.accounts.service import Accounts
from app.db import Tx
from tests.scripts import script_of
from tests.sharing.conftest import NOWHERE, SECRET, Party, file_of
from tests.studio import PASSWORD

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_there_are_none_until_an_administrator_allows_them(party: Party) -> None:
    admin, ada = party.admin, party.ada
    await party.allow(None)
    text = await ada.say("Tell me about boats")
    form = {"generation_id": text["id"]}
    refused = await ada.http.post("/api/shares", json=form)
    assert (refused.status_code, refused.json()["code"]) == (403, "sharing-off")
    assert (await ada.http.get("/api/site")).json()["share_links"] is False
    await admin.http.patch("/api/admin/settings", json={"share_links": True})
    assert (await ada.http.get("/api/site")).json()["share_links"] is True
    assert (await ada.http.post("/api/shares", json=form)).status_code == 201
    told = (await admin.http.get("/api/admin/settings")).json()
    assert told["chosen"]["share_links"]["by_name"] == admin.user["email"]
    entry, *_ = (await admin.http.get("/api/admin/audit?action=settings")).json()["items"]
    assert (entry["before"], entry["after"]) == ({"share_links": False}, {"share_links": True})


async def test_switched_off_nothing_opens_and_on_again_all_do(party: Party) -> None:
    made = await party.picture()
    link = await party.share(made)
    assert await party.opens(link, made)
    await party.allow(None)
    assert not await party.opens(link, made)
    [listed] = (await party.ada.http.get("/api/shares")).json()["items"]
    assert listed["state"] == "off"
    await party.allow()
    assert await party.opens(link, made)


async def test_no_address_can_be_guessed(party: Party) -> None:
    made = await party.picture()
    tokens = {(await party.share(made))["url"].removeprefix("/s/") for _ in range(20)}
    # 32 letters of an alphabet of 64 are 192 bits, and no two begin or end alike.
    assert {len(each) for each in tokens} == {32}
    assert len({each[:6] for each in tokens}) == len({each[-6:] for each in tokens}) == 20


async def test_a_link_ends_when_it_was_to_end(party: Party) -> None:
    made = await party.picture()
    end = party.studio.clock() + timedelta(minutes=30)
    link = await party.share(made, expires_at=end.isoformat())
    party.studio.turn(minutes=29)
    assert await party.opens(link, made)
    party.studio.turn(minutes=1)
    assert not await party.opens(link, made)
    [listed] = (await party.ada.http.get("/api/shares")).json()["items"]
    assert listed["state"] == "expired"


async def test_what_cannot_be_is_refused(party: Party) -> None:
    text = await party.ada.say("Tell me about boats")
    past = (party.studio.clock() - timedelta(seconds=1)).isoformat()

    async def code(**form: Any) -> tuple[int, str]:
        body = {"generation_id": text["id"], **form}
        answer = await party.ada.http.post("/api/shares", json=body)
        return answer.status_code, answer.json()["code"]

    assert await code(expires_at=past) == (422, "bad-input")
    assert await code(expires_at="9999-01-01T00:00:00Z") == (422, "bad-input")
    assert await code(password="short") == (422, "weak-password")
    assert (await code(token="mine"))[0] == 422
    assert (await party.ada.http.get("/api/shares")).json()["items"] == []


async def test_only_what_has_something_to_show_can_be_shared(party: Party) -> None:
    film = await party.ada.ask("video", model="x-ai/grok-imagine-video")
    form = {"generation_id": film["id"]}
    refused = await party.ada.http.post("/api/shares", json=form)
    assert (refused.status_code, refused.json()["code"]) == (409, "nothing-to-show")
    await party.studio.ended(party.ada, film["id"])
    assert (await party.ada.http.post("/api/shares", json=form)).status_code == 201


async def test_somebody_elses_thing_or_link_is_as_good_as_none(party: Party) -> None:
    made = await party.picture()
    link = await party.share(made)
    ben = (await party.studio.person("ben")).http
    told = {
        (await ben.post("/api/shares", json={"generation_id": each})).text
        for each in (made["id"], NOWHERE, "no id at all")
    } | {(await ben.delete(f"/api/shares/{each}")).text for each in (link["id"], NOWHERE, "none")}
    assert len(told) == 1
    assert '"status":404' in told.pop()
    listed = await ben.get("/api/shares", params={"generation_id": made["id"]})
    assert listed.json()["items"] == []
    assert await party.opens(link, made)


async def test_ones_links_are_listed_page_by_page_and_by_thing(party: Party) -> None:
    boat, moth = await party.picture(), await party.picture(prompt="A moth")
    links = [await party.share(each) for each in (boat, boat, moth)]
    first = (await party.ada.http.get("/api/shares", params={"limit": 2})).json()
    second = (await party.ada.http.get("/api/shares", params={"before": first["next"]})).json()
    assert first["items"] + second["items"] == links[::-1]
    assert second["next"] is None
    own = (await party.ada.http.get("/api/shares", params={"generation_id": moth["id"]})).json()
    assert own["items"] == [links[2]]
    assert [each["name"] for each in first["items"]] == ["A moth", "A paper boat"]


async def test_what_was_taken_back_is_gone(party: Party) -> None:
    made = await party.picture()
    link, other = await party.share(made), await party.share(made)
    assert (await party.ada.http.delete(f"/api/shares/{link['id']}")).status_code == 204
    assert not await party.opens(link, made)
    assert await party.opens(other, made)
    assert (await party.ada.http.get("/api/shares")).json()["items"] == [other]
    assert (await party.ada.http.delete(f"/api/shares/{link['id']}")).status_code == 404


async def test_a_link_sleeps_while_its_thing_lies_in_the_trash_and_goes_with_it(
    party: Party,
) -> None:
    made = await party.picture()
    link, where = await party.share(made), f"/api/generations/{made['id']}"
    await party.ada.http.delete(where)
    assert not await party.opens(link, made)
    [listed] = (await party.ada.http.get("/api/shares")).json()["items"]
    assert listed["state"] == "trashed"
    await party.ada.http.post(f"{where}/restore")
    assert await party.opens(link, made)
    await party.ada.http.delete(where)
    await party.studio.at_rest()
    assert (await party.ada.http.delete("/api/trash")).json() == {"count": 1}
    assert not await party.opens(link, made)
    assert await _rows(party) == 0


async def test_who_may_not_sign_in_shows_nothing(party: Party) -> None:
    made = await party.picture()
    link, user_id = await party.share(made), party.ada.user["id"]
    accounts = party.studio.part(Accounts)
    for state in (UserState.DISABLED, UserState.PENDING):
        await accounts.change_user(user_id, state=state)
        assert not await party.opens(link, made)
    await accounts.change_user(user_id, state=UserState.ACTIVE)
    assert await party.opens(link, made)


async def test_whoever_leaves_leaves_no_link_behind(party: Party) -> None:
    made = await party.picture()
    link = await party.share(made)
    left = await party.ada.http.request("DELETE", "/api/auth/me", json={"password": PASSWORD})
    assert left.status_code == 204
    assert not await party.opens(link, made)
    assert await _rows(party) == 0


async def test_a_program_neither_makes_nor_sees_links(party: Party) -> None:
    """They outlive its key."""
    made = await party.picture()
    link = await party.share(made)
    scopes = ["text", "image", "video", "read"]
    async with script_of(party.studio, party.ada, scopes=scopes) as script:
        answers = [
            await script.post("/api/shares", json={"generation_id": made["id"]}),
            await script.get("/api/shares"),
            await script.delete(f"/api/shares/{link['id']}"),
        ]
    assert {each.status_code for each in answers} == {403}


async def test_an_administrator_sees_that_links_are_there_and_takes_them_back(
    party: Party,
) -> None:
    made = await party.picture(prompt="A secret lantern")
    link = await party.share(made, password=SECRET)
    hers = {"user_id": party.ada.user["id"]}
    seen = await party.admin.http.get("/api/admin/shares", params=hers)
    [listed] = seen.json()["items"]
    assert (listed["user_email"], listed["has_password"]) == (party.ada.user["email"], True)
    assert "lantern" not in seen.text
    assert link["url"] not in seen.text
    nobodys = await party.admin.http.get("/api/admin/shares", params={"user_id": NOWHERE})
    assert nobodys.json()["items"] == []
    where = f"/api/admin/shares/{link['id']}"
    assert (await party.ada.http.delete(where)).status_code == 403
    assert (await party.admin.http.delete(where)).status_code == 204
    assert (await party.admin.http.delete(where)).status_code == 404
    assert (await party.guest.get(file_of(link, made))).status_code == 404
    entry, *_ = (await party.admin.http.get("/api/admin/audit?action=person")).json()["items"]
    assert (entry["action"], entry["subject"]) == ("person.revoke-share", party.ada.user["id"])
    assert entry["before"] == {"share": link["id"], "generation": made["id"]}


async def _rows(party: Party) -> int:
    def count(tx: Tx) -> int:
        return len(tx.rows("SELECT id FROM shares WHERE user_id = $id", id=party.ada.user["id"]))

    return await party.studio.db.read(count)
