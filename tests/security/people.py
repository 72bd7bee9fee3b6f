"""Everybody who may stand before a door: strangers, people of every standing, and programs."""

from dataclasses import dataclass
from typing import Any

import httpx

from app.accounts.model import UserState
from app.accounts.service import Accounts
from tests.scripts import key_for, with_secret
from tests.studio import PASSWORD, Person, Studio

STRANGERS = frozenset({"nobody", "disabled", "revoked key", "guest"})
"""`guest` was sent a link of Ada's and has told its password: that opens the link alone."""
PENDING = frozenset({"pending"})
PEOPLE = frozenset({"other", "owner", "token", "admin"})
"""Who are signed in, `token` being the owner by a bearer token of /api/auth/token."""
KEYS = frozenset({"key", "reading key", "text key", "other's key", "admin's key"})
OWNERS = frozenset({"owner", "token", "key", "reading key", "text key"})
"""Ada and her programs."""
ACTORS = (*sorted(STRANGERS), *PENDING, *sorted(PEOPLE), *sorted(KEYS))

EVERY_SCOPE = ["text", "image", "video", "read", "admin"]


@dataclass(frozen=True)
class Cast:
    """The people by themselves, and a client for each actor."""

    ada: Person
    admin: Person
    ben: Person
    eve: Person
    dan: Person
    clients: dict[str, httpx.AsyncClient]

    def __getitem__(self, actor: str) -> httpx.AsyncClient:
        return self.clients[actor]


async def cast_of(studio: Studio) -> Cast:
    """Ada owns everything; Ben does not, Eve waits for approval, and Dan was disabled."""
    names = ("root", "ada", "ben", "eve", "dan")
    admin, ada, ben, eve, dan = [await studio.person(name) for name in names]
    # A matrix asks more often than anybody may.
    await admin.http.patch("/api/admin/tiers/basic", json={"requests_per_minute": None})
    accounts = studio.part(Accounts)
    await accounts.change_user(eve.user["id"], state=UserState.PENDING)
    await accounts.change_user(dan.user["id"], state=UserState.DISABLED)
    clients = {
        "nobody": studio.client(),
        "disabled": dan.http,
        "pending": eve.http,
        "other": ben.http,
        "owner": ada.http,
        "admin": admin.http,
        "token": with_secret(studio, await token_of(studio, ada)),
        "revoked key": await _revoked(studio, ada),
        "guest": await _guest(studio, admin, ada),
        "key": await _program(studio, ada),
        "reading key": await _program(studio, ada, scopes=["read"]),
        "text key": await _program(studio, ada, scopes=["text"]),
        "other's key": await _program(studio, ben),
        "admin's key": await _program(studio, admin, scopes=EVERY_SCOPE),
    }
    assert clients.keys() == set(ACTORS)
    return Cast(ada, admin, ben, eve, dan, clients)


async def close(cast: Cast) -> None:
    for client in cast.clients.values():
        await client.aclose()


async def token_of(studio: Studio, person: Person) -> str:
    form = {"username": person.user["email"], "password": PASSWORD}
    async with studio.client() as http:
        answer = await http.post("/api/auth/token", data=form)
    assert answer.status_code == 200, answer.text
    return answer.json()["access_token"]


async def _guest(studio: Studio, admin: Person, ada: Person) -> httpx.AsyncClient:
    """Shows what they were given wherever a cookie of ours is looked at."""
    await admin.http.patch("/api/admin/settings", json={"share_links": True})
    shown = await ada.say("What Ada shows to a guest")
    form = {"generation_id": shown["id"], "password": PASSWORD}
    link = (await ada.http.post("/api/shares", json=form)).json()["url"]
    guest = studio.client()
    told = await guest.post(link, data={"password": PASSWORD})
    assert told.status_code == 303, told.text
    assert (await guest.get(link)).status_code == 200
    proof, token = guest.cookies["allucanget_share"], link.removeprefix("/s/")
    guest.cookies.clear()  # which anybody could take from it
    guest.headers["Cookie"] = (
        f"allucanget_share={proof}; allucanget_access={proof}; allucanget_refresh={token}"
    )
    return guest


async def _program(studio: Studio, person: Person, **form: Any) -> httpx.AsyncClient:
    return with_secret(studio, (await key_for(person, **form))["secret"])


async def _revoked(studio: Studio, person: Person) -> httpx.AsyncClient:
    key = await key_for(person)
    assert (await person.http.delete(f"/api/keys/{key['id']}")).status_code == 204
    return with_secret(studio, key["secret"])
