"""Who is asking: from the token of a request to a `Caller`, checked anew each time.

A token alone opens nothing: its session has to be alive and its user not disabled. What the
database said about a session is remembered until anything about any account changes; such
changes are rare, and a read costs more than the rest of the check together.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from app.accounts.key_ring import KeyRing
from app.accounts.keys import looks_like_key
from app.accounts.model import ALL_SCOPES, Caller, Session, User
from app.accounts.session_repository import signed_in
from app.accounts.signouts import SignOuts
from app.accounts.tokens import Tokens
from app.clock import Clock
from app.db import Database

MAX_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class _Standing:
    """A living session and its user, as of so many announced changes."""

    user: User
    session: Session
    as_of: int


@dataclass(frozen=True)
class Callers:
    db: Database
    clock: Clock
    tokens: Tokens
    sign_outs: SignOuts
    keys: KeyRing
    _remembered: dict[str, _Standing] = field(
        default_factory=dict[str, _Standing], init=False, repr=False, compare=False
    )

    async def of_cookie(self, token: str) -> Caller | None:
        return await self._of_access_token(token, "cookie")

    async def of_bearer(self, token: str, address: str) -> Caller | None:
        """Every kind of bearer token is told apart here. `address` is where it comes from."""
        if looks_like_key(token):
            return await self.keys.caller(token, address)
        return await self._of_access_token(token, "bearer")

    async def _of_access_token(self, token: str, via: Literal["cookie", "bearer"]) -> Caller | None:
        now = self.clock()
        claims = self.tokens.read_access(token, now)
        standing = claims and await self._standing(claims.session_id, now)
        if not claims or not standing or standing.user.id != claims.user_id:
            return None
        return Caller(
            user=standing.user,
            session_id=standing.session.id,
            scopes=ALL_SCOPES,
            via=via,
            as_of=standing.as_of,
        )

    async def _standing(self, session_id: str, now: datetime) -> _Standing | None:
        known = self._remembered.get(session_id)
        # A session that seems to have run out may have been prolonged since.
        if known and known.as_of == self.sign_outs.count and known.session.expires_at > now:
            return known
        # Counted before reading: a change announced meanwhile makes what is read stale at once.
        as_of = self.sign_outs.count
        found = await self.db.read(signed_in, session_id, now=now)
        if found is None:
            self._remembered.pop(session_id, None)
            return None
        if len(self._remembered) >= MAX_REMEMBERED:
            self._remembered.clear()
        self._remembered[session_id] = standing = _Standing(*found, as_of)
        return standing
