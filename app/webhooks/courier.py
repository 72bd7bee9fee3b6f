"""Delivers what is written down, in the background, until each has arrived or is given up.

What to do next is in the database, so the process may be killed at any moment: the next one sends
it again, under the same id.
"""

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.clock import Clock
from app.db import Database, Tx
from app.tasks import beside
from app.webhooks import deliveries, repository
from app.webhooks.addresses import Target, target_of
from app.webhooks.model import TEST, Answer, Delivery, Off, Progress, Webhook
from app.webhooks.pace import FAILING_TOO_LONG, before_next
from app.webhooks.post import Poster
from app.webhooks.signing import Secrets, headers

logger = logging.getLogger(__name__)

AT_ONCE = 32
AT_ONCE_EACH = 2
"""To one endpoint, so that a slow one does not hold up the others; nor can all of one person's."""

TESTS_AT_ONCE = 4
LEASE = timedelta(minutes=1)  # longer than an attempt may take
REST = 1.0  # seconds between two looks for work
LAST_WORDS = 1.0  # seconds for what is under way when the server goes down
GONE = 410

NO_ACCOUNT = "The account it belongs to is not active."
DELETED = "It was deleted before it could be told."
KEY_CHANGED = "The server's own key has changed, and the secret with it: make a new secret."
SWITCHED_OFF = "The webhook was switched off."

Content = Callable[[Tx, str], Mapping[str, Any] | None]
"""What a generation looks like to its owner; None if it has been deleted."""


@dataclass(frozen=True, slots=True)
class Letter:
    """Ready to be posted."""

    target: Target
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Undeliverable:
    """Not to be posted, nor is anything else to this endpoint if that is `off`."""

    why: str
    off: Off | None = None


