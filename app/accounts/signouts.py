"""Tells open streams at once when their caller may no longer be served.

A request is checked when it comes in; a stream would outlive that check by minutes. So whoever
ends a session or changes a user announces it here, and streams wait for it beside their work.
"""

import asyncio
from collections import deque
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

from app.accounts.model import Caller

REMEMBERED = 10_000
"""Sign-outs kept for streams that were checked just before and begin just after."""


@dataclass(frozen=True, slots=True)
class _SignOut:
    """Of one session, of one API key, or without either wherever the user is."""

    user_id: str
    session_id: str | None = None
    key_id: str | None = None

    def concerns(self, caller: Caller) -> bool:
        if caller.user.id != self.user_id:
            return False
        if self.key_id is not None:
            return self.key_id == caller.key_id
        return self.session_id is None or self.session_id == caller.session_id


class SignOuts:
    """In memory: there is one process. Announce after the commit, on the event loop."""

    def __init__(self) -> None:
        self.count = 0
        """How many changes were announced. What was read under a smaller count may be stale."""
        self._recent: deque[tuple[int, _SignOut]] = deque(maxlen=REMEMBERED)
        self._watching: set[tuple[Caller, asyncio.Event]] = set()

    @contextmanager
    def watch(self, caller: Caller) -> Generator[asyncio.Event]:
        """An event that is set as soon as `caller` may no longer be served.

        That is: the session or the API key ended, or the user's password, role or state changed.
        Also if it happened between the check of the caller and this call.
        """
        gone = asyncio.Event()
        if self._happened_since(caller):
            gone.set()
        entry = (caller, gone)
        self._watching.add(entry)
        try:
            yield gone
        finally:
            self._watching.discard(entry)

    def session_ended(self, user_id: str, session_id: str) -> None:
        self._announce(_SignOut(user_id, session_id))

    def key_ended(self, user_id: str, key_id: str) -> None:
        """An API key was revoked, or allows something else from now on."""
        self._announce(_SignOut(user_id, key_id=key_id))

    def user_changed(self, user_id: str) -> None:
        """Password, role or state. Streams end even in sessions that go on: they may reconnect."""
        self._announce(_SignOut(user_id))

    def details_changed(self) -> None:
        """A name or tier: nobody is signed out, but what was read before is stale."""
        self.count += 1

    def _announce(self, sign_out: _SignOut) -> None:
        self.count += 1
        self._recent.append((self.count, sign_out))
        for caller, gone in self._watching:
            if sign_out.concerns(caller):
                gone.set()

    def _happened_since(self, caller: Caller) -> bool:
        for number, sign_out in reversed(self._recent):
            if number <= caller.as_of:
                return False
            if sign_out.concerns(caller):
                return True
        return False
