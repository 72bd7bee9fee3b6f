"""Whoever wants to know is told how a generation ended: signed, whole, and until it has arrived."""

import asyncio
import logging
from typing import Any

import pytest

from app.accounts.model import UserState
from app.accounts.service import Accounts
from app.db import Tx
from app.demo import Fault, VideoOutcome
from app.generation.model import State
from app.webhooks.model import Event
from app.webhooks.pace import WAITS
from app.webhooks.service import Webhooks
from tests.scripts import key_for, with_secret
from tests.studio import PATIENCE, Person, Studio
from tests.webhooks.receiver import Json, Receiver, deliveries_of, receiving, wake, webhook_for

IMAGE = "black-forest-labs/flux.2-klein-4b"
ALL_DAY = 26 * 60


async def only(studio: Studio, person: Person, webhook: Json, state: str) -> Json:
    """The newest delivery, once it has come to this state."""
    async with asyncio.timeout(PATIENCE):
        while True:
            found = await deliveries_of(person, webhook)
            if found and found[0]["state"] == state:
                return found[0]
            wake(studio)
            await asyncio.sleep(0.02)


async def tried(studio: Studio, person: Person, webhook: Json, attempts: int) -> Json:
    """The newest delivery, once it has been tried so often."""
    async with asyncio.timeout(PATIENCE):
        while (found := (await deliveries_of(person, webhook))[0])["attempts"] < attempts:
            wake(studio)
            await asyncio.sleep(0.02)
    return found


async def failed_for_a_day(studio: Studio, person: Person, webhook: Json) -> Json:
    """The newest delivery, after all of its attempts."""
    for attempt in range(1, len(WAITS) + 2):
        found = await tried(studio, person, webhook, attempt)
        if found["next_attempt_at"] is not None:
            studio.clock.turn(seconds=WAITS[attempt - 1].total_seconds() * 1.25)
            person.http.cookies.update((await studio.again(person)).http.cookies)
    return (await deliveries_of(person, webhook))[0]


async def test_a_finished_picture_is_told_signed_and_as_the_api_shows_it(
    studio: Studio, ada: Person, receiver: Receiver
) -> None:
    webhook = await webhook_for(ada, receiver.url)
    made = await studio.made(ada, "image", model=IMAGE, prompt="A lantern")
    delivery = await only(studio, ada, webhook, "delivered")
    [told] = receiver.received
    assert told.signed_with(webhook["secret"])
    assert told.headers["content-type"] == "application/json"
    assert told.headers["webhook-timestamp"] == str(int(studio.clock().timestamp()))
    message = told.message
    assert (message["id"], message["type"]) == (told.id, "generation.succeeded")
    assert message["created_at"].endswith("Z")
    assert message["data"] == await ada.status(made["id"])
    assert (delivery["event_id"], delivery["generation_id"]) == (told.id, made["id"])
    assert (delivery["attempts"], delivery["last_status"]) == (1, 204)
    assert delivery["next_attempt_at"] is None
    counted = (await ada.http.get("/metrics")).text
    assert 'allucanget_webhooks_total{result="204"} 1.0' in counted


@pytest.mark.parametrize("state", [each for each in State if each.ended])
def test_every_way_to_end_has_its_event(state: State) -> None:
    assert Event(f"generation.{state}")


async def test_texts_and_films_are_told_however_they_end(
    studio: Studio, ada: Person, receiver: Receiver
) -> None:
    webhook = await webhook_for(ada, receiver.url)
    said = await ada.say("Say hello")
    await only(studio, ada, webhook, "delivered")
    studio.demo.script_video(VideoOutcome("failed", "Out of memory"))
    film = await studio.made(ada, "video")
    await only(studio, ada, webhook, "delivered")
    queued = await ada.ask("video", "Never mind")
    await ada.http.post(f"/api/generations/{queued['id']}/cancel")
    await only(studio, ada, webhook, "delivered")
    await studio.until(lambda: len(receiver.received) == 3)
    told = {each.message["data"]["id"]: each.message["type"] for each in receiver.received}
    assert told == {
        said["id"]: "generation.succeeded",
        film["id"]: "generation.failed",
        queued["id"]: "generation.cancelled",
    }


