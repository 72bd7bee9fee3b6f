"""Routes as administrators keep them, over HTTP."""

from tests.studio import Json, Studio

ROUTES = "/api/admin/routes"
LITE, FLASH = "google/gemini-2.5-flash-lite", "google/gemini-2.5-flash"
KLEIN = "black-forest-labs/flux.2-klein-4b"


async def test_every_kind_begins_with_auto_fast_and_best(studio: Studio) -> None:
    admin = await studio.person()
    routes = (await admin.http.get(ROUTES)).json()["items"]
    everybodys = [(each["kind"], each["id"]) for each in routes if each["tier"] is None]
    assert everybodys == [
        (kind, name)
        for kind in ("image", "text", "video")
        for name in ("auto", "auto/best", "auto/fast")
    ]
    assert all(each["missing"] == [] for each in routes)
    texts = (await admin.http.get(ROUTES, params={"kind": "text"})).json()["items"]
    assert texts == [each for each in routes if each["kind"] == "text"]


async def test_a_route_is_found_by_name_kind_and_tier(studio: Studio) -> None:
    admin = await studio.person()
    found = await admin.http.get(f"{ROUTES}/auto/best", params={"kind": "text", "tier": "premium"})
    assert found.json()["chain"][0] == "openai/gpt-5.5"
    unclear = await admin.http.get(f"{ROUTES}/auto/best")
    assert (unclear.status_code, unclear.json()["supported"]) == (422, ["text", "image", "video"])
    only = await admin.http.get(f"{ROUTES}/auto/best", params={"tier": "premium"})
    assert only.json() == found.json()
    for name, query in (("auto/none", {}), ("auto/best", {"tier": "free"}), ("%2e%2e/tiers", {})):
        assert (await admin.http.get(f"{ROUTES}/{name}", params=query)).status_code == 404


async def test_a_new_chain_answers_the_next_request(studio: Studio) -> None:
    admin = await studio.person()
    body: Json = {"kind": "text", "tier": None, "chain": [LITE], "fallback_route": None}
    changed = await admin.http.put(f"{ROUTES}/auto", json=body)
    assert (changed.status_code, changed.json()) == (200, {"id": "auto", "missing": []} | body)
    assert (await admin.say("Hello"))["answered_by"] == LITE
    body = {"kind": "image", "tier": "basic", "chain": [KLEIN], "fallback_route": "auto/fast"}
    created = await admin.http.put(f"{ROUTES}/auto", json=body)
    assert created.status_code == 201
    assert (await studio.made(admin, "image"))["answered_by"] == KLEIN


REFUSED: tuple[tuple[str, Json, str, str], ...] = (
    ("auto", {"chain": ["acme/none"]}, "chain", "no text model called acme/none"),
    ("auto", {"chain": [KLEIN]}, "chain", "makes image, not text"),
    ("auto", {"chain": []}, "chain", "a model to begin with"),
    ("auto", {"chain": [LITE, LITE]}, "chain", "once"),
    ("auto", {"tier": "none"}, "tier", "no tier called none"),
    ("auto", {"tier": ""}, "tier", "no tier"),
    ("auto", {"fallback_route": "auto/none"}, "fallback_route", "no text route"),
    ("auto", {"fallback_route": "auto"}, "fallback_route", "circle"),
    ("auto/fast", {"fallback_route": "auto/best"}, "fallback_route", "circle"),
    ("best", {}, "name", "auto, or auto/"),
    (LITE, {}, "name", "auto, or auto/"),
)


async def test_a_route_that_could_not_work_is_refused_in_a_sentence(studio: Studio) -> None:
    admin = await studio.person()
    before = (await admin.http.get(ROUTES)).json()
    for name, more, field, says in REFUSED:
        body = {"kind": "text", "chain": [LITE]} | more
        refused = await admin.http.put(f"{ROUTES}/{name}", json=body)
        assert (refused.status_code, refused.json()["field"]) == (422, field), (name, more)
        assert says in refused.json()["detail"]
    assert (await admin.http.get(ROUTES)).json() == before


MALFORMED: tuple[Json, ...] = (
    {},
    {"kind": "smell", "chain": [LITE]},
    {"kind": "text", "chain": "x"},
    {"kind": "text", "chain": [1]},
    {"kind": "text", "chain": [LITE], "colour": "red"},
    {"kind": "text", "chain": [LITE] * 101},
)


async def test_a_malformed_route_is_refused(studio: Studio) -> None:
    admin = await studio.person()
    for body in MALFORMED:
        assert (await admin.http.put(f"{ROUTES}/auto", json=body)).status_code == 422, body


async def test_what_vanished_may_stay_in_its_chain_and_nowhere_else(studio: Studio) -> None:
    admin = await studio.person()
    assert (await admin.http.patch(f"/api/admin/models/{LITE}", json={"hidden": True})).is_success
    auto = (await admin.http.get(f"{ROUTES}/auto", params={"kind": "text"})).json()
    assert auto["missing"] == [LITE]
    kept = {"kind": "text", "chain": [LITE, FLASH], "fallback_route": None}
    assert (await admin.http.put(f"{ROUTES}/auto", json=kept)).status_code == 200
    assert (await admin.http.put(f"{ROUTES}/auto/new", json=kept)).status_code == 422
    assert (await admin.say("Hello"))["answered_by"] == FLASH


async def test_a_route_that_others_need_stays(studio: Studio) -> None:
    admin = await studio.person()
    for name, query, status in (
        ("auto", {"kind": "text"}, 409),
        ("auto/fast", {"kind": "text"}, 409),  # auto falls back to it
        ("auto/best", {"kind": "text"}, 204),
        ("auto/best", {"kind": "text"}, 404),
        ("auto/best", {}, 422),
        ("auto/best", {"kind": "text", "tier": "premium"}, 204),
    ):
        answer = await admin.http.delete(f"{ROUTES}/{name}", params=query)
        assert answer.status_code == status, (name, query)
