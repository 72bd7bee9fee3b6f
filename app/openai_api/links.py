"""Addresses of pictures for programs that ask for `url` in the place of bytes.

Whoever has such an address may see this one picture, without a key, for an hour. It names the key
it was made for, and is good for nothing once that key is not.
"""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.accounts import key_repository
from app.clock import Clock
from app.db import Database, Tx
from app.errors import NotFound
from app.media import repository as media_rows
from app.media.model import Media, is_id

LIFETIME = timedelta(hours=1)


@dataclass(frozen=True)
class MediaLinks:
    db: Database
    clock: Clock
    secret: bytes
    base: str | None
    """Where the world finds us. None: wherever the program that asks has found us."""

    def path(self, media_id: str, key_id: str) -> str:
        expires = int((self.clock() + LIFETIME).timestamp())
        signature = self._signature(media_id, key_id, expires)
        return f"/v1/media/{media_id}?key={key_id}&expires={expires}&signature={signature}"

    async def follow(self, media_id: str, key_id: str, expires: int, signature: str) -> Media:
        """The file, or NotFound for whatever is wrong with the address."""
        right = self._signature(media_id, key_id, expires)
        if not hmac.compare_digest(right.encode(), signature.encode("utf-8", "replace")):
            raise NotFound
        now = self.clock()
        if datetime.fromtimestamp(expires, UTC) <= now or not is_id(key_id):
            raise NotFound
        return await self.db.read(_owned, media_id, key_id, now)

    def _signature(self, media_id: str, key_id: str, expires: int) -> str:
        told = f"{media_id}\n{key_id}\n{expires}".encode("utf-8", "replace")
        return urlsafe_b64encode(hmac.digest(self.secret, told, "sha256")).rstrip(b"=").decode()


def _owned(tx: Tx, media_id: str, key_id: str, now: datetime) -> Media:
    owner = key_repository.owner_of_living(tx, key_id, now)
    if owner is None:
        raise NotFound
    return media_rows.owned(tx, owner, media_id)
