"""Real things of Ada's, by the name under which an address or a body asks for them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import count

from tests.media.samples import picture
from tests.scripts import key_for
from tests.security.people import Cast
from tests.studio import Json, Person, Studio

NOWHERE = "01900000-0000-7000-8000-000000000000"
"""The id of nothing."""
DEAF = "http://127.0.0.1:1024"
"""Where no webhook arrives."""
IMAGE = "black-forest-labs/flux.2-klein-4b"
FILM = "x-ai/grok-imagine-video"
TEXT = "mistralai/mistral-small-3.2-24b-instruct"

Maker = Callable[[], Awaitable[str]]

_numbers = count(1)


@dataclass(frozen=True)
class Belongings:
    """`fresh` makes one more of what a request uses up; `spares` are one each for those who will be
    refused."""

    ids: dict[str, str]
    spares: dict[str, str]
    fresh: dict[str, Maker]


async def belongings_of(studio: Studio, cast: Cast) -> Belongings:
    ada, admin = cast.ada, cast.admin
    webhook = await _posted(
        ada,
        "/api/webhooks",
        name="mine",
        url=DEAF,
        kinds=["video"],
        events=["generation.succeeded"],
    )
    text = await ada.say("What only Ada knows")
    film = await _film(studio, cast)
    upload = await ada.http.post("/api/media", files={"file": ("boat.png", picture(), "image/png")})
    assert upload.status_code == 201, upload.text
    shelf = await _posted(ada, "/api/collections", name="Ada's own")
    held = await ada.http.put(f"/api/collections/{shelf}/items/{text['id']}")
    assert held.status_code == 204
    shown = await _posted(ada, "/api/shares", generation_id=film)
    ids = {
        "share_id": shown,
        "token": await _token(ada, shown),
        "shared": (await ada.status(film))["media"][0]["id"],
        "generation_id": text["id"],
        "thread_id": text["thread_id"],
        "video_id": film,
        "media_id": upload.json()["id"],
        "collection_id": shelf,
        "webhook_id": webhook,
        "delivery_id": await _delivery(studio, ada, webhook),
        "key_id": (await key_for(ada))["id"],
        "user_id": cast.ben.user["id"],
        "dan": cast.dan.user["id"],
        "trashed": await _trashed(studio, ada),
        "model_id": TEXT,
    }
    fresh = _makers(studio, ada, admin, cast.ben) | {
        "a share": lambda: _posted(ada, "/api/shares", generation_id=text["id"])
    }
    return Belongings(ids, {name: await make() for name, make in fresh.items()}, fresh)


def _makers(studio: Studio, ada: Person, admin: Person, ben: Person) -> dict[str, Maker]:
    async def session() -> str:
        again = await studio.again(ada)
        sessions = (await again.http.get("/api/auth/sessions")).json()["items"]
        return next(each["id"] for each in sessions if each["current"])

    async def tier() -> str:
        return await _named(admin, "POST", "/api/admin/tiers", "crew", {})

    async def route() -> str:
        body = {"kind": "text", "chain": [TEXT]}
        return await _named(admin, "PUT", "/api/admin/routes", "auto/one", body)

    async def name() -> str:
        return f"crew-{next(_numbers)}"

    async def bens_key() -> str:
        return (await key_for(ben))["id"]

    return {
        "a session": session,
        "a tier": tier,
        "a route": route,
        "a name": name,
        "a key": lambda: _posted(ada, "/api/keys", name="one more"),
        "a key of Ben's": bens_key,
        "a collection": lambda: _posted(ada, "/api/collections", name="one more"),
        "a webhook": lambda: _posted(ada, "/api/webhooks", name="one more", url=DEAF),
        "an invitation": lambda: _posted(admin, "/api/admin/invites"),
    }


async def _posted(person: Person, path: str, **form: object) -> str:
    answer = await person.http.post(path, json=form)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def _named(admin: Person, method: str, below: str, stem: str, body: Json) -> str:
    name = f"{stem}-{next(_numbers)}"
    answer = await admin.http.request(method, f"{below}/{name}", json=body)
    assert answer.status_code == 201, answer.text
    return name


async def _film(studio: Studio, cast: Cast) -> str:
    asked = await cast["key"].post("/v1/videos", json={"model": FILM, "prompt": "A paper boat"})
    assert asked.status_code == 200, asked.text
    await studio.ended(cast.ada, asked.json()["id"])
    return asked.json()["id"]


async def _token(ada: Person, share_id: str) -> str:
    listed = (await ada.http.get("/api/shares")).json()["items"]
    [link] = [each["url"] for each in listed if each["id"] == share_id]
    return link.removeprefix("/s/")


async def _trashed(studio: Studio, ada: Person) -> str:
    """The picture of something in the trash."""
    made = await studio.made(ada, "image", model=IMAGE)
    assert (await ada.http.delete(f"/api/generations/{made['id']}")).status_code == 204
    return made["media"][0]["id"]


async def _delivery(studio: Studio, ada: Person, webhook: str) -> str:
    async def known() -> list[Json]:
        return (await ada.http.get(f"/api/webhooks/{webhook}/deliveries")).json()["items"]

    while not (deliveries := await known()):
        studio.turn(seconds=1)
    return deliveries[0]["id"]
