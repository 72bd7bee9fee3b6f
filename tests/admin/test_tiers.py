"""Tiers as administrators keep them, over HTTP. What they allow is proven in tests/generation."""

from app.accounts.service import Accounts
from tests.studio import Json, Person, Studio

TIERS = "/api/admin/tiers"


async def create(admin: Person, name: str = "crew", **body: object) -> Json:
    answer = await admin.http.post(f"{TIERS}/{name}", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_fresh_installation_has_five_tiers(studio: Studio) -> None:
    admin, _ = await studio.person(), await studio.person("ben")
    tiers = (await admin.http.get(TIERS)).json()
    assert [each["id"] for each in tiers["items"]] == [
        "basic", "free", "premium", "professional", "standard",
    ]  # fmt: skip
    assert [each["id"] for each in tiers["items"] if each["is_default"]] == ["basic"]
    basic = (await admin.http.get(f"{TIERS}/basic")).json()
    assert basic == tiers["items"][0]
    assert (basic["people"], basic["budget_day_micros"]) == (2, 5_000_000)
    assert (await admin.http.get(f"{TIERS}/none")).status_code == 404


async def test_a_new_tier_is_like_the_default_one_in_what_is_not_said(studio: Studio) -> None:
    admin = await studio.person()
    basic = (await admin.http.get(f"{TIERS}/basic")).json()
    crew = await create(admin, budget_day_micros=7, models={"video": []}, jobs_at_once={"text": 1})
    said = {
        "id": "crew",
        "name": "crew",
        "budget_day_micros": 7,
        "models": basic["models"] | {"video": []},
        "jobs_at_once": basic["jobs_at_once"] | {"text": 1},
        "people": 0,
        "is_default": False,
    }
    assert crew == basic | said
    again = await admin.http.post(f"{TIERS}/crew", json={})
    assert (again.status_code, again.json()["code"]) == (409, "conflict")


async def test_a_change_touches_what_is_said_and_acts_on_the_next_request(studio: Studio) -> None:
    admin, ben = await studio.person(), await studio.person("ben")
    before = await create(admin)
    await studio.part(Accounts).change_user(ben.user["id"], tier="crew")
    change = {"models": {"text": ["openai/*"]}, "budget_month_micros": None}
    after = (await admin.http.patch(f"{TIERS}/crew", json=change)).json()
    said = {"models": before["models"] | change["models"], "budget_month_micros": None, "people": 1}
    assert after == before | said
    named = {"prompt": "A boat", "model": "google/gemini-2.5-flash"}
    refused = await ben.http.post("/api/generations/text", json=named)
    assert (refused.status_code, refused.json()["code"]) == (403, "model-not-allowed")
    await admin.http.patch(f"{TIERS}/crew", json={"models": {"text": ["*"]}})
    assert (await ben.http.post("/api/generations/text", json=named)).status_code == 202


async def test_a_tier_says_from_which_price_on_its_people_are_asked_back(studio: Studio) -> None:
    admin = await studio.person()
    quote = (await admin.http.post("/api/generations/video/quote", json={"prompt": "x"})).json()
    assert not quote["confirm"]
    limit = {"confirm_above_micros": quote["amount_micros"] - 1}
    assert (await admin.http.patch(f"{TIERS}/basic", json=limit)).status_code == 200
    again = (await admin.http.post("/api/generations/video/quote", json={"prompt": "x"})).json()
    assert again == quote | {"confirm": True}
    asked = {"prompt": "x"}
    refused = await admin.http.post("/api/generations/video", json=asked)
    assert (refused.status_code, refused.json()["code"]) == (402, "confirmation-required")
    assert refused.json()["quote_micros"] == quote["amount_micros"]
    confirmed = asked | {"max_cost_micros": quote["amount_micros"]}
    assert (await admin.http.post("/api/generations/video", json=confirmed)).status_code == 202


NONSENSE: tuple[Json, ...] = (
    {"budget_day_micros": -1},
    {"budget_day_micros": 2**63},
    {"budget_day_micros": 10**30},
    {"budget_day_micros": 1.5},
    {"budget_day_micros": True},
    {"budget_day_micros": "5"},
    {"requests_per_minute": -1},
    {"jobs_at_once": {"video": -1}},
    {"jobs_at_once": {"smell": 1}},
    {"jobs_at_once": None},
    {"models": None},
    {"models": {"text": None}},
    {"models": {"text": ["a b"]}},
    {"models": {"text": ["["]}},
    {"models": {"text": [""]}},
    {"models": {"text": ["*" * 201]}},
    {"models": {"text": ["*"] * 101}},
    {"name": "other"},
    {"colour": "red"},
)


async def test_what_makes_no_sense_is_refused_and_changes_nothing(studio: Studio) -> None:
    admin = await studio.person()
    before = (await admin.http.get(f"{TIERS}/basic")).json()
    for body in NONSENSE:
        refused = await admin.http.patch(f"{TIERS}/basic", json=body)
        assert (refused.status_code, refused.json()["code"]) == (422, "bad-input"), body
        assert (await admin.http.post(f"{TIERS}/crew", json=body)).status_code == 422, body
    assert (await admin.http.get(f"{TIERS}/basic")).json() == before


async def test_a_tier_has_a_name_that_can_be_typed(studio: Studio) -> None:
    admin = await studio.person()
    for name in ("UPPER", "-x", "a b", "x" * 41, "é", "a%00"):
        assert (await admin.http.post(f"{TIERS}/{name}", json={})).status_code == 422, name


async def test_nobody_is_left_without_a_tier(studio: Studio) -> None:
    admin, ben = await studio.person(), await studio.person("ben")
    assert (await admin.http.delete(f"{TIERS}/basic")).status_code == 409
    await create(admin)
    await studio.part(Accounts).change_user(ben.user["id"], tier="crew")
    kept = await admin.http.delete(f"{TIERS}/crew")
    assert kept.status_code == 409
    assert "Give them another one" in kept.json()["detail"]
    await studio.part(Accounts).change_user(ben.user["id"], tier="free")
    assert (await admin.http.delete(f"{TIERS}/crew")).status_code == 204
    assert (await admin.http.delete(f"{TIERS}/crew")).status_code == 404


async def test_every_change_of_tiers_and_routes_is_on_record(studio: Studio) -> None:
    admin = await studio.person()
    await create(admin)
    for _ in range(2):
        await admin.http.patch(f"{TIERS}/crew", json={"budget_day_micros": 5})
    body = {"kind": "text", "tier": "crew", "chain": ["google/gemini-2.5-flash"]}
    await admin.http.put("/api/admin/routes/auto", json=body)
    await admin.http.delete(f"{TIERS}/crew")
    entries = (await admin.http.get("/api/admin/audit")).json()["items"]
    assert [(each["action"], each["subject"]) for each in reversed(entries)] == [
        ("tier.create", "crew"),
        ("tier.change", "crew"),
        ("route.create", "text auto of crew"),
        ("tier.delete", "crew"),
        ("route.delete", "text auto of crew"),
    ]
    changed = (entries[-2]["before"], entries[-2]["after"])
    assert changed == ({"budget_day": 5_000_000}, {"budget_day": 5})
