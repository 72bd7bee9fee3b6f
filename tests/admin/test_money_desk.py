"""What administrators see of the money, and what they alone decide."""

from app.clock import new_id
from app.demo import Fault
from tests.studio import Json, Person, Studio


async def test_an_unknown_film_is_settled_once_with_a_reason(studio: Studio) -> None:
    admin, bob, film = await _lost_film(studio)
    [waiting] = (await admin.http.get("/api/admin/unknown")).json()["items"]
    assert (waiting["id"], waiting["held_micros"]) == (film["id"], film["quote"]["amount_micros"])
    assert film["prompt"] not in str(waiting)

    decision = {"amount_micros": 70_000, "reason": "the gateway's page says so"}
    settled = await admin.http.post(f"/api/admin/unknown/{film['id']}/settle", json=decision)
    assert (settled.status_code, settled.json()["held_micros"]) == (200, 0)
    again = await admin.http.post(f"/api/admin/unknown/{film['id']}/release", json={"reason": "x"})
    assert again.status_code == 409
    assert (await bob.status(film["id"]))["cost_micros"] == 70_000
    assert (await bob.usage())["spent_micros"] == 70_000


async def test_an_unknown_film_is_released_once_with_a_reason(studio: Studio) -> None:
    admin, bob, film = await _lost_film(studio)
    path = f"/api/admin/unknown/{film['id']}/release"
    assert (await admin.http.post(path, json={"reason": "  "})).status_code == 422
    assert (await admin.http.post(path, json={"reason": "never began"})).status_code == 200
    assert (await admin.http.post(path, json={"reason": "again"})).status_code == 409
    assert (await bob.usage())["held_micros"] == 0
    entries = (await admin.http.get(f"/api/admin/ledger?generation_id={film['id']}")).json()
    assert [each["kind"] for each in entries["items"]] == ["release", "hold"]
    assert entries["items"][0]["reason"] == "never began"
    assert entries["items"][0]["actor"] == admin.user["id"]


async def test_decisions_are_in_the_audit_log_and_refused_ones_are_not(studio: Studio) -> None:
    admin, _, film = await _lost_film(studio)
    path = f"/api/admin/unknown/{film['id']}/settle"
    decision = {"amount_micros": 70_000, "reason": "the gateway's page says so"}
    assert (await admin.http.post(path, json=decision)).status_code == 200
    assert (await admin.http.post(path, json=decision)).status_code == 409
    [entry] = (await admin.http.get("/api/admin/audit?action=generation")).json()["items"]
    assert (entry["action"], entry["subject"]) == ("generation.settle", film["id"])
    assert (entry["actor"], entry["after"]) == (admin.user["id"], decision)


async def test_the_ledger_pages_through_all_movements_of_a_person(studio: Studio) -> None:
    admin = await studio.person()
    for _ in range(3):
        await admin.say("Hello")
    seen: list[str] = []
    query: Json = {"user_id": admin.user["id"], "limit": 4}
    while True:
        page = (await admin.http.get("/api/admin/ledger", params=query)).json()
        seen += [each["id"] for each in page["items"]]
        if page["next"] is None:
            break
        query["before"] = page["next"]
    assert len(seen) == len(set(seen)) == 6
    assert seen == sorted(seen, reverse=True)


async def test_the_ledger_is_asked_by_kind_and_tells_names_and_what_it_adds_up_to(
    studio: Studio,
) -> None:
    admin, bob, film = await _lost_film(studio)
    said = await bob.say("Hello")
    everything = (await admin.http.get("/api/admin/ledger")).json()
    held, spent = film["quote"]["amount_micros"], said["cost_micros"]
    assert everything["totals"] == {"entries": 3, "held_micros": held, "spent_micros": spent}
    query = {"kind": "settle", "user_id": bob.user["id"], "limit": 1}
    settled = (await admin.http.get("/api/admin/ledger", params=query)).json()
    [entry] = settled["items"]
    assert (entry["generation_id"], entry["user_email"]) == (said["id"], "bob@example.org")
    assert (entry["actor"], entry["actor_email"]) == ("system", None)
    assert (settled["totals"]["entries"], settled["totals"]["spent_micros"]) == (1, spent)
    assert (await admin.http.get("/api/admin/ledger?kind=theft")).status_code == 422


async def test_what_is_unknown_is_told_with_whose_it_is_and_how_it_was_lost(
    studio: Studio,
) -> None:
    admin, _, _ = await _lost_film(studio)
    [waiting] = (await admin.http.get("/api/admin/unknown")).json()["items"]
    assert (waiting["user_email"], waiting["code"]) == ("bob@example.org", "outcome-unknown")
    assert (waiting["gateway_id"], waiting["under_way"]) == (None, False)


async def test_only_administrators_may_look_or_decide(studio: Studio) -> None:
    _, bob, film = await _lost_film(studio)
    path = f"/api/admin/unknown/{film['id']}"
    assert (await bob.http.get("/api/admin/ledger")).status_code == 403
    assert (await bob.http.get("/api/admin/unknown")).status_code == 403
    assert (await bob.http.post(f"{path}/release", json={"reason": "mine"})).status_code == 403
    decision = {"amount_micros": 0, "reason": "mine"}
    assert (await bob.http.post(f"{path}/settle", json=decision)).status_code == 403


async def test_deciding_about_nothing_is_not_found(studio: Studio) -> None:
    admin = await studio.person()
    path = f"/api/admin/unknown/{new_id()}/release"
    assert (await admin.http.post(path, json={"reason": "what?"})).status_code == 404


async def _lost_film(studio: Studio) -> tuple[Person, Person, Json]:
    """A film of Bob's whose acceptance was lost on the way."""
    admin, bob = await studio.person("ada"), await studio.person("bob")
    studio.demo.script(path="/videos", answer=Fault.drop_before_answer())
    film = await studio.made(bob, "video")
    assert film["state"] == "unknown"
    return admin, bob, film
