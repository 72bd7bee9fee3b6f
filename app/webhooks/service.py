"""What people may do with their webhooks."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self, TypedDict

from app.accounts import key_repository
from app.accounts.model import Caller
from app.catalog.model import Kind
from app.clock import Clock, new_id
from app.db import Database, Tx
from app.errors import Conflict, NotFound
from app.webhooks import deliveries, repository
from app.webhooks.addresses import check_target, target_of
from app.webhooks.courier import LEASE, Content, Courier, switch_off
from app.webhooks.model import TEST, Delivery, Event, Off, Webhook
from app.webhooks.post import Poster
from app.webhooks.signing import Secrets, digest, new_salt

logger = logging.getLogger(__name__)

MOST = 10
KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Wish:
    """A webhook that is to be. With `key_id` it is told only of what is made with that API key,
    which has to be one of its owner's."""

    name: str
    url: str
    kinds: frozenset[Kind]
    events: frozenset[Event]
    key_id: str | None


class Changes(TypedDict, total=False):
    """What may be changed; what is absent stays."""

    name: str
    url: str
    kinds: frozenset[Kind]
    events: frozenset[Event]
    on: bool


@dataclass(frozen=True, slots=True)
class Page:
    items: Sequence[Delivery]
    next: str | None


@dataclass(frozen=True)
class Webhooks:
    db: Database
    clock: Clock
    secrets: Secrets
    courier: Courier
    allow_private: bool

    @classmethod
    def open(
        cls,
        db: Database,
        clock: Clock,
        key: bytes,
        content: Content,
        told: Callable[[str], None],
        *,
        allow_private: bool,
    ) -> Self:
        """With a courier that has yet to be set running. All secrets are made from `key`."""
        poster, secrets = Poster(allow_private=allow_private, told=told), Secrets(key)
        courier = Courier(db, clock, poster, secrets, content)
        return cls(db, clock, secrets, courier, allow_private)

    async def all_of(self, caller: Caller) -> list[Webhook]:
        """The newest first."""
        return await self.db.read(repository.webhooks_of, caller.user.id)

    async def one_of(self, caller: Caller, webhook_id: str) -> Webhook:
        """One of the caller's, or NotFound."""
        return await self.db.read(repository.webhook_of, caller.user.id, webhook_id)

    async def create(self, caller: Caller, wish: Wish) -> tuple[Webhook, str]:
        """A new endpoint and its secret, which is told this once."""
        self._check(wish.url)
        salt = new_salt()
        secret = self.secrets.of(salt)
        webhook = Webhook(
            id=new_id(),
            user_id=caller.user.id,
            key_id=wish.key_id,
            name=wish.name,
            url=wish.url,
            kinds=wish.kinds,
            events=wish.events,
            salt=salt,
            secret_hash=digest(secret),
            created_at=self.clock(),
        )
        await self.db.write(_create, webhook)
        logger.info("user %s made webhook %s", caller.user.id, webhook.id)
        return webhook, secret

    async def change(self, caller: Caller, webhook_id: str, changes: Changes) -> Webhook:
        """Switching it off gives up what is pending; on again, it begins anew."""
        if "url" in changes:
            self._check(changes["url"])
        now = self.clock()
        changed = await self.db.write(_change, caller.user.id, webhook_id, changes, now)
        logger.info("user %s changed webhook %s", caller.user.id, webhook_id)
        return changed

    async def rotate(
        self, caller: Caller, webhook_id: str, overlap: timedelta
    ) -> tuple[Webhook, str]:
        """A new secret. For the time of `overlap` everything is signed with the old one as well."""
        salt = new_salt()
        secret, until = self.secrets.of(salt), self.clock() + overlap
        webhook = await self.db.write(
            _rotate, caller.user.id, webhook_id, salt, digest(secret), until
        )
        logger.info("user %s rotated the secret of webhook %s", caller.user.id, webhook_id)
        return webhook, secret

    async def delete(self, caller: Caller, webhook_id: str) -> None:
        """With everything that was to be delivered to it."""
        await self.db.write(_delete, caller.user.id, webhook_id)
        logger.info("user %s deleted webhook %s", caller.user.id, webhook_id)

    async def test(self, caller: Caller, webhook_id: str) -> Delivery:
        """Send something to see whether it arrives, now and once, also while it is off."""
        now = self.clock()
        delivery = Delivery(
            id=new_id(),
            webhook_id=webhook_id,
            event_id=new_id(),
            event=TEST,
            created_at=now,
            due_at=now + LEASE,  # taken, so that nobody else sends it too
        )
        await self.db.write(_prepare, caller.user.id, delivery)
        return await self.courier.try_now(delivery)

    async def deliveries(
        self, caller: Caller, webhook_id: str, before: str | None, limit: int
    ) -> Page:
        """What was to be delivered, the newest first. `before` is the `next` of the page before."""
        found = await self.db.read(_page, caller.user.id, webhook_id, before, limit + 1)
        more = len(found) > limit
        return Page(found[:limit], found[limit - 1].id if more else None)

    async def redeliver(self, caller: Caller, webhook_id: str, delivery_id: str) -> Delivery:
        """Send it once more, from the start of the schedule and under the same id."""
        delivery = await self.db.write(
            _redeliver, caller.user.id, webhook_id, delivery_id, self.clock()
        )
        self.courier.wake()
        return delivery

    async def forget_old(self) -> None:
        """What was delivered, or given up, longer ago than it is kept."""
        await self.db.write(deliveries.forget_old, self.clock() - KEPT)

    def _check(self, url: str) -> None:
        check_target(target_of(url), allow_private=self.allow_private)


