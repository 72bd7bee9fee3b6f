"""Open streams hear at once that their caller may no longer be served."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import httpx
import pytest

from app.accounts.cookies import ACCESS, REFRESH
from app.accounts.errors import LastAdmin
from app.accounts.model import Caller, Role, UserState
from tests.accounts.house import PASSWORD, House, status_of


async def caller_in(house: House, browser: httpx.AsyncClient) -> Caller:
    caller = await house.callers.of_cookie(browser.cookies[ACCESS])
    assert caller is not None
    return caller


async def sign_out(_: House, browser: httpx.AsyncClient, __: str) -> None:
    await browser.post("/api/auth/logout")


async def end_from_elsewhere(house: House, browser: httpx.AsyncClient, __: str) -> None:
    elsewhere = await house.signed_in("ben")
    for session in (await browser.get("/api/auth/sessions")).json()["items"]:
        if session["current"]:
            await elsewhere.delete(f"/api/auth/sessions/{session['id']}")


async def change_password_elsewhere(house: House, _: httpx.AsyncClient, __: str) -> None:
    form = {"current": PASSWORD, "new": "another quiet river"}
    await (await house.signed_in("ben")).post("/api/auth/password", json=form)


async def disable(house: House, _: httpx.AsyncClient, user_id: str) -> None:
    await house.accounts.change_user(user_id, state=UserState.DISABLED)


async def promote(house: House, _: httpx.AsyncClient, user_id: str) -> None:
    await house.accounts.change_user(user_id, role=Role.ADMIN)


async def steal(house: House, browser: httpx.AsyncClient, _: str) -> None:
    stolen = browser.cookies[REFRESH]
    await browser.post("/api/auth/refresh")
    house.clock.turn(seconds=11)
    await house.browser().post("/api/auth/refresh", headers={"Cookie": f"{REFRESH}={stolen}"})


Event = Callable[[House, httpx.AsyncClient, str], Awaitable[None]]
EVENTS: list[Event] = [
    sign_out,
    end_from_elsewhere,
    change_password_elsewhere,
    disable,
    promote,
    steal,
]


@pytest.mark.parametrize("event", EVENTS)
async def test_a_stream_ends_when_its_caller_is_signed_out(lived_in: House, event: Event) -> None:
    browser = await lived_in.signed_in("ben")
    ben = await caller_in(lived_in, browser)
    cleo = await caller_in(lived_in, await lived_in.signed_in("cleo"))
    with lived_in.sign_outs.watch(ben) as gone, lived_in.sign_outs.watch(cleo) as others:
        assert not gone.is_set()
        await event(lived_in, browser, ben.user.id)
        assert gone.is_set()
        assert not others.is_set()


@pytest.mark.parametrize("event", EVENTS)
async def test_a_stream_that_begins_just_after_ends_too(lived_in: House, event: Event) -> None:
    browser = await lived_in.signed_in("ben")
    ben = await caller_in(lived_in, browser)
    await event(lived_in, browser, ben.user.id)
    with lived_in.sign_outs.watch(ben) as gone:
        assert gone.is_set()


async def test_the_next_stream_of_a_renewed_caller_goes_on(lived_in: House) -> None:
    browser = await lived_in.signed_in("ben")
    ben = await caller_in(lived_in, browser)
    await promote(lived_in, browser, ben.user.id)
    with lived_in.sign_outs.watch(await caller_in(lived_in, browser)) as gone:
        assert not gone.is_set()


async def test_what_signs_nobody_out_ends_no_stream(lived_in: House) -> None:
    browser, elsewhere = await lived_in.signed_in("ben"), await lived_in.signed_in("ben")
    ben = await caller_in(lived_in, browser)
    with lived_in.sign_outs.watch(ben) as gone:
        await browser.patch("/api/auth/me", json={"name": "Benjamin"})
        await browser.post("/api/auth/refresh")
        await elsewhere.post("/api/auth/logout")
        await lived_in.accounts.change_user(ben.user.id, tier="premium")
        assert not gone.is_set()


async def test_a_refused_change_ends_no_stream(lived_in: House) -> None:
    ada = await caller_in(lived_in, await lived_in.signed_in("ada"))
    with lived_in.sign_outs.watch(ada) as gone:
        with pytest.raises(LastAdmin):
            await lived_in.accounts.change_user(ada.user.id, role=Role.USER)
        assert not gone.is_set()


async def test_streams_without_a_session_end_with_their_user(lived_in: House) -> None:
    browser = await lived_in.signed_in("ben")
    by_key = replace(await caller_in(lived_in, browser), session_id=None, key_id="a key")
    with lived_in.sign_outs.watch(by_key) as gone:
        await browser.post("/api/auth/logout")
        assert not gone.is_set()
        await disable(lived_in, browser, by_key.user.id)
        assert gone.is_set()


async def test_whoever_leaves_halfway_is_signed_out_all_the_same(lived_in: House) -> None:
    browser = await lived_in.signed_in("ben")
    ben = await caller_in(lived_in, browser)
    with lived_in.sign_outs.watch(ben) as gone:
        leaving = asyncio.create_task(lived_in.accounts.sign_out(ben))
        await asyncio.sleep(0)
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving
        # Between leaving and the commit the standing may be read, and must not be remembered.
        await status_of(browser)
        await asyncio.wait_for(gone.wait(), timeout=10)
    assert await status_of(browser) == 401
