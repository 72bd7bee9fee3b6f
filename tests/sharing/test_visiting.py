"""What whoever has a link is shown: the thing, and nothing else."""

import asyncio
import logging
import re
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from app.accounts.model import UserState
from app.accounts.service import Accounts
from app.db import Tx
from app.media.service import MediaStore
from app.sharing.proofs import LIFETIME
from app.sharing.watched import LOOK_AGAIN
from app.sharing.words import words_for
from tests.sharing.conftest import FILM, NOWHERE, SECRET, Party, file_of
from tests.studio import Json

pytestmark = pytest.mark.asyncio(loop_scope="module")

PROMISED = 5.0
"""Seconds within which a file stops once its link has ended."""


async def _texts(answer: httpx.Response) -> str:
    """All that an answer tells, but for the addresses of this very link."""
    headers = "\n".join(
        f"{name}: {value}"
        for name, value in answer.headers.items()
        if name not in ("x-request-id", "date")
    )
    return headers + answer.text


async def test_the_page_shows_the_thing_and_nothing_else(party: Party) -> None:
    """Nor do its files say more by their names."""
    prompt = "A secret lantern"
    made = await party.picture(prompt=prompt)
    titled = await party.ada.http.patch(
        f"/api/generations/{made['id']}", json={"title": "My best one"}
    )
    assert titled.status_code == 200
    link = await party.share(made)
    page = await party.guest.get(link["url"])
    file = await party.guest.get(file_of(link, made), params={"download": "1"})
    assert file.content == (await party.ada.http.get(made["media"][0]["url"])).content
    assert file.headers["content-disposition"].startswith("attachment; ")
    told = await _texts(page) + str(file.headers)
    user = party.ada.user
    private = [
        *(user["id"], user["email"], user["name"], made["id"], link["id"]),
        *("lantern", "best one", made["model"], "flux", str(made["cost_micros"]), "$"),
        *("created", "2026-11", "/api/", "/generate"),
    ]
    assert [each for each in private if each and each.lower() in told.lower()] == []
    assert re.findall(r"01[0-9a-f]{6}-[0-9a-f-]{27}", page.text) == [
        made["media"][0]["id"],
        made["media"][0]["id"],
    ]


async def test_a_text_is_shown_without_its_thread_and_what_was_thought(party: Party) -> None:
    first = await party.ada.say("The first secret question", params={"reasoning_effort": "high"})
    second = await party.ada.say(
        "The second one", thread_id=first["thread_id"], parent_id=first["id"]
    )
    link = await party.share(second)
    page = await party.guest.get(link["url"])
    told = await _texts(page)
    assert _escaped(second["text"]) in page.text
    for each in (first["text"], first["prompt"], second["thread_id"], second["id"]):
        assert _escaped(each) not in told
    assert not second["reasoning"] or _escaped(second["reasoning"]) not in told


async def test_what_was_asked_for_is_shown_only_to_whom_the_owner_shows_it(party: Party) -> None:
    made = await party.picture(prompt="A <b>secret</b> lantern")
    hidden, shown = await party.share(made), await party.share(made, with_prompt=True)
    assert "lantern" not in (await party.guest.get(hidden["url"])).text
    assert "A &lt;b&gt;secret&lt;/b&gt; lantern" in (await party.guest.get(shown["url"])).text


async def test_several_pictures_are_shown_in_order_and_told_apart(party: Party) -> None:
    made = await party.picture(model="bytedance-seed/seedream-4.5", params={"n": 2})
    page = (await party.guest.get((await party.share(made))["url"])).text
    assert re.findall(r'alt="([^"]+)"', page) == ["Shared picture 1", "Shared picture 2"]
    assert [each in page for each in ("Download 1</a>", "Download 2</a>")] == [True, True]
    first, second = [page.index(each["id"]) for each in made["media"]]
    assert first < second