async def test_a_cancelled_film_that_arrives_after_all_is_told_twice(
    studio: Studio, ada: Person, receiver: Receiver
) -> None:
    await webhook_for(ada, receiver.url)
    film = await ada.ask("video", "Too late to stop")
    async with asyncio.timeout(PATIENCE):
        while (await ada.status(film["id"]))["stage"] != "waiting":
            studio.turn(seconds=0.1)
            await asyncio.sleep(0.02)
    await ada.http.post(f"/api/generations/{film['id']}/cancel")
    async with asyncio.timeout(PATIENCE):
        while (await ada.status(film["id"]))["state"] != "succeeded":
            studio.turn(seconds=1)
            await asyncio.sleep(0.02)
    await studio.until(lambda: len(receiver.received) == 2)
    kinds = sorted(each.message["type"] for each in receiver.received)
    assert kinds == ["generation.cancelled", "generation.succeeded"]
    assert len({each.id for each in receiver.received}) == 2


async def test_what_nobody_can_know_is_told_and_so_is_what_an_administrator_decides(
    studio: Studio, ada: Person, receiver: Receiver
) -> None:
    await webhook_for(ada, receiver.url)
    studio.demo.script(path="/images", answer=Fault.drop_before_answer(reset=True))
    lost = await studio.made(ada, "image", model=IMAGE)
    await studio.until(lambda: len(receiver.received) == 1)
    where = f"/api/admin/unknown/{lost['id']}/release"
    assert (await ada.http.post(where, json={"reason": "not there"})).status_code == 200
    await studio.until(lambda: len(receiver.received) == 2)
    told = [(each.message["type"], each.message["data"]["state"]) for each in receiver.received]
    assert told == [("generation.unknown", "unknown"), ("generation.failed", "failed")]


async def test_only_what_was_chosen_is_told(
    studio: Studio, ada: Person, receiver: Receiver
) -> None:
    films = await webhook_for(ada, receiver.url, kinds=["video"])
    failures = await webhook_for(ada, receiver.url, events=["generation.failed"])
    everything = await webhook_for(ada, receiver.url)
    await studio.made(ada, "image", model=IMAGE)
    await only(studio, ada, everything, "delivered")
    assert await deliveries_of(ada, films) == []
    assert await deliveries_of(ada, failures) == []
    assert len(receiver.received) == 1


async def test_a_webhook_of_a_key_is_told_of_what_is_made_with_it_only(
    studio: Studio, ada: Person, receiver: Receiver
) -> None:
    key = await key_for(ada)
    bound = await webhook_for(ada, receiver.url, key_id=key["id"])
    await studio.made(ada, "image", model=IMAGE, prompt="By hand")
    async with with_secret(studio, key["secret"]) as script:
        ask = {"prompt": "By the script", "model": IMAGE}
        asked = (await script.post("/api/generations/image", json=ask)).json()
    await studio.ended(ada, asked["id"])
    await only(studio, ada, bound, "delivered")
    assert [each.message["data"]["prompt"] for each in receiver.received] == ["By the script"]


async def test_nobody_is_told_of_what_somebody_else_made(
    studio: Studio, ada: Person, receiver: Receiver
) -> None:
    ben = await studio.person("ben")
    await webhook_for(ben, receiver.url)
    mine = await webhook_for(ada, receiver.url)
    await studio.made(ada, "image", model=IMAGE)
    await only(studio, ada, mine, "delivered")
    assert len(receiver.received) == 1


async def test_a_failure_is_tried_again_under_the_same_id_until_it_arrives(
    studio: Studio, ada: Person, receiver: Receiver
) -> None:
    webhook = await webhook_for(ada, receiver.url)
    receiver.status = "503 Service Unavailable"
    await studio.made(ada, "image", model=IMAGE)
    first = await tried(studio, ada, webhook, 1)
    assert (first["state"], first["last_status"]) == ("pending", 503)
    assert (await _webhook(ada, webhook))["failing_since"] is not None
    studio.clock.turn(seconds=3)
    wake(studio)
    studio.clock.turn(seconds=4)
    second = await tried(studio, ada, webhook, 2)
    assert second["state"] == "pending"
    receiver.status = "200 OK"
    studio.clock.turn(seconds=36)
    await only(studio, ada, webhook, "delivered")
    assert len({each.id for each in receiver.received}) == 1
    assert all(each.signed_with(webhook["secret"]) for each in receiver.received)
    times = [int(each.headers["webhook-timestamp"]) for each in receiver.received]
    assert times == sorted(set(times))
    assert (await _webhook(ada, webhook))["failing_since"] is None


