"""From the secret of an API key to a `Caller`, checked anew for each request."""

import hmac
from dataclasses import dataclass, field
from datetime import datetime

from app.accounts import key_repository
from app.accounts.key_repository import Found
from app.accounts.key_uses import KeyUses
from app.accounts.keys import LastUse, prefix_of, require_address
from app.accounts.model import Caller, Role, UserState
from app.accounts.scopes import Scope
from app.accounts.signouts import SignOuts
from app.accounts.tokens import fingerprint
from app.clock import Clock
from app.db import Database

MAX_REMEMBERED = 10_000
_NOBODY = fingerprint("")


@dataclass(frozen=True)
class KeyRing:
    """What the database said of a secret is remembered until anything about any account changes,
    just as with sessions. What depends on the time is looked at for every request."""

    db: Database
    clock: Clock
    sign_outs: SignOuts
    uses: KeyUses
    _remembered: dict[str, tuple[Found, int]] = field(
        default_factory=dict[str, tuple[Found, int]], init=False, repr=False, compare=False
    )

    async def caller(self, secret: str, address: str) -> Caller | None:
        """Who asks with this secret, if it is good. Raises AddressNotAllowed for a good one that
        is used from elsewhere."""
        now = self.clock()
        found, as_of = await self._found(secret)
        if found is None or not _alive(found, now):
            return None
        require_address(found.key.limits.ip_allow, address)
        self.uses.note(found.key.id, LastUse(now, address))
        return Caller(
            user=found.user,
            session_id=None,
            scopes=_scopes(found),
            via="bearer",
            key_id=found.key.id,
            models=found.key.limits.models,
            as_of=as_of,
        )

    async def _found(self, secret: str) -> tuple[Found | None, int]:
        # Counted before reading: a change announced meanwhile makes what is read stale at once.
        as_of = self.sign_outs.count
        prefix = prefix_of(secret)
        if prefix is None:
            return None, as_of
        known = self._remembered.get(prefix)
        if known is None or known[1] != as_of:
            found = await self.db.read(key_repository.find, prefix)
        else:
            found = known[0]
        # The same work for a prefix that leads nowhere.
        right = hmac.compare_digest(fingerprint(secret), found.hash if found else _NOBODY)
        if found is None or not right:
            return None, as_of
        if len(self._remembered) >= MAX_REMEMBERED:
            self._remembered.clear()
        self._remembered[prefix] = found, as_of
        return found, as_of


def _alive(found: Found, now: datetime) -> bool:
    if found.user.state is UserState.DISABLED or found.key.expired(now):
        return False
    return found.good_until is None or found.good_until > now


def _scopes(found: Found) -> frozenset[str]:
    """Of a key that was given to an administrator, nothing of that is left when they are none."""
    scopes = found.key.limits.scopes
    return scopes if found.user.role is Role.ADMIN else scopes - {Scope.ADMIN}
