"""Users, their sessions, and the caller of a request."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

DEFAULT_TIER = "basic"

ALL_SCOPES = frozenset({"*"})
"""What a signed-in person may do: everything their role allows."""


class Role(StrEnum):
    USER = "user"
    ADMIN = "admin"


class UserState(StrEnum):
    PENDING = "pending"  # registered, and waits for an administrator
    ACTIVE = "active"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class User:
    id: str
    email: str
    name: str
    role: Role
    state: UserState
    tier: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Device:
    """Where a sign-in comes from, as far as the request tells."""

    address: str
    user_agent: str


@dataclass(frozen=True, slots=True)
class Session:
    """One sign-in. `last_seen_at` is exact to the hour, since it moves with each refresh."""

    id: str
    user_id: str
    device: Device
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is asking, checked for this very request.

    Exactly one of `session_id` and `key_id` is set. `as_of` is how many sign-outs had been
    announced when the check was made: `SignOuts.watch` catches the ones since then.
    """

    user: User
    session_id: str | None
    scopes: frozenset[str]
    via: Literal["cookie", "bearer"]
    key_id: str | None = None
    models: tuple[str, ...] = ()
    """Patterns of names to which the key limits itself; empty for all that its owner may use."""
    as_of: int = field(default=0, compare=False, repr=False)

    def may(self, scope: str) -> bool:
        """Whether what asks may do this at all. Whether its user may is another question."""
        return self.scopes == ALL_SCOPES or scope in self.scopes