async def test_a_redirect_is_a_failure_and_not_followed(
    studio: Studio, ada: Person, receiver: Receiver
) -> None:
    async with receiving() as elsewhere:
        receiver.status = f"307 Temporary Redirect\r\nLocation: {elsewhere.url}"
        webhook = await webhook_for(ada, receiver.url)
        await studio.made(ada, "image", model=IMAGE)
        assert (await tried(studio, ada, webhook, 1))["last_status"] == 307
        assert elsewhere.received == []


async def test_after_a_day_it_is_given_up_and_can_be_sent_once_more(
    studio: Studio, ada: Person, receiver: Receiver
) -> None:
    receiver.status = "500 Internal Server Error"
    webhook = await webhook_for(ada, receiver.url)
    await studio.made(ada, "image", model=IMAGE)
    begun = studio.clock()
    given_up = await failed_for_a_day(studio, ada, webhook)
    assert given_up["state"] == "failed"
    assert len(receiver.received) == given_up["attempts"] == len(WAITS) + 1
    assert 20 < (studio.clock() - begun).total_seconds() / 3600 < 32
    receiver.status = "200 OK"
    where = f"/api/webhooks/{webhook['id']}/deliveries/{given_up['id']}/redeliver"
    again = await ada.http.post(where)
    assert (again.status_code, again.json()["state"]) == (202, "pending")
    await only(studio, ada, webhook, "delivered")
    assert len({each.id for each in receiver.received}) == 1


async def test_an_endpoint_that_fails_for_days_is_switched_off_and_can_be_switched_on(
    studio: Studio, ada: Person, receiver: Receiver
) -> None:
    receiver.status = "500 Internal Server Error"
    webhook = await webhook_for(ada, receiver.url)
    for _ in range(3):
        await studio.made(ada, "image", model=IMAGE)
        await failed_for_a_day(studio, ada, webhook)
    off = await _webhook(ada, webhook)
    assert (off["enabled"], off["disabled_reason"]) == (False, "failing")
    before = len(receiver.received)
    await studio.made(ada, "image", model=IMAGE)
    assert len(await deliveries_of(ada, webhook)) == 3
    on = await ada.http.patch(f"/api/webhooks/{webhook['id']}", json={"enabled": True})
    assert (on.json()["enabled"], on.json()["failing_since"]) == (True, None)
    receiver.status = "200 OK"
    await studio.made(ada, "image", model=IMAGE)
    await only(studio, ada, webhook, "delivered")
    assert len(receiver.received) == before + 1


async def test_a_receiver_that_says_it_is_gone_is_believed(
    studio: Studio, ada: Person, receiver: Receiver
) -> None:
    receiver.status = "410 Gone"
    webhook = await webhook_for(ada, receiver.url)
    await studio.made(ada, "image", model=IMAGE)
    assert (await only(studio, ada, webhook, "failed"))["last_status"] == 410
    assert (await _webhook(ada, webhook))["disabled_reason"] == "gone"


async def test_what_has_not_arrived_when_the_server_stops_is_sent_by_the_next_one(
    studio: Studio, ada: Person, receiver: Receiver
) -> None:
    webhook = await webhook_for(ada, receiver.url)
    receiver.status = "500 Internal Server Error"
    await studio.made(ada, "image", model=IMAGE)
    await tried(studio, ada, webhook, 1)
    await studio.stop()
    receiver.status = "200 OK"
    studio.clock.turn(minutes=1)
    await studio.start()
    ada = await studio.again(ada)
    await only(studio, ada, webhook, "delivered")
    assert len({each.id for each in receiver.received}) == 1