async def test_a_film_comes_in_ranges_and_with_its_picture(party: Party) -> None:
    film = await party.studio.made(party.ada, "video", model=FILM)
    link = await party.share(film)
    page = await party.guest.get(link["url"])
    assert f'src="{file_of(link, film)}"' in page.text
    assert f'poster="{file_of(link, film)}/thumbnail"' in page.text
    assert "Generated films may flash." in page.text
    part = await party.guest.get(file_of(link, film), headers={"Range": "bytes=2-5"})
    whole = await party.guest.get(film_url := file_of(link, film))
    assert (part.status_code, part.content) == (206, whole.content[2:6])
    assert (await party.guest.get(f"{film_url}/thumbnail")).headers["content-type"] == "image/webp"
    beyond = await party.guest.get(film_url, headers={"Range": "bytes=999999999-"})
    assert beyond.status_code == 416
    seen = await party.guest.get(film_url, headers={"If-None-Match": whole.headers["etag"]})
    assert seen.status_code == 304


async def test_head_answers_as_get_does(party: Party) -> None:
    made = await party.picture()
    link = await party.share(made)
    for path in (link["url"], file_of(link, made), "/s/unknown"):
        got, head = await party.guest.get(path), await party.guest.head(path)
        assert (head.status_code, head.content) == (got.status_code, b"")
        for name in ("content-length", "content-type", "cache-control", "x-robots-tag"):
            assert head.headers[name] == got.headers[name], (path, name)


async def test_no_cache_keeps_it_no_search_finds_it_and_no_site_learns_of_it(party: Party) -> None:
    made = await party.picture()
    link, locked = await party.share(made), await party.share(made, password=SECRET)
    for path in (link["url"], file_of(link, made), f"{file_of(link, made)}/thumbnail", "/s/none"):
        headers = (await party.guest.get(path)).headers
        assert headers["cache-control"] == "private, no-store"
        assert headers["x-robots-tag"] == "noindex, nofollow"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-frame-options"] == "DENY"
        assert "script-src" not in headers["content-security-policy"]
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "set-cookie" not in headers
    # A form has to say where it comes from, and says it to us only.
    asked = await party.guest.get(locked["url"])
    assert asked.headers["referrer-policy"] == "same-origin"


async def test_everybody_is_shown_the_same_signed_in_or_not(party: Party) -> None:
    made = await party.picture()
    link = await party.share(made)
    pages = {(await who.get(link["url"])).text for who in (party.guest, party.ada.http)}
    assert len(pages) == 1


async def test_a_token_opens_nothing_but_its_link(party: Party) -> None:
    """Neither another thing of the same person's nor anything that needs signing in."""
    shown, hidden = await party.picture(), await party.picture(prompt="Another")
    link = await party.share(shown)
    token = link["url"].removeprefix("/s/")
    media = hidden["media"][0]["id"]
    for each in (media, NOWHERE, "%2e%2e%2f..", shown["id"]):
        assert (await party.guest.get(f"{link['url']}/media/{each}")).status_code == 404
    for path in (f"/api/media/{shown['media'][0]['id']}", f"/api/generations/{shown['id']}"):
        for how in (
            {"headers": {"Authorization": f"Bearer {token}"}},
            {"headers": {"Cookie": f"allucanget_access={token}; allucanget_share={token}"}},
            {"params": {"token": token}},
        ):
            answer = await party.guest.get(path, **how)  # pyright: ignore[reportArgumentType]
            assert answer.status_code == 401, (path, how)


async def test_opening_a_link_changes_nothing(party: Party) -> None:
    made = await party.picture()
    link = await party.share(made)
    before = await party.studio.db.read(_everything)
    await party.guest.get(link["url"])
    await party.guest.get(file_of(link, made))
    assert await party.studio.db.read(_everything) == before


