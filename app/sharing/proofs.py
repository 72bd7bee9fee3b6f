"""What a browser holds once it has told the password of a link: good for that link, for hours."""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.clock import Clock
from app.sharing.model import Share

LIFETIME = timedelta(hours=4)
"""A film is asked for piece by piece, for as long as somebody watches it."""


@dataclass(frozen=True)
class Proofs:
    secret: bytes
    clock: Clock

    def give(self, share: Share) -> str:
        """For somebody who has just told the right password."""
        return self._signed(share, int((self.clock() + LIFETIME).timestamp()))

    def hold(self, share: Share, proof: str) -> bool:
        """Whether it was given for this link, and not too long ago."""
        until, _, _ = proof.partition(".")
        if not (until.isascii() and until.isdigit() and len(until) < 15):
            return False
        right = self._signed(share, int(until))
        # Compared as bytes: a header may carry what is no letter at all.
        if not hmac.compare_digest(right.encode(), proof.encode("utf-8", "replace")):
            return False
        return datetime.fromtimestamp(int(until), UTC) > self.clock()

    def _signed(self, share: Share, until: int) -> str:
        told = f"{share.id}\n{share.password_hash}\n{until}".encode()
        digest = hmac.digest(self.secret, told, "sha256")
        return f"{until}.{urlsafe_b64encode(digest).rstrip(b'=').decode()}"
