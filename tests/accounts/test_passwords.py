"""Hashing: bounded work, off the event loop, and the same for all spellings of a password."""

import asyncio
import threading
from typing import Literal

import pytest
from argon2 import PasswordHasher, Type, extract_parameters

from app.accounts.passwords import AT_ONCE, MAX_WAITING, Passwords, strong
from app.errors import Unavailable
from tests.accounts.house import PASSWORD, quick_hasher


async def test_passwords_are_kept_as_argon2id_of_the_recommended_strength() -> None:
    parameters = extract_parameters(await Passwords(strong()).hash(PASSWORD))
    assert parameters.type is Type.ID
    assert parameters.memory_cost >= 19 * 1024
    assert parameters.time_cost >= 2


async def test_a_password_fits_however_its_letters_are_composed() -> None:
    passwords = Passwords(quick_hasher())
    kept = await passwords.hash("caf\u00e9 au lait")
    assert await passwords.verify("cafe\u0301 au lait", kept)
    assert not await passwords.verify("cafe au lait", kept)


async def test_nobodys_password_is_never_right() -> None:
    passwords = Passwords(quick_hasher())
    assert not await passwords.verify("", None)
    assert not await passwords.verify(PASSWORD, None)


@pytest.mark.parametrize("hasher", [strong(), quick_hasher()])
async def test_comparing_with_nobodys_is_the_same_work(hasher: PasswordHasher) -> None:
    """A password that is kept and one of nobody go the same way through argon2."""
    compared: list[str] = []

    class Noting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
            compared.append(str(hash))
            return super().verify(hash, password)

    noting = Noting(hasher.time_cost, hasher.memory_cost, hasher.parallelism)
    passwords = Passwords(noting)
    assert await passwords.verify(PASSWORD, kept := await passwords.hash(PASSWORD))
    assert not await passwords.verify(PASSWORD, None)
    assert [extract_parameters(each) for each in compared] == [extract_parameters(kept)] * 2
    assert not passwords.outdated(compared[1])


class SlowHasher(PasswordHasher):
    """The real one, which waits at a gate and notes how many wait with it."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.gate = threading.Event()
        self.at_once = self.most = 0

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        self.gate.wait(30)
        self.at_once -= 1
        return super().hash(password, salt=salt)


async def test_a_crowd_is_served_two_at_a_time_and_has_an_end() -> None:
    hasher = SlowHasher()
    hasher.gate.set()
    passwords = Passwords(hasher)
    hasher.gate.clear()
    crowd = [asyncio.create_task(passwords.hash(PASSWORD)) for _ in range(MAX_WAITING)]
    await asyncio.sleep(0)
    with pytest.raises(Unavailable):
        await passwords.hash(PASSWORD)
    hasher.gate.set()
    assert len(await asyncio.gather(*crowd)) == MAX_WAITING
    assert hasher.most <= AT_ONCE
    assert await passwords.hash(PASSWORD)