def _create(tx: Tx, webhook: Webhook) -> None:
    if len(repository.webhooks_of(tx, webhook.user_id)) >= MOST:
        raise Conflict(f"You have {MOST} webhooks. Delete one that is not needed any more.")
    if webhook.key_id is not None:
        key_repository.key_of(tx, webhook.user_id, webhook.key_id, now=webhook.created_at)
    repository.insert(tx, webhook)


def _change(tx: Tx, user_id: str, webhook_id: str, changes: Changes, now: datetime) -> Webhook:
    webhook = repository.webhook_of(tx, user_id, webhook_id)
    given = dict(changes)
    on = given.pop("on", None)
    changed = replace(webhook, **given)
    if on:
        changed = replace(changed, off_at=None, off_why=None, failing_since=None)
    repository.update(tx, changed)
    if on is False and webhook.off_at is None:
        switch_off(tx, webhook_id, Off.OWNER, now)
    return repository.webhook_of(tx, user_id, webhook_id)


def _rotate(
    tx: Tx, user_id: str, webhook_id: str, salt: str, hash_: str, until: datetime
) -> Webhook:
    repository.webhook_of(tx, user_id, webhook_id)
    repository.replace_secret(tx, webhook_id, salt, hash_, until)
    return repository.webhook_of(tx, user_id, webhook_id)


def _delete(tx: Tx, user_id: str, webhook_id: str) -> None:
    repository.webhook_of(tx, user_id, webhook_id)
    repository.delete(tx, webhook_id)


def _prepare(tx: Tx, user_id: str, delivery: Delivery) -> None:
    repository.webhook_of(tx, user_id, delivery.webhook_id)
    deliveries.insert(tx, delivery)


def _page(tx: Tx, user_id: str, webhook_id: str, before: str | None, limit: int) -> list[Delivery]:
    repository.webhook_of(tx, user_id, webhook_id)
    return deliveries.page_of(tx, webhook_id, before, limit)


def _redeliver(tx: Tx, user_id: str, webhook_id: str, delivery_id: str, now: datetime) -> Delivery:
    webhook = repository.webhook_of(tx, user_id, webhook_id)
    delivery = deliveries.find(tx, delivery_id)
    if delivery is None or delivery.webhook_id != webhook_id:
        raise NotFound("There is no such delivery.")
    if webhook.off_at is not None:
        raise Conflict("This webhook is switched off. Switch it on first.")
    deliveries.try_again(tx, delivery, now)
    return deliveries.of_id(tx, delivery_id)
