"""An endpoint of a person's programs, and what is delivered to it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.catalog.model import Kind


class Event(StrEnum):
    """What can be listened for: each way in which a generation ends."""

    SUCCEEDED = "generation.succeeded"
    FAILED = "generation.failed"
    CANCELLED = "generation.cancelled"
    INTERRUPTED = "generation.interrupted"
    UNKNOWN = "generation.unknown"


TEST = "webhook.test"
"""The type of what is sent to try an endpoint out. Nobody need listen for it."""


class Off(StrEnum):
    """Why nothing is sent to an endpoint any more."""

    OWNER = "owner"
    FAILING = "failing"
    GONE = "gone"
    KEY_CHANGED = "key-changed"


class Progress(StrEnum):
    """What became of a delivery so far."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """An endpoint, and what it is told of. `key_id`: only of what is made with that API key."""

    id: str
    user_id: str
    key_id: str | None = None
    name: str
    url: str
    kinds: frozenset[Kind]
    events: frozenset[Event]
    salt: str
    secret_hash: str
    old_salt: str | None = None
    old_until: datetime | None = None
    """Until when the secret that was replaced is signed with too."""
    failing_since: datetime | None = None
    off_at: datetime | None = None
    off_why: Off | None = None
    created_at: datetime

    def old_salt_at(self, now: datetime) -> str | None:
        """The salt of the secret that was replaced, while that is good."""
        return self.old_salt if self.old_until and self.old_until > now else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One event for one endpoint. `event_id` stays the same however often it is tried."""

    id: str
    webhook_id: str
    event_id: str
    event: str
    generation_id: str | None = None
    state: Progress = Progress.PENDING
    attempts: int = 0
    last_at: datetime | None = None
    last_status: int | None = None
    last_error: str | None = None
    created_at: datetime
    due_at: datetime | None = None
    """When it is tried again, while it is pending."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one attempt: the status of the receiver's answer, or why there was none."""

    status: int | None
    error: str | None = None

    @property
    def good(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def nothing_arrived(why: str) -> Answer:
    return Answer(None, why)
