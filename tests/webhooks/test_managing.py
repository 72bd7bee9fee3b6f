"""What people may do with their webhooks, and what nobody may."""

from typing import Any

from app.db import Tx
from tests.scripts import key_for, script_of
from tests.studio import PASSWORD, Person, Studio
from tests.webhooks.receiver import Json, Receiver, deliveries_of, receiving, webhook_for

IMAGE = "black-forest-labs/flux.2-klein-4b"
EVENTS = ["cancelled", "failed", "interrupted", "succeeded", "unknown"]


async def test_the_secret_is_told_once_and_kept_nowhere(studio: Studio, ada: Person) -> None:
    made = await webhook_for(ada, "https://hooks.example.org/in", name="  My hook ")
    secret = made.pop("secret")
    assert secret.startswith("whsec_")
    assert len(secret) == 50
    assert (made["name"], made["url"]) == ("My hook", "https://hooks.example.org/in")
    assert made["kinds"] == ["image", "text", "video"]
    assert made["events"] == [f"generation.{each}" for each in EVENTS]
    assert (made["enabled"], made["disabled_reason"], made["key_id"]) == (True, None, None)
    assert (await ada.http.get("/api/webhooks")).json() == {"items": [made], "next": None}
    assert (await ada.http.get(f"/api/webhooks/{made['id']}")).json() == made
    assert secret not in str(await studio.db.read(_rows))


async def test_a_webhook_can_be_changed_and_deleted(studio: Studio, ada: Person) -> None:
    made = await webhook_for(ada, "https://hooks.example.org/in")
    where = f"/api/webhooks/{made['id']}"
    changes = {"name": "Films", "kinds": ["video"], "url": "https://other.example.org"}
    changed = (await ada.http.patch(where, json=changes)).json()
    assert (changed["name"], changed["kinds"]) == ("Films", ["video"])
    assert changed["url"] == "https://other.example.org/"
    assert changed["events"] == made["events"]
    off = (await ada.http.patch(where, json={"enabled": False})).json()
    assert (off["enabled"], off["disabled_reason"], off["name"]) == (False, "owner", "Films")
    assert (await ada.http.delete(where)).status_code == 204
    assert (await ada.http.get(where)).status_code == 404


WRONG: tuple[Json, ...] = (
    {"url": "ftp://hooks.example.org"},
    {"url": "https://ada:secret@hooks.example.org"},
    {"url": "https://hooks.example.org:22"},
    {"url": "https://hooks.example.org/#part"},
    {"url": "https://hooks.example.org/" + "a" * 2_000},
    {"url": "https://169.254.169.254/latest/meta-data"},
    {"url": "not an address"},
    {"kinds": []},
    {"kinds": ["audio"]},
    {"events": ["generation.running"]},
    {"name": " "},
    {"secret": "whsec_mine"},
    {"key_id": "00000000-0000-0000-0000-000000000000"},
)


async def test_what_makes_no_sense_is_refused(ada: Person) -> None:
    made = await webhook_for(ada, "https://hooks.example.org")
    for wrong in WRONG:
        whole = {"name": "mine", "url": "https://hooks.example.org", **wrong}
        answer = await ada.http.post("/api/webhooks", json=whole)
        assert answer.status_code in (404, 422), wrong
        assert "secret@" not in answer.text
        # The key of a webhook cannot be changed at all.
        changed = await ada.http.patch(f"/api/webhooks/{made['id']}", json=wrong)
        assert changed.status_code == 422, wrong
    made.pop("secret")
    assert (await ada.http.get("/api/webhooks")).json()["items"] == [made]


async def test_private_addresses_and_plain_http_need_the_operators_leave(
    studio: Studio, ada: Person
) -> None:
    await studio.restart(webhook_allow_private=False)
    ada = await studio.again(ada)
    for url in ("http://hooks.example.org", "https://127.0.0.1:8443", "https://0x7f.1:8443"):
        answer = await ada.http.post("/api/webhooks", json={"name": "mine", "url": url})
        assert answer.status_code == 422, url


async def test_nobody_has_more_than_ten(ada: Person) -> None:
    for _ in range(10):
        await webhook_for(ada, "https://hooks.example.org")
    form = {"name": "one more", "url": "https://hooks.example.org"}
    assert (await ada.http.post("/api/webhooks", json=form)).status_code == 409


async def test_somebody_elses_webhook_is_as_good_as_none(studio: Studio, ada: Person) -> None:
    ben = await studio.person("ben")
    theirs, key = await webhook_for(ben, "https://hooks.example.org"), await key_for(ben)
    for webhook_id in (theirs["id"], "00000000-0000-0000-0000-000000000000", "x"):
        where = f"/api/webhooks/{webhook_id}"
        for method, path in (
            ("GET", ""),
            ("DELETE", ""),
            ("POST", "/rotate"),
            ("POST", "/test"),
            ("GET", "/deliveries"),
            ("POST", f"/deliveries/{theirs['id']}/redeliver"),
        ):
            assert (await ada.http.request(method, where + path)).status_code == 404, path
        assert (await ada.http.patch(where, json={"name": "mine now"})).status_code == 404
    form = {"name": "mine", "url": "https://hooks.example.org", "key_id": key["id"]}
    assert (await ada.http.post("/api/webhooks", json=form)).status_code == 404
    assert (await ben.http.get(f"/api/webhooks/{theirs['id']}")).json()["name"] == "mine"


async def test_no_key_reaches_them_whatever_its_scopes(studio: Studio, ada: Person) -> None:
    webhook = await webhook_for(ada, "https://hooks.example.org")
    scopes = ["text", "image", "video", "read", "admin"]
    async with script_of(studio, ada, scopes=scopes) as script:
        form = {"name": "mine", "url": "https://hooks.example.org"}
        for answer in (
            await script.get("/api/webhooks"),
            await script.post("/api/webhooks", json=form),
            await script.get(f"/api/webhooks/{webhook['id']}/deliveries"),
            await script.post(f"/api/webhooks/{webhook['id']}/rotate"),
        ):
            assert answer.status_code == 403