async def test_before_the_password_nothing_of_it_is_told(party: Party) -> None:
    film = await party.studio.made(party.ada, "video", model=FILM)
    made = await party.picture()
    asked = [
        await party.guest.get((await party.share(each, password=SECRET, with_prompt=True))["url"])
        for each in (film, made)
    ]
    assert {each.status_code for each in asked} == {200}
    one, other = (re.sub(r"/s/[\w-]+", "/s/", each.text) for each in asked)
    assert one == other
    assert "<form" in one
    assert not {"figure", '<img src="/s/', "<video", "og:"} & {each for each in one.split()}
    locked = await party.share(made, password=SECRET)
    assert (await party.guest.get(file_of(locked, made))).status_code == 404


async def test_the_right_password_opens_this_link_for_some_hours(party: Party) -> None:
    made = await party.picture()
    link, other = [await party.share(made, password=SECRET) for _ in range(2)]
    wrong = await party.guest.post(link["url"], data={"password": "open sesame"})
    assert (wrong.status_code, "set-cookie" in wrong.headers) == (403, False)
    assert "That is not the password." in wrong.text
    right = await party.guest.post(link["url"], data={"password": SECRET})
    assert (right.status_code, right.headers["location"]) == (303, link["url"])
    cookie = right.headers["set-cookie"]
    assert f"Path={link['url']};" in cookie
    assert {"HttpOnly", "SameSite=lax"} <= set(cookie.split("; "))
    assert await party.opens(link, made)
    # The proof of one link, carried to another, proves nothing.
    proof = cookie.split(";")[0]
    carried = await party.guest.get(other["url"], headers={"Cookie": proof})
    assert "<form" in carried.text
    party.studio.turn(seconds=LIFETIME.total_seconds())
    late = await party.guest.get(link["url"], headers={"Cookie": proof})
    assert "<form" in late.text


@pytest.mark.parametrize("proof", ["", "1", "x.y", "99999999999999.", "9" * 30, "²³.x", "\xff"])
async def test_a_proof_that_is_made_up_opens_nothing(party: Party, proof: str) -> None:
    made = await party.picture()
    link = await party.share(made, password=SECRET)
    headers = {"Cookie": b"allucanget_share=" + proof.encode("latin-1", "replace")}
    answer = await party.guest.get(link["url"], headers=headers)  # pyright: ignore[reportArgumentType]
    assert (answer.status_code, "<form" in answer.text) == (200, True)


async def test_nobody_guesses_for_long(party: Party) -> None:
    made = await party.picture()
    link = await party.share(made, password=SECRET)
    guesses = [await party.guest.post(link["url"], data={"password": "no"}) for _ in range(11)]
    assert [each.status_code for each in guesses] == [403] * 10 + [429]
    assert int(guesses[-1].headers["retry-after"]) > 0
    # Not even the right one is looked at now; and signing in is another matter.
    late = await party.guest.post(link["url"], data={"password": SECRET})
    assert late.status_code == 429
    await party.studio.sign_in(party.ada.user["email"])
    party.studio.turn(minutes=15)
    right = await party.guest.post(link["url"], data={"password": SECRET})
    assert right.status_code == 303


async def test_a_password_that_nobody_asked_for_leads_to_the_page(party: Party) -> None:
    made = await party.picture()
    link = await party.share(made)
    answer = await party.guest.post(link["url"], data={"password": "whatever"})
    assert (answer.status_code, answer.headers["location"]) == (303, link["url"])
    assert "set-cookie" not in answer.headers
    assert (await party.guest.post("/s/unknown", data={"password": "x"})).status_code == 404


async def taken_back(party: Party, link: Json, _: Json) -> None:
    assert (await party.ada.http.delete(f"/api/shares/{link['id']}")).status_code == 204


async def by_the_administrator(party: Party, link: Json, _: Json) -> None:
    where = f"/api/admin/shares/{link['id']}"
    assert (await party.admin.http.delete(where)).status_code == 204


async def run_out(party: Party, _: Json, __: Json) -> None:
    party.studio.turn(minutes=31)


async def trashed(party: Party, _: Json, made: Json) -> None:
    await party.ada.http.delete(f"/api/generations/{made['id']}")


