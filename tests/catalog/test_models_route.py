"""GET /api/models, asked of the whole app."""

from datetime import datetime
from email.utils import parsedate_to_datetime

from app.catalog.model import Kind
from app.catalog.service import Catalogue
from tests.studio import Studio


async def test_strangers_are_not_told(studio: Studio) -> None:
    async with studio.client() as stranger:
        assert (await stranger.get("/api/models")).status_code == 401


async def test_a_kind_has_its_routes_first_and_then_its_models(studio: Studio) -> None:
    person = await studio.person()
    answer = await person.http.get("/api/models", params={"kind": "video"})
    listed = answer.json()
    assert listed["next"] is None
    routes = [each["is_route"] for each in listed["items"]]
    assert routes == sorted(routes, reverse=True)
    assert {each["kind"] for each in listed["items"]} == {"video"}


async def test_a_model_tells_what_it_offers_and_costs(studio: Studio) -> None:
    person = await studio.person()
    items = (await person.http.get("/api/models", params={"kind": "video"})).json()["items"]
    veo = next(each for each in items if each["id"] == "google/veo-3.1-lite")
    assert veo["capabilities"] == {
        "params": {
            "duration": {"type": "enum", "values": [4, 6, 8], "default": 4},
            "resolution": {"type": "enum", "values": ["720p", "1080p"], "default": "720p"},
            "aspect_ratio": {"type": "enum", "values": ["16:9", "9:16"], "default": "16:9"},
            "size": {
                "type": "enum",
                "values": ["1280x720", "720x1280", "1920x1080", "1080x1920"],
                "default": None,
            },
            "generate_audio": {"type": "boolean", "default": True},
            "seed": {"type": "integer", "min": 0, "max": 2_147_483_647},
        },
        "inputs": {"first_frame": {"min": 0, "max": 1}, "last_frame": {"min": 0, "max": 1}},
        "prompt_required": True,
    }
    assert veo["pricing"]["free"] is False
    assert {"what": "per second, with audio, 720p", "usd": "0.05"} in veo["pricing"]["lines"]
    assert (veo["available"], veo["is_route"], veo["context_length"]) == (True, False, None)


async def test_every_kind_is_listed_when_none_is_named(studio: Studio) -> None:
    person = await studio.person()
    items = (await person.http.get("/api/models")).json()["items"]
    assert {each["kind"] for each in items} == set(Kind)
    unknown = await person.http.get("/api/models", params={"kind": "smell"})
    assert unknown.status_code == 422


async def test_an_unchanged_list_is_not_sent_again(studio: Studio) -> None:
    person = await studio.person()
    first = await person.http.get("/api/models")
    told = {"If-None-Match": f'"other", {first.headers["etag"]}'}
    again = await person.http.get("/api/models", headers=told)
    assert (again.status_code, again.content) == (304, b"")
    video = await person.http.get("/api/models", params={"kind": "video"}, headers=told)
    assert video.status_code == 200


async def test_the_age_of_the_list_is_told(studio: Studio) -> None:
    person = await studio.person()
    answer = await person.http.get("/api/models")
    heard = studio.part(Catalogue).refreshed_at
    assert heard
    assert parsedate_to_datetime(answer.headers["last-modified"]) == heard.replace(microsecond=0)
    assert datetime.fromisoformat(answer.json()["refreshed_at"]) == heard


async def test_a_list_is_packed_for_those_who_can_unpack_it(studio: Studio) -> None:
    person = await studio.person()
    packed = await person.http.get("/api/models", headers={"Accept-Encoding": "br, gzip"})
    plain = await person.http.get("/api/models", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < len(plain.content) / 3
    assert packed.json() == plain.json()
