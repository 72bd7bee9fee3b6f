"""Secrets of endpoints, and what is signed with them: the scheme of standardwebhooks.com.

A secret is made from a salt that is stored and a key that is not, so neither a copy of the
database nor a query that tells too much gives one away, and nothing has to be encrypted. Whoever
has the key and the database can make them all, as they could with anything we can read ourselves.
"""

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.webhooks.model import Webhook

MARK = "whsec_"


@dataclass(frozen=True)
class Secrets:
    """Makes the secrets of all endpoints from one key."""

    key: bytes = field(repr=False)

    def of(self, salt: str) -> str:
        return MARK + b64encode(hmac.digest(self.key, salt.encode(), "sha256")).decode()

    def good_ones(self, webhook: Webhook, now: datetime) -> list[str]:
        """What to sign with: the secret, and while it is good also the one that it replaced.
        Empty if the key is not the one that the owner's secret was made with."""
        newest = self.of(webhook.salt)
        if not hmac.compare_digest(digest(newest), webhook.secret_hash):
            return []
        old = webhook.old_salt_at(now)
        return [newest] if old is None else [newest, self.of(old)]


def new_salt() -> str:
    return secrets.token_urlsafe(24)


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def headers(good: Sequence[str], message_id: str, body: bytes, now: datetime) -> Mapping[str, str]:
    """The three headers by which a receiver knows who it is from and that it is not an old one."""
    at = str(int(now.timestamp()))
    signed = b".".join((message_id.encode(), at.encode(), body))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": at,
        "webhook-signature": " ".join(_signature(each, signed) for each in good),
    }


def _signature(secret: str, signed: bytes) -> str:
    key = b64decode(secret.removeprefix(MARK))
    return "v1," + b64encode(hmac.digest(key, signed, "sha256")).decode()