async def disabled(party: Party, _: Json, __: Json) -> None:
    accounts = party.studio.part(Accounts)
    await accounts.change_user(party.ada.user["id"], state=UserState.DISABLED)


async def switched_off(party: Party, _: Json, __: Json) -> None:
    await party.allow(False)


@pytest.mark.parametrize(
    "end", [taken_back, by_the_administrator, run_out, trashed, disabled, switched_off]
)
async def test_a_file_that_is_being_sent_stops_within_five_seconds(
    party: Party,
    caplog: pytest.LogCaptureFixture,
    end: Callable[[Party, Json, Json], Awaitable[None]],
) -> None:
    """Its reader takes their time; and comes away with a part that is seen not to be whole."""
    caplog.set_level(logging.INFO)
    made = await party.picture()
    end_at = party.studio.clock() + timedelta(minutes=30)
    link = await party.share(made, expires_at=end_at.isoformat())
    size = _enlarge(party, made)
    got = 0
    async with party.guest.stream("GET", file_of(link, made)) as answer:
        assert answer.headers["content-length"] == str(size)
        pieces = answer.aiter_raw(65_536)
        got += len(await anext(pieces))
        await end(party, link, made)
        ended = time.monotonic()
        await party.studio.until(lambda: "cut off" in caplog.text)
        assert time.monotonic() - ended < PROMISED
        with pytest.raises(httpx.TransportError):
            async for piece in pieces:
                got += len(piece)
    assert got < size
    assert "ASGI" not in caplog.text  # nor is it taken for a fault of ours


async def test_what_lives_on_is_sent_whole_however_slow(party: Party) -> None:
    made = await party.picture()
    link = await party.share(made)
    size = _enlarge(party, made)
    got = 0
    async with party.guest.stream("GET", file_of(link, made)) as answer:
        async for piece in answer.aiter_raw(8 * 1024 * 1024):
            if not got:
                await asyncio.sleep(LOOK_AGAIN * 1.5)  # so that it is looked at in between
            got += len(piece)
    assert got == size


async def test_a_file_without_bytes_is_as_good_as_none(party: Party) -> None:
    made = await party.picture()
    link = await party.share(made)
    party.studio.part(MediaStore).files.path(made["media"][0]["id"]).unlink()
    assert (await party.guest.get(file_of(link, made))).status_code == 404


@pytest.mark.parametrize(
    ("liked", "language"),
    [
        ("", "en"),
        ("de", "de"),
        ("de-AT,de;q=0.9,en;q=0.5", "de"),
        ("fr,en;q=0.3,de;q=0.8", "de"),
        ("en-GB,de", "en"),
        ("de;q=0", "en"),
        ("fr, *;q=0.1", "en"),
        (";;;q=,de;q=x," * 500, "en"),
    ],
)
async def test_the_page_speaks_the_language_that_the_browser_likes(
    liked: str, language: str
) -> None:
    assert words_for(liked).language == language


async def test_the_page_speaks_german_to_who_reads_it(party: Party) -> None:
    page = await party.guest.get("/s/unknown", headers={"Accept-Language": "de-CH"})
    assert '<html lang="de">' in page.text
    assert "Hier ist nichts" in page.text
    assert page.headers["content-language"] == "de"


def _enlarge(party: Party, made: Json) -> int:
    """Far beyond what lies between two ends of a connection."""
    size = 64 * 1024 * 1024
    with party.studio.part(MediaStore).files.path(made["media"][0]["id"]).open("r+b") as file:
        file.truncate(size)
    return size


def _escaped(text: str) -> str:
    return (
        text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&quot;")
        .replace("'", "&#x27;")
    )


def _everything(tx: Tx) -> dict[str, Any]:
    return {
        "shares": tx.rows("SELECT * FROM shares"),
        "generations": tx.rows("SELECT * FROM generations"),
        "media": tx.rows("SELECT * FROM media"),
        "audit": tx.rows("SELECT * FROM audit"),
        "ledger": tx.rows("SELECT * FROM ledger"),
    }
