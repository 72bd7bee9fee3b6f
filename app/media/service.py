"""Keep files, give them back to their owner, and hand pictures to the gateway."""

import base64
from collections.abc import AsyncIterable, AsyncIterator, Callable
from dataclasses import dataclass

from anyio.to_thread import run_sync

from app.clock import Clock, new_id
from app.db import Database, Tx
from app.errors import AppError, BadInput, UnsupportedMedia
from app.media import repository
from app.media.files import MIB, Incoming, MediaFiles
from app.media.model import KeptFile, Media, MediaKind
from app.media.opener import Opener
from app.media.sniff import HEIC, sniff

StorageQuota = Callable[[Tx, str, int], None]
"""Raises when the user of this id may not keep so many more bytes."""


def no_quota(_tx: Tx, _user_id: str, _more: int) -> None:
    """Everybody may fill the disk."""


@dataclass(frozen=True)
class MediaStore:
    """Everything that happens to files. A file is on the disk, whole, before it has a row."""

    db: Database
    files: MediaFiles
    opener: Opener
    clock: Clock
    upload_max_bytes: int
    min_free_bytes: int = 0
    """Uploads leave this much of the disk to what people have paid for."""
    quota: StorageQuota = no_quota

    async def keep(
        self,
        stream: AsyncIterable[bytes],
        *,
        cap: int,
        media_id: str | None = None,
        keep_free: int = 0,
    ) -> KeptFile:
        """Store a stream under its final name, opened and measured, but without a row.

        A HEIC becomes a JPEG; everything else stays as it is, byte by byte.

        Insert the row (`repository.insert`) in the transaction that says what the file is for.
        The same `media_id` again replaces what an interrupted attempt left. Raises TooLarge,
        UnsupportedMedia, DamagedMedia, or for now DiskFull or Unavailable; then it leaves nothing
        behind.
        """
        media_id = media_id or new_id()
        incoming = self.files.incoming(cap=cap, keep_free=keep_free)
        try:
            mime = await _receive(stream, incoming)
            if mime == HEIC:
                mime = await self._as_jpeg(incoming)
            measures = await self.opener.measure(incoming.path, mime, incoming.thumbnail)
            await run_sync(self.files.publish, incoming, media_id)
        finally:
            await run_sync(incoming.abandon)
        return KeptFile.measured(media_id, measures, size=incoming.size, sha256=incoming.sha256)

    async def _as_jpeg(self, heic: Incoming) -> str:
        """Hardly any browser shows HEIC, and no model reads it. Says what it has become."""
        target = self.files.scratch()
        try:
            drawn = await self.opener.draw_jpeg(heic.path, target)
            await run_sync(heic.become, target)
        finally:
            await run_sync(lambda: target.unlink(missing_ok=True))
        return drawn.mime

    async def keep_bytes(self, data: bytes, *, media_id: str | None = None) -> KeptFile:
        """`keep` for what is already in memory."""
        return await self.keep(_once(data), cap=len(data), media_id=media_id)

    async def discard(self, kept: KeptFile) -> None:
        """Remove a kept file that got no row. Forgetting to is harmless: the sweep comes by."""
        await run_sync(self.files.remove, kept.id)

    async def upload(self, user_id: str, stream: AsyncIterable[bytes], *, name: str) -> Media:
        """Keep what somebody sends, and make it theirs."""
        await self.db.read(self.quota, user_id, 0)
        kept = await self.keep(stream, cap=self.upload_max_bytes, keep_free=self.min_free_bytes)
        media = Media.uploaded(kept, user_id=user_id, name=name, now=self.clock())
        try:
            await self.db.write(_admit, media, self.quota)
        except AppError:
            await self.discard(kept)
            raise
        return media

    async def get(self, user_id: str, media_id: str, *, trashed: bool = False) -> Media:
        """One file of this user's, or NotFound. Only with `trashed` one in the trash."""
        return await self.db.read(repository.owned, user_id, media_id, trashed=trashed)

    async def as_data_url(
        self, media: KeptFile, *, max_edge: int = 2048, max_bytes: int = 8 * MIB
    ) -> str:
        """A picture as `data:image/…;base64,…`, for the gateway.

        Drawn again: upright, at most `max_edge` pixels long and `max_bytes` heavy, and without
        metadata, so nobody's place or camera leaves the house. JPEG and WebP stay what they are,
        everything else becomes PNG.
        """
        if media.kind is not MediaKind.IMAGE:
            raise BadInput("Only pictures can be sent along.")
        target = self.files.scratch()
        try:
            drawn = await self.opener.redraw(
                self.files.path(media.id),
                media.mime,
                target,
                max_edge=max_edge,
                max_bytes=max_bytes,
            )
            encoded = await run_sync(lambda: base64.b64encode(target.read_bytes()))
        finally:
            await run_sync(lambda: target.unlink(missing_ok=True))
        return f"data:{drawn.mime};base64,{encoded.decode('ascii')}"


def _admit(tx: Tx, media: Media, quota: StorageQuota) -> None:
    quota(tx, media.user_id, media.bytes)
    repository.insert(tx, media)


async def _receive(stream: AsyncIterable[bytes], incoming: Incoming) -> str:
    """Write it all down. Returns its type, told before the first byte is written."""
    mime: str | None = None
    async for piece in _in_pieces(stream):
        if mime is None and (mime := sniff(piece)) is None:
            raise UnsupportedMedia("This type of file cannot be used here.")
        await run_sync(incoming.write, piece)
    if mime is None:
        raise UnsupportedMedia("This file is empty.")
    await run_sync(incoming.seal)
    return mime


async def _in_pieces(stream: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
    """The same bytes in pieces of about 1 MiB: each costs a trip to a thread."""
    piece = bytearray()
    async for chunk in stream:
        piece += chunk
        if len(piece) >= MIB:
            yield bytes(piece)
            piece.clear()
    if piece:
        yield bytes(piece)


async def _once(data: bytes) -> AsyncIterator[bytes]:
    yield data