class Courier:
    def __init__(
        self, db: Database, clock: Clock, poster: Poster, secrets: Secrets, content: Content
    ) -> None:
        self._db = db
        self._clock = clock
        self._poster = poster
        self._secrets = secrets
        self._content = content
        self._under_way: dict[str, str] = {}  # delivery → endpoint
        self._tasks: set[asyncio.Task[None]] = set()
        self._tests = asyncio.Semaphore(TESTS_AT_ONCE)
        self._woken = asyncio.Event()
        self._took_over = False

    def wake(self) -> None:
        """There may be something to deliver: look now."""
        self._woken.set()

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        """Deliver for as long as the block lasts."""
        async with beside(self._loop(), "webhooks"):
            yield
            await self._end()

    async def _end(self) -> None:
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=LAST_WORDS)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._poster.close()

    async def _loop(self) -> None:
        while True:
            # Not wait_for, which on Python 3.11 loses a cancellation that meets the wake-up.
            with suppress(TimeoutError):
                async with asyncio.timeout(REST):
                    await self._woken.wait()
            self._woken.clear()
            try:
                await self._begin_due()
            except Exception:
                # A full disk or a closed file must not end the loop: it may pass.
                logger.exception("cannot look for webhooks to deliver, trying again")

    async def _begin_due(self) -> None:
        now, free = self._clock(), AT_ONCE - len(self._tasks)
        if not self._took_over:
            await self._db.write(deliveries.take_over, now, LEASE)
            self._took_over = True
        if free <= 0 or not await self._db.read(deliveries.due, now):
            return
        claimed = await self._db.write(
            deliveries.claim,
            now=now,
            until=now + LEASE,
            under_way=dict(self._under_way),
            each=AT_ONCE_EACH,
            limit=free,
        )
        for delivery in claimed:
            self._begin(delivery)

    def _begin(self, delivery: Delivery) -> None:
        self._under_way[delivery.id] = delivery.webhook_id
        task = asyncio.create_task(self._deliver(delivery), name=f"webhook {delivery.id}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, delivery: Delivery) -> None:
        try:
            await self._attempt(delivery)
        except Exception:
            # It is in the database, and tried again when its lease is over.
            logger.exception("delivery %s could not be tried", delivery.id)
        finally:
            del self._under_way[delivery.id]
            self.wake()

    async def try_now(self, delivery: Delivery) -> Delivery:
        """Make one attempt at what its maker has taken already, and tell what came of it."""
        async with self._tests:
            await self._attempt(delivery)
        return await self._db.read(deliveries.of_id, delivery.id)

    async def _attempt(self, delivery: Delivery) -> None:
        letter = await self._db.read(self._letter, delivery, self._clock())
        if isinstance(letter, Undeliverable):
            await self._db.write(_stop, delivery, letter, self._clock())
            logger.warning("webhook %s: delivery %s: not sent", delivery.webhook_id, delivery.id)
            return
        answer = await self._poster.post(letter.target, letter.body, letter.headers)
        await self._db.write(record, delivery.id, answer, self._clock())
        told = answer.status or answer.error
        logger.info("webhook %s: delivery %s: %s", delivery.webhook_id, delivery.id, told)

    def _letter(self, tx: Tx, delivery: Delivery, now: datetime) -> Letter | Undeliverable:
        webhook = repository.of_id(tx, delivery.webhook_id)
        if webhook is None:
            return Undeliverable(NO_ACCOUNT)
        if webhook.off_at is not None and delivery.event != TEST:
            return Undeliverable(SWITCHED_OFF)
        good = self._secrets.good_ones(webhook, now)
        if not good:
            return Undeliverable(KEY_CHANGED, Off.KEY_CHANGED)
        data: Mapping[str, Any] | None = {}
        if delivery.generation_id is not None:
            data = self._content(tx, delivery.generation_id)
        if data is None:
            return Undeliverable(DELETED)
        body = _body(delivery, data)
        return Letter(target_of(webhook.url), body, headers(good, delivery.event_id, body, now))


def _body(delivery: Delivery, data: Mapping[str, Any]) -> bytes:
    message = {
        "id": delivery.event_id,
        "type": delivery.event,
        "created_at": delivery.created_at.isoformat().replace("+00:00", "Z"),
        "data": data,
    }
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()


def record(tx: Tx, delivery_id: str, answer: Answer, now: datetime) -> None:
    """Write down what came of an attempt. Meanwhile the endpoint may have been switched off, and
    with it the delivery, or both may be gone."""
    delivery = deliveries.find(tx, delivery_id)
    webhook = repository.of_id(tx, delivery.webhook_id) if delivery else None
    if delivery is None or webhook is None:
        return
    if answer.good:
        deliveries.note(tx, delivery_id, answer, Progress.DELIVERED, now)
        if webhook.failing_since is not None:
            repository.set_failing_since(tx, webhook.id, None)
    elif delivery.state is Progress.PENDING:
        _record_failure(tx, webhook, delivery, answer, now)


def _record_failure(
    tx: Tx, webhook: Webhook, delivery: Delivery, answer: Answer, now: datetime
) -> None:
    wait = None if answer.status == GONE else before_next(delivery)
    if wait is not None:
        deliveries.note(tx, delivery.id, answer, Progress.PENDING, now)
        deliveries.put_off(tx, delivery.id, now + wait)
    else:
        deliveries.note(tx, delivery.id, answer, Progress.FAILED, now)
    if delivery.event == TEST:
        return
    since = webhook.failing_since or now
    if webhook.failing_since is None:
        repository.set_failing_since(tx, webhook.id, since)
    if answer.status == GONE:
        switch_off(tx, webhook.id, Off.GONE, now)
    elif wait is None and now - since >= FAILING_TOO_LONG:
        switch_off(tx, webhook.id, Off.FAILING, now)


def _stop(tx: Tx, delivery: Delivery, undeliverable: Undeliverable, now: datetime) -> None:
    deliveries.give_up(tx, delivery.id, undeliverable.why)
    if undeliverable.off is not None:
        switch_off(tx, delivery.webhook_id, undeliverable.off, now)


def switch_off(tx: Tx, webhook_id: str, why: Off, now: datetime) -> None:
    """Nothing is sent to it any more, nor kept for it, until its owner switches it on again."""
    repository.switch_off(tx, webhook_id, why, now)
    deliveries.give_up_all(tx, webhook_id, SWITCHED_OFF)
