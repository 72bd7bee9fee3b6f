"""Price set aside and row written, or neither."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from app.catalog.model import CALLS, Kind
from app.db import Tx
from app.errors import Conflict
from app.generation import conversations, queue, repository
from app.generation.model import Ask, Conversation, Generation
from app.money import Micros
from app.routing.model import Tier
from app.routing.quotas import limits_of
from app.usage import ledger
from app.usage.budgets import Budgets

KEY_LIFETIME = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Booking:
    """Everything that is decided before the transaction."""

    generation: Generation
    hold: Micros
    idempotency_key: str | None
    request_hash: str
    tier: Tier | None = None
    """Under which it was decided."""
    conversation: Conversation | None = None


def no_tier(_tx: Tx, _booking: Booking) -> None:
    """Everybody may begin anything."""


@dataclass(frozen=True)
class Bookkeeper:
    budgets: Budgets
    thread_spoke: Callable[[Tx, Generation], None]
    """Opens or continues the thread a text belongs to; raises NotFound for a foreign one."""
    admit: Callable[[Tx, Booking], None] = no_tier
    """Raises when the person's tier does not let this one begin."""

    def book(self, tx: Tx, booking: Booking) -> Generation | None:
        """Write it down. Returns the earlier generation if this very request was booked before."""
        generation = booking.generation
        earlier = self._earlier(tx, booking)
        if earlier is not None:
            return earlier
        now, tier = generation.created_at, booking.tier
        # First, since it makes sure that the tier is still that of the booking.
        self.admit(tx, booking)
        self.budgets.check(
            *(tx, generation.user_id, booking.hold, now, generation.key_id),
            tier=limits_of(tier) if tier is not None else None,
        )
        ledger.hold(tx, generation.account, booking.hold, now, reason=f"{generation.kind} booked")
        repository.insert(tx, generation)
        if booking.conversation is not None:
            conversations.insert(tx, generation.id, booking.conversation)
        elif generation.kind is Kind.TEXT:
            self.thread_spoke(tx, generation)
        elif generation.kind not in CALLS:
            queue.enqueue(tx, generation.id, now)
        return None

    def _earlier(self, tx: Tx, booking: Booking) -> Generation | None:
        if booking.idempotency_key is None:
            return None
        generation = booking.generation
        found = earlier(
            tx,
            generation.user_id,
            booking.idempotency_key,
            booking.request_hash,
            generation.created_at,
        )
        if found is None:
            _remember(tx, booking)
        return found


def earlier(tx: Tx, user_id: str, key: str, request_hash: str, now: datetime) -> Generation | None:
    """What was booked under this key in the last 24 hours. Conflict if for another request."""
    row = tx.row(
        """
        SELECT request_hash, generation_id FROM idempotency_keys
         WHERE user_id = $user_id AND key = $key AND created_at > $since
        """,
        user_id=user_id,
        key=key,
        since=now - KEY_LIFETIME,
    )
    if row is None:
        return None
    if row["request_hash"] != request_hash:
        raise Conflict("This Idempotency-Key was used for another request.")
    return repository.of_id(tx, row["generation_id"])


def _remember(tx: Tx, booking: Booking) -> None:
    tx.run(
        """
        INSERT INTO idempotency_keys VALUES ($user_id, $key, $hash, $id, $now)
        ON CONFLICT (user_id, key)
        DO UPDATE SET request_hash = $hash, generation_id = $id, created_at = $now
        """,
        user_id=booking.generation.user_id,
        key=booking.idempotency_key,
        hash=booking.request_hash,
        id=booking.generation.id,
        now=booking.generation.created_at,
    )


def forget_old_keys(tx: Tx, now: datetime) -> None:
    """With them the answers of calls, which were kept for no other reason."""
    since = now - KEY_LIFETIME
    conversations.forget_calls(tx, since)
    tx.run("DELETE FROM idempotency_keys WHERE created_at <= $since", since=since)


def hash_of(ask: Ask) -> str:
    """The same for the same request, whatever the order of its fields."""
    fields = asdict(replace(ask, conversation=None, call=None))
    del fields["conversation"], fields["call"]
    if ask.conversation is not None:
        fields["conversation"] = ask.conversation.digest
    if ask.call is not None:
        fields["call"] = ask.call.digest
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