async def test_strangers_are_not_let_in(studio: Studio) -> None:
    async with studio.client() as http:
        assert (await http.get("/api/webhooks")).status_code == 401
        assert (await http.post("/api/webhooks", json={})).status_code == 401


async def test_a_test_tells_at_once_what_came_of_it(
    studio: Studio, ada: Person, receiver: Receiver
) -> None:
    webhook = await webhook_for(ada, receiver.url)
    where = f"/api/webhooks/{webhook['id']}/test"
    good = (await ada.http.post(where)).json()
    assert (good["event"], good["state"], good["last_status"]) == ("webhook.test", "delivered", 204)
    [told] = receiver.received
    assert told.signed_with(webhook["secret"])
    assert (told.message["type"], told.message["data"]) == ("webhook.test", {})
    receiver.status = "500 Internal Server Error"
    bad = (await ada.http.post(where)).json()
    assert (bad["state"], bad["last_status"], bad["next_attempt_at"]) == ("failed", 500, None)
    assert (await ada.http.get(f"/api/webhooks/{webhook['id']}")).json()["failing_since"] is None
    assert [each["id"] for each in await deliveries_of(ada, webhook)] == [bad["id"], good["id"]]


async def test_a_test_says_why_nothing_arrived(ada: Person) -> None:
    async with receiving() as leaving:
        webhook = await webhook_for(ada, leaving.url)
    tested = (await ada.http.post(f"/api/webhooks/{webhook['id']}/test")).json()
    assert (tested["state"], tested["last_status"]) == ("failed", None)
    assert tested["last_error"] == "It takes no connection."


async def test_for_a_while_both_secrets_are_signed_with(
    studio: Studio, ada: Person, receiver: Receiver
) -> None:
    old = await webhook_for(ada, receiver.url)
    where = f"/api/webhooks/{old['id']}"
    new = (await ada.http.post(f"{where}/rotate", json={"overlap_s": 600})).json()
    assert new["secret"] != old["secret"]
    assert new["older_secret_until"] is not None
    await ada.http.post(f"{where}/test")
    studio.clock.turn(seconds=601)
    await ada.http.post(f"{where}/test")
    during, after = receiver.received
    assert [during.signed_with(each["secret"]) for each in (old, new)] == [True, True]
    assert [after.signed_with(each["secret"]) for each in (old, new)] == [False, True]
    assert (await ada.http.get(where)).json()["older_secret_until"] is None


async def test_when_the_servers_own_key_changes_a_new_secret_is_asked_for(
    studio: Studio, ada: Person, receiver: Receiver
) -> None:
    webhook = await webhook_for(ada, receiver.url)
    await studio.restart(secret_key="another key than before, for the same house")
    ada = await studio.again(ada)
    where = f"/api/webhooks/{webhook['id']}"
    tested = (await ada.http.post(f"{where}/test")).json()
    assert (tested["state"], receiver.received) == ("failed", [])
    assert "new secret" in tested["last_error"]
    assert (await ada.http.get(where)).json()["disabled_reason"] == "key-changed"
    secret = (await ada.http.post(f"{where}/rotate")).json()["secret"]
    await ada.http.patch(where, json={"enabled": True})
    assert (await ada.http.post(f"{where}/test")).json()["state"] == "delivered"
    assert receiver.received[0].signed_with(secret)


async def test_deliveries_come_in_pages(studio: Studio, ada: Person, receiver: Receiver) -> None:
    webhook = await webhook_for(ada, receiver.url)
    sent = [(await ada.http.post(f"/api/webhooks/{webhook['id']}/test")).json() for _ in range(5)]
    where, seen = f"/api/webhooks/{webhook['id']}/deliveries", list[str]()
    before: Any = None
    while True:
        asked = {"limit": 2} | ({"before": before} if before else {})
        page = (await ada.http.get(where, params=asked)).json()
        seen += [each["id"] for each in page["items"]]
        before = page["next"]
        if before is None:
            break
    assert seen == [each["id"] for each in reversed(sent)]


async def test_switching_it_off_gives_up_what_is_pending(
    studio: Studio, ada: Person, receiver: Receiver
) -> None:
    receiver.status = "500 Internal Server Error"
    webhook = await webhook_for(ada, receiver.url)
    await studio.made(ada, "image", model=IMAGE)
    await ada.http.patch(f"/api/webhooks/{webhook['id']}", json={"enabled": False})
    [delivery] = await deliveries_of(ada, webhook)
    assert (delivery["state"], delivery["next_attempt_at"]) == ("failed", None)
    where = f"/api/webhooks/{webhook['id']}/deliveries/{delivery['id']}/redeliver"
    assert (await ada.http.post(where)).status_code == 409


async def test_whoever_leaves_leaves_no_webhook_behind(
    studio: Studio, ada: Person, receiver: Receiver
) -> None:
    ben = await studio.person("ben")
    await webhook_for(ben, receiver.url)
    receiver.status = "500 Internal Server Error"
    await studio.made(ben, "image", model=IMAGE)
    left = await ben.http.request("DELETE", "/api/auth/me", json={"password": PASSWORD})
    assert left.status_code == 204
    assert await studio.db.read(_rows) == []


def _rows(tx: Tx) -> list[Any]:
    found: list[Any] = tx.rows("SELECT * FROM webhooks")
    return [*found, *tx.rows("SELECT * FROM webhook_deliveries"), *tx.rows("FROM webhook_queue")]
