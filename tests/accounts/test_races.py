"""Two things at once: what was read a moment ago may not be acted on when it no longer holds."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Concatenate, ParamSpec, TypeVar

import pytest

from app.accounts.callers import Callers
from app.accounts.cookies import ACCESS
from app.accounts.errors import AccountDisabled, WrongCredentials
from app.accounts.model import Caller, Device, UserState
from app.accounts.service import SignedIn
from app.db import Item, Tx
from app.db.duck import DuckDatabase
from tests.accounts.house import PASSWORD, House, quick_hasher, sign_in, status_of

P = ParamSpec("P")
T = TypeVar("T")

DEVICE = Device("192.0.2.1", "a browser")


class SlowToTell:
    """The real database, which keeps what it has read to itself until it is let go."""

    def __init__(self, database: DuckDatabase) -> None:
        self._database = database
        self.has_read = asyncio.Event()
        self.let_go = asyncio.Event()

    async def read(
        self, query: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        found = await self._database.read(query, *args, **kwargs)
        self.has_read.set()
        await self.let_go.wait()
        return found

    async def write(
        self, change: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        return await self._database.write(change, *args, **kwargs)

    async def write_each(
        self, change: Callable[[Tx, Sequence[Item]], Sequence[T]], item: Item, /
    ) -> T:
        return await self._database.write_each(change, item)


async def caller_in(house: House, name: str) -> tuple[Caller, str]:
    token = (await house.signed_in(name)).cookies[ACCESS]
    caller = await house.callers.of_cookie(token)
    assert caller is not None
    return caller, token


async def test_a_standing_that_changed_while_it_was_read_is_not_remembered(
    lived_in: House,
) -> None:
    ben, token = await caller_in(lived_in, "ben")
    slow = SlowToTell(lived_in.database)
    callers = Callers(slow, lived_in.clock, lived_in.tokens, lived_in.sign_outs, lived_in.ring)
    asking = asyncio.create_task(callers.of_cookie(token))
    await slow.has_read.wait()
    await lived_in.accounts.change_user(ben.user.id, state=UserState.DISABLED)
    slow.let_go.set()

    # This request came first; a stream it begins now still hears of it, and the next is refused.
    late = await asking
    assert late is not None
    with lived_in.sign_outs.watch(late) as gone:
        assert gone.is_set()
    assert await callers.of_cookie(token) is None


async def signing_in_slowly(house: House) -> tuple[SlowToTell, asyncio.Task[SignedIn]]:
    """Somebody whose password is about to be looked at."""
    slow = SlowToTell(house.database)
    accounts = replace(house.accounts, db=slow)
    signing_in = asyncio.create_task(accounts.sign_in("ben@example.org", PASSWORD, DEVICE))
    await slow.has_read.wait()
    return slow, signing_in


async def test_an_old_password_opens_nothing_once_it_was_changed(lived_in: House) -> None:
    ben, _ = await caller_in(lived_in, "ben")
    slow, signing_in = await signing_in_slowly(lived_in)
    await lived_in.accounts.change_password(
        ben, DEVICE, current=PASSWORD, new="another quiet river"
    )
    slow.let_go.set()
    with pytest.raises(WrongCredentials):
        await signing_in
    assert len(await lived_in.accounts.sessions(ben)) == 1


async def test_nobody_slips_in_while_they_are_being_disabled(lived_in: House) -> None:
    ben, _ = await caller_in(lived_in, "ben")
    slow, signing_in = await signing_in_slowly(lived_in)
    await lived_in.accounts.change_user(ben.user.id, state=UserState.DISABLED)
    slow.let_go.set()
    with pytest.raises(AccountDisabled):
        await signing_in
    assert await lived_in.accounts.sessions(ben) == []


async def test_two_sign_ins_that_both_renew_the_hash_both_succeed(lived_in: House) -> None:
    stronger = House(lived_in.database, lived_in.clock, hasher=quick_hasher(time_cost=2))
    browsers = [stronger.browser() for _ in range(4)]
    answers = await asyncio.gather(*(sign_in(browser, "ben") for browser in browsers))
    assert [answer.status_code for answer in answers] == 4 * [200]
    assert [await status_of(browser) for browser in browsers] == 4 * [200]
