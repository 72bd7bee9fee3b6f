"""Passwords: which we accept, and how they are kept (argon2id)."""

import asyncio
import secrets
import unicodedata
from base64 import b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from app.accounts.emails import email_key
from app.accounts.errors import WeakPassword
from app.errors import Unavailable

T = TypeVar("T")

MIN_LENGTH = 8
MAX_LENGTH = 200

AT_ONCE = 2
"""Hashes worked on side by side. Each costs 19 MiB and a core while it lasts."""

MAX_WAITING = 200
"""About three seconds of work. Whoever comes later is told so instead of waiting for ever."""

COMMON = frozenset(
    Path(__file__).with_name("common_passwords.txt").read_text(encoding="utf-8").split()
)
"""Those of eight characters and more that lead every published list. In lower case."""


def refuse_weak(password: str, email: str, *, field: str = "password") -> None:
    """Raise WeakPassword, saying why, for what could be guessed at once.

    `field` is what the form calls it.
    """
    reason = _weakness(password, email)
    if reason is not None:
        raise WeakPassword(reason, errors=[{"field": field, "message": reason}])


def _weakness(password: str, email: str) -> str | None:
    if not MIN_LENGTH <= len(_normal(password)) <= MAX_LENGTH:
        return f"A password has {MIN_LENGTH} to {MAX_LENGTH} characters."
    if email_key(password) == email_key(email):
        return "Your e-mail address is not a secret, so it cannot be the password."
    if _normal(password).casefold() in COMMON:
        return "This is one of the first passwords anybody would try."
    return None


def strong() -> PasswordHasher:
    """Argon2id with the least that OWASP recommends."""
    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


class Passwords:
    """Hashes and compares, away from the event loop and never more than AT_ONCE at a time."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or strong()
        # Threads of their own keep the bound even when a caller leaves before its hash is done.
        self._threads = ThreadPoolExecutor(AT_ONCE, "passwords")
        self._waiting = 0
        self._nobodys = _nobodys(self._hasher)

    async def hash(self, password: str) -> str:
        """The text to keep. It names its parameters, so that they may change later."""
        return await self._in_thread(lambda: self._hasher.hash(_bytes(password)))

    async def verify(self, password: str, kept: str | None) -> bool:
        """Whether `password` is the one kept. None is for nobody: never right, the same work."""
        right = await self._in_thread(lambda: self._matches(kept or self._nobodys, password))
        return right and kept is not None

    def outdated(self, kept: str) -> bool:
        """True when it was hashed with other parameters than those of today."""
        return self._hasher.check_needs_rehash(kept)

    def _matches(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, _bytes(password))
        except VerifyMismatchError:
            return False

    async def _in_thread(self, work: Callable[[], T]) -> T:
        if self._waiting >= MAX_WAITING:
            raise Unavailable("Too many people are signing in at once. Try again in a moment.")
        self._waiting += 1
        future = asyncio.get_running_loop().run_in_executor(self._threads, work)
        future.add_done_callback(self._finished)
        return await future

    def _finished(self, _: object) -> None:
        self._waiting -= 1


def _nobodys(hasher: PasswordHasher) -> str:
    """What is kept of a password that nobody knows: comparing with it is as much work as with
    anybody's. It was never hashed, so that no start has to wait for that."""
    salt, digest = map(_random, (hasher.salt_len, hasher.hash_len))
    costs = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v=19${costs}${salt}${digest}"


def _random(length: int) -> str:
    return b64encode(secrets.token_bytes(length)).rstrip(b"=").decode()


def _normal(password: str) -> str:
    """The same characters however a keyboard composes them (NIST SP 800-63B, 5.1.1.2)."""
    return unicodedata.normalize("NFKC", password)


def _bytes(password: str) -> bytes:
    # JSON can carry half a surrogate pair; as a password it is as good as anything.
    return _normal(password).encode("utf-8", "surrogatepass")
