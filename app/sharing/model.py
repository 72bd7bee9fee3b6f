"""What a share link is, and what its owner is told about it."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.catalog.model import Kind
from app.errors import Conflict, NotAllowed

_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


class SharingOff(NotAllowed):
    code, title = "sharing-off", "Share links are switched off here"


class NothingToShow(Conflict):
    code, title = "nothing-to-show", "There is nothing here yet that could be shown"


class ShareState(StrEnum):
    """Whether it opens, and if not, why. Only `expired` is for ever."""

    OPEN = "open"
    EXPIRED = "expired"
    TRASHED = "trashed"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to share, and how."""

    generation_id: str
    password: str | None
    with_prompt: bool
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Share:
    id: str
    token: str
    user_id: str
    generation_id: str
    password_hash: str | None
    with_prompt: bool
    expires_at: datetime | None
    created_at: datetime

    @property
    def path(self) -> str:
        """Below the site's own."""
        return f"/s/{self.token}"

    def over(self, now: datetime) -> bool:
        return self.expires_at is not None and self.expires_at <= now


@dataclass(frozen=True, slots=True)
class Listed:
    """A share with what its owner knows the thing by: the title, or how the prompt begins."""

    share: Share
    kind: Kind
    name: str
    trashed: bool

    def state(self, now: datetime, *, allowed: bool) -> ShareState:
        """`allowed`: whether the house has share links at all."""
        if self.share.over(now):
            return ShareState.EXPIRED
        if self.trashed:
            return ShareState.TRASHED
        return ShareState.OPEN if allowed else ShareState.OFF


def new_token() -> str:
    """192 random bits, as part of an address."""
    return secrets.token_urlsafe(24)


def is_token(text: str) -> bool:
    """True for what `new_token` might have made. Anything else never reaches SQL."""
    return _TOKEN.fullmatch(text) is not None
