"""What people may do with their API keys: make, list, change, rotate and revoke them."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypedDict

from app.accounts import key_repository
from app.accounts.key_uses import KeyUses
from app.accounts.keys import PREFIX_LENGTH, ApiKey, KeyLimits, new_secret
from app.accounts.model import Caller, Role
from app.accounts.scopes import Scope
from app.accounts.signouts import SignOuts
from app.accounts.tokens import fingerprint
from app.accounts.uninterrupted import uninterrupted
from app.clock import Clock, new_id
from app.db import Database, Tx
from app.errors import BadInput, Conflict, NotAllowed
from app.money import ZERO, Micros

logger = logging.getLogger(__name__)

MOST_KEYS = 100
LONGEST_LIFE = timedelta(days=3_660)

SpentOf = Callable[[Tx, Sequence[str]], Mapping[str, Micros]]
"""What has been spent or set aside with each of these keys."""


Also = Callable[[Tx, ApiKey], None]
"""Something to write down in the same transaction."""


class KeyChanges(TypedDict, total=False):
    """What may be changed; what is absent stays."""

    name: str
    scopes: frozenset[Scope]
    models: tuple[str, ...]
    ip_allow: tuple[str, ...]
    budget: Micros | None
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A key as its owner sees it."""

    key: ApiKey
    spent: Micros


@dataclass(frozen=True)
class ApiKeys:
    db: Database
    clock: Clock
    sign_outs: SignOuts
    uses: KeyUses
    spent_of: SpentOf

    async def create(
        self, caller: Caller, name: str, limits: KeyLimits, also: Also | None = None
    ) -> tuple[Kept, str]:
        """A new key and its secret, which is told this once."""
        now, secret = self.clock(), new_secret()
        _check(caller, limits, now)
        key = ApiKey(new_id(), caller.user.id, name, secret[:PREFIX_LENGTH], limits, now)
        await self.db.write(_create, key, fingerprint(secret), also)
        logger.info("user %s made API key %s", caller.user.id, key.id)
        return Kept(key, ZERO), secret

    async def all_of(self, caller: Caller) -> list[Kept]:
        """The newest first."""
        return await self.kept_by(caller.user.id)

    async def kept_by(self, user_id: str) -> list[Kept]:
        """Those of anybody, the newest first."""
        kept = await self.db.read(self._all, user_id, self.clock())
        return [
            replace(each, key=replace(each.key, last_use=use))
            if (use := self.uses.newest(each.key.id))
            else each
            for each in kept
        ]

    @uninterrupted
    async def change(self, caller: Caller, key_id: str, changes: KeyChanges) -> Kept:
        """Rename it, or allow more or less. Streams opened with it end: they may come again."""
        changed = await self.db.write(self._change, caller, key_id, changes, self.clock())
        self.sign_outs.key_ended(caller.user.id, key_id)
        logger.info("user %s changed API key %s", caller.user.id, key_id)
        return changed

    @uninterrupted
    async def rotate(self, caller: Caller, key_id: str, overlap: timedelta) -> tuple[Kept, str]:
        """A new secret for the same key. The old one works for the time of `overlap`, and without
        one not even for what is being streamed."""
        now, secret = self.clock(), new_secret()
        kept = await self.db.write(self._rotate, caller, key_id, secret, now, now + overlap)
        if overlap:
            self.sign_outs.details_changed()
        else:
            self.sign_outs.key_ended(caller.user.id, key_id)
        logger.info("user %s rotated API key %s", caller.user.id, key_id)
        return kept, secret

    @uninterrupted
    async def revoke(self, caller: Caller, key_id: str, also: Also | None = None) -> None:
        """It is good for nothing any more. Raises NotFound if it is not the caller's."""
        await self.db.write(_revoke, caller.user.id, key_id, self.clock(), also)
        self.sign_outs.key_ended(caller.user.id, key_id)
        logger.info("user %s revoked API key %s", caller.user.id, key_id)

    def _all(self, tx: Tx, user_id: str, now: datetime) -> list[Kept]:
        keys = key_repository.keys_of(tx, user_id, now=now)
        spent = self.spent_of(tx, [each.id for each in keys])
        return [Kept(each, spent.get(each.id, ZERO)) for each in keys]

    def _kept(self, tx: Tx, user_id: str, key_id: str, now: datetime) -> Kept:
        key = key_repository.key_of(tx, user_id, key_id, now=now)
        return Kept(key, self.spent_of(tx, [key_id]).get(key_id, ZERO))

    def _change(
        self, tx: Tx, caller: Caller, key_id: str, changes: KeyChanges, now: datetime
    ) -> Kept:
        kept = self._kept(tx, caller.user.id, key_id, now)
        name, limits = _changed(kept.key, changes)
        _check(caller, limits, now, before=kept.key.limits)
        key = replace(kept.key, name=name, limits=limits)
        key_repository.update(tx, key)
        return replace(kept, key=key)

    def _rotate(
        self, tx: Tx, caller: Caller, key_id: str, secret: str, now: datetime, until: datetime
    ) -> Kept:
        key_repository.key_of(tx, caller.user.id, key_id, now=now)
        key_repository.replace_secret(
            tx,
            key_id,
            secret[:PREFIX_LENGTH],
            fingerprint(secret),
            now=now,
            older_until=until,
        )
        return self._kept(tx, caller.user.id, key_id, now)


def _changed(key: ApiKey, changes: KeyChanges) -> tuple[str, KeyLimits]:
    new = dict(changes)
    name = str(new.pop("name", key.name))
    return name, replace(key.limits, **new)


def _create(tx: Tx, key: ApiKey, hash_: str, also: Also | None) -> None:
    if len(key_repository.keys_of(tx, key.user_id, now=key.created_at)) >= MOST_KEYS:
        raise Conflict(f"You have {MOST_KEYS} API keys. Revoke one that is not needed any more.")
    key_repository.insert(tx, key, hash_)
    if also is not None:
        also(tx, key)


def _revoke(tx: Tx, user_id: str, key_id: str, now: datetime, also: Also | None) -> None:
    key = key_repository.key_of(tx, user_id, key_id, now=now)
    key_repository.revoke(tx, key_id, now=now)
    if also is not None:
        also(tx, key)


def _check(
    caller: Caller, limits: KeyLimits, now: datetime, before: KeyLimits | None = None
) -> None:
    """What a key would allow must be its owner's to give."""
    if Scope.ADMIN in limits.scopes and caller.user.role is not Role.ADMIN:
        raise NotAllowed("Only administrators can have an API key with the scope admin.")
    end = limits.expires_at
    if end is None or (before is not None and end == before.expires_at):
        return
    if not now < end <= now + LONGEST_LIFE:
        raise BadInput(
            "A key expires in the future, and within ten years; without a date it never does.",
            field="expires_at",
        )