async def test_what_was_deleted_meanwhile_is_not_told_any_more(
    studio: Studio, ada: Person, receiver: Receiver
) -> None:
    webhook = await webhook_for(ada, receiver.url)
    receiver.status = "500 Internal Server Error"
    made = await studio.made(ada, "image", model=IMAGE, prompt="A secret lantern")
    await tried(studio, ada, webhook, 1)
    assert (await ada.http.delete(f"/api/generations/{made['id']}")).status_code == 204
    studio.clock.turn(seconds=7)
    delivery = await only(studio, ada, webhook, "failed")
    assert "deleted" in delivery["last_error"]
    assert len(receiver.received) == 1


async def test_a_person_who_was_disabled_is_not_told_any_more(
    studio: Studio, ada: Person, receiver: Receiver
) -> None:
    ben = await studio.person("ben")
    webhook = await webhook_for(ben, receiver.url)
    receiver.status = "500 Internal Server Error"
    await studio.made(ben, "image", model=IMAGE)
    await tried(studio, ben, webhook, 1)
    await studio.part(Accounts).change_user(ben.user["id"], state=UserState.DISABLED)
    studio.clock.turn(seconds=7)
    await _state(studio, webhook, "failed")
    assert len(receiver.received) == 1


async def test_a_slow_endpoint_does_not_hold_up_the_others(
    studio: Studio, ada: Person, receiver: Receiver
) -> None:
    async with receiving() as slow:
        slow.status = "503 Service Unavailable"
        stuck = await webhook_for(ada, slow.url)
        await webhook_for(ada, receiver.url)
        for number in range(4):
            await studio.made(ada, "image", model=IMAGE, prompt=f"Lantern {number}")
        await studio.until(lambda: len(receiver.received) == 4)
        await tried(studio, ada, stuck, 1)
        slow.status = "100 Continue"  # after which the answer itself never comes
        before = len(slow.received)
        studio.clock.turn(minutes=10)
        wake(studio)
        await studio.made(ada, "image", model=IMAGE, prompt="One lantern more")
        await studio.until(lambda: len(receiver.received) == 5)
        await studio.until(lambda: len(slow.received) == before + 2)
        assert [each["state"] for each in await deliveries_of(ada, stuck)] == ["pending"] * 5


async def test_deliveries_are_forgotten_after_30_days(
    studio: Studio, ada: Person, receiver: Receiver
) -> None:
    webhook = await webhook_for(ada, receiver.url)
    await studio.made(ada, "image", model=IMAGE)
    await only(studio, ada, webhook, "delivered")
    studio.clock.turn(days=29)
    await studio.part(Webhooks).forget_old()
    ada = await studio.again(ada)
    assert len(await deliveries_of(ada, webhook)) == 1
    studio.clock.turn(days=2)
    await studio.part(Webhooks).forget_old()
    ada = await studio.again(ada)
    assert await deliveries_of(ada, webhook) == []


async def test_no_secret_address_or_prompt_is_in_the_log(
    studio: Studio, ada: Person, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    webhook = await webhook_for(ada, receiver.url)
    await studio.made(ada, "image", model=IMAGE, prompt="A canary among lanterns")
    await only(studio, ada, webhook, "delivered")
    receiver.status = "500 Internal Server Error"
    await ada.http.post(f"/api/webhooks/{webhook['id']}/test")
    assert webhook["id"] in caplog.text
    for private in ("canary", webhook["secret"], "for=tests"):
        assert private not in caplog.text


async def _webhook(person: Person, webhook: Json) -> Json:
    return (await person.http.get(f"/api/webhooks/{webhook['id']}")).json()


async def _state(studio: Studio, webhook: Json, state: str) -> None:
    def states(tx: Tx) -> list[Any]:
        rows = tx.rows(
            "SELECT state FROM webhook_deliveries WHERE webhook_id = $id", id=webhook["id"]
        )
        return [row["state"] for row in rows]

    async with asyncio.timeout(PATIENCE):
        while await studio.db.read(states) != [state]:
            wake(studio)
            await asyncio.sleep(0.02)
