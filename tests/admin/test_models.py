"""The catalogue as administrators see and change it."""

from app.catalog.model import Kind
from app.demo import Fault
from tests.studio import Json, Person, Studio

MODELS = "/api/admin/models"
KLEIN = "black-forest-labs/flux.2-klein-4b"


async def shown(person: Person, kind: str = "image") -> dict[str, Json]:
    items = (await person.http.get("/api/models", params={"kind": kind})).json()["items"]
    return {each["id"]: each for each in items}


async def the_one(admin: Person, model: str) -> Json:
    items = (await admin.http.get(MODELS, params={"q": model})).json()["items"]
    return next(each for each in items if each["id"] == model)


async def test_everything_the_gateway_offers_is_listed_with_its_prices(studio: Studio) -> None:
    admin = await studio.person()
    listed = (await admin.http.get(MODELS)).json()
    assert {each["kind"] for each in listed["items"]} == set(Kind)
    klein = next(each for each in listed["items"] if each["id"] == KLEIN)
    assert (klein["hidden"], klein["name"]) == (False, klein["published_name"])
    assert klein["prices"][0] == {"what": "per megapixel", "usd": "0.014"}
    assert listed["refreshed_at"] is not None
    found = (await admin.http.get(MODELS, params={"kind": "image", "q": "KLEIN"})).json()["items"]
    assert found == [klein]


async def test_a_hidden_model_is_offered_to_nobody_until_it_is_shown_again(studio: Studio) -> None:
    admin = await studio.person()
    answer = await admin.http.patch(f"{MODELS}/{KLEIN}", json={"hidden": True})
    assert (answer.status_code, answer.json()["hidden"]) == (200, True)
    assert KLEIN not in await shown(admin)
    asked = {"prompt": "A boat", "model": KLEIN}
    assert (await admin.http.post("/api/generations/image", json=asked)).status_code == 422
    await admin.http.post(f"{MODELS}/refresh")
    await studio.restart()
    admin = await studio.again(admin)
    assert KLEIN not in await shown(admin)
    listed = (await admin.http.get(MODELS, params={"q": KLEIN})).json()["items"]
    assert [each["hidden"] for each in listed] == [True]
    await admin.http.patch(f"{MODELS}/{KLEIN}", json={"hidden": False})
    assert (await studio.made(admin, "image", model=KLEIN))["state"] == "succeeded"


async def test_what_is_under_way_with_a_model_that_is_hidden_is_finished(studio: Studio) -> None:
    admin = await studio.person()
    studio.demo.script(path="/images", answer=Fault.status(503), times=1)
    asked = await admin.ask("image", model=KLEIN)
    await admin.http.patch(f"{MODELS}/{KLEIN}", json={"hidden": True})
    assert (await studio.ended(admin, asked["id"]))["state"] == "succeeded"


async def test_a_model_may_have_another_name_here(studio: Studio) -> None:
    admin = await studio.person()
    before = (await shown(admin))[KLEIN]["name"]
    await admin.http.patch(f"{MODELS}/{KLEIN}", json={"hidden": False})
    for name, seen in (("  House style ", "House style"), (None, before)):
        answer = await admin.http.patch(f"{MODELS}/{KLEIN}", json={"name": name})
        assert (answer.json()["name"], answer.json()["published_name"]) == (seen, before)
        assert (await shown(admin))[KLEIN]["name"] == seen


async def test_what_a_request_to_a_model_may_cost_is_capped_until_it_no_longer_is(
    studio: Studio,
) -> None:
    admin = await studio.person()
    assert (await the_one(admin, KLEIN))["price_cap_micros"] is None
    answer = await admin.http.patch(f"{MODELS}/{KLEIN}", json={"price_cap_micros": 1_500})
    assert (answer.status_code, answer.json()["price_cap_micros"]) == (200, 1_500)
    await admin.http.patch(f"{MODELS}/{KLEIN}", json={"name": "House style"})
    await admin.http.post(f"{MODELS}/refresh")
    await studio.restart()
    admin = await studio.again(admin)
    assert (await the_one(admin, KLEIN))["price_cap_micros"] == 1_500
    asked = {"prompt": "A boat", "model": KLEIN}
    assert (await admin.http.post("/api/generations/image", json=asked)).status_code == 402
    await admin.http.patch(f"{MODELS}/{KLEIN}", json={"price_cap_micros": None})
    assert (await studio.made(admin, "image", model=KLEIN))["state"] == "succeeded"


async def test_nobody_else_changes_what_a_model_may_cost(studio: Studio) -> None:
    admin, member = await studio.person("root"), await studio.person()
    answer = await member.http.patch(f"{MODELS}/{KLEIN}", json={"price_cap_micros": 1})
    assert answer.status_code == 403
    assert (await the_one(admin, KLEIN))["price_cap_micros"] is None


async def test_what_was_done_to_a_model_is_on_record(studio: Studio) -> None:
    admin = await studio.person()
    changes: tuple[Json, ...] = (
        {"hidden": True},
        {"hidden": True},
        {"name": "House style"},
        {"price_cap_micros": 1_500},
    )
    for change in changes:
        await admin.http.patch(f"{MODELS}/{KLEIN}", json=change)
    log = (await admin.http.get("/api/admin/audit", params={"action": "model"})).json()["items"]
    assert [(each["subject"], each["before"], each["after"]) for each in log] == [
        (KLEIN, {"price_cap": None}, {"price_cap": 1_500}),
        (KLEIN, {"name": None}, {"name": "House style"}),
        (KLEIN, {"hidden": False}, {"hidden": True}),
    ]
    assert {each["actor_name"] for each in log} == {admin.user["email"]}


async def test_patterns_can_be_tried_before_they_are_saved(studio: Studio) -> None:
    admin = await studio.person()
    everything = set(await shown(admin))

    async def matching(*patterns: str) -> Json:
        params = {"kind": "image", "pattern": patterns}
        return (await admin.http.get(f"{MODELS}/matching", params=params)).json()

    images = {each for each in everything if not each.startswith("auto")}
    assert set((await matching("*"))["items"]) == images
    only = await matching("black-forest-labs/*", "!*-klein-*")
    assert only["of"] == len(images)
    assert KLEIN not in only["items"]
    assert only["items"] != []
    assert (await matching())["items"] == []


async def test_what_makes_no_sense_is_refused(studio: Studio) -> None:
    admin = await studio.person()
    assert (await admin.http.patch(f"{MODELS}/acme/none", json={})).status_code == 404
    nonsense: tuple[Json, ...] = (
        {"hidden": None},
        {"hidden": 1},
        {"name": " "},
        {"id": "x"},
        *({"price_cap_micros": each} for each in (-1, 0.5, "5", True, 2**63)),
    )
    for body in nonsense:
        assert (await admin.http.patch(f"{MODELS}/{KLEIN}", json=body)).status_code == 422


async def test_a_refresh_can_be_asked_for_and_says_whether_all_was_answered(
    studio: Studio,
) -> None:
    admin = await studio.person()
    studio.clock.turn(minutes=5)
    refreshed = (await admin.http.post(f"{MODELS}/refresh")).json()
    assert refreshed["complete"]
    assert refreshed["refreshed_at"].startswith("2026-11-21T12:05")
    studio.demo.script(path="/videos/models", method="GET", answer=Fault.status(500), times=None)
    studio.clock.turn(minutes=5)
    partly = (await admin.http.post(f"{MODELS}/refresh")).json()
    assert not partly["complete"]
    assert partly["refreshed_at"].startswith("2026-11-21T12:05")
    assert await shown(admin, "video")
