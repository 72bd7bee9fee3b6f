"""What a stored file is, and which types of file we store at all."""

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID


class MediaKind(StrEnum):
    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"


SUFFIXES: dict[str, tuple[str, ...]] = {
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/webp": (".webp",),
    "image/gif": (".gif",),
    "image/avif": (".avif",),
    "video/mp4": (".mp4", ".m4v"),
    "video/quicktime": (".mov",),
    "video/webm": (".webm",),
    "audio/mp4": (".m4a", ".mp4"),
    "audio/webm": (".webm", ".weba"),
    "audio/mpeg": (".mp3",),
    "audio/wav": (".wav",),
    "audio/ogg": (".ogg", ".oga", ".opus"),
}
"""Every type we store, with the endings its file names may have. Neither SVG nor HTML, ever:
both can carry scripts."""


class Refusal(StrEnum):
    """Why a file was not taken, once somebody tried to open it."""

    DAMAGED = "damaged"
    TOO_MANY_PIXELS = "too-many-pixels"
    UNSUPPORTED = "unsupported"
    NO_ROOM = "no-room"
    """Nothing is wrong with it: what was to be written beside it could not be."""


@dataclass(frozen=True, slots=True)
class Measures:
    """What opening a file told us. Pixels are as shown, after turning it upright."""

    mime: str
    width: int | None = None
    height: int | None = None
    duration_s: float | None = None
    has_audio: bool = False
    has_thumbnail: bool = False


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file on our disk under its final name: whole, opened and measured by us.

    It has no row yet. Without one nobody can see it, and the sweep takes it away.
    """

    id: str
    mime: str
    width: int | None
    height: int | None
    duration_s: float | None
    has_audio: bool
    has_thumbnail: bool
    bytes: int
    sha256: str

    @property
    def kind(self) -> MediaKind:
        return MediaKind(self.mime.partition("/")[0])

    @property
    def url(self) -> str:
        return f"/api/media/{self.id}"

    @property
    def thumbnail_url(self) -> str | None:
        return f"{self.url}/thumbnail" if self.has_thumbnail else None

    @classmethod
    def measured(cls, media_id: str, measures: Measures, *, size: int, sha256: str) -> Self:
        return cls(id=media_id, bytes=size, sha256=sha256, **asdict(measures))


@dataclass(frozen=True, slots=True)
class Media(KeptFile):
    """A kept file that belongs to somebody: an upload, or the output of a generation."""

    user_id: str
    generation_id: str | None
    position: int
    name: str
    created_at: datetime
    deleted_at: datetime | None = None

    @classmethod
    def uploaded(cls, kept: KeptFile, *, user_id: str, name: str, now: datetime) -> Self:
        return cls(
            **asdict(kept),
            user_id=user_id,
            generation_id=None,
            position=0,
            name=name,
            created_at=now,
        )

    @classmethod
    def made(
        cls,
        kept: KeptFile,
        *,
        user_id: str,
        generation_id: str,
        position: int = 0,
        name: str = "",
        now: datetime,
    ) -> Self:
        """An output. `position` orders the outputs of one generation, from 0."""
        return cls(
            **asdict(kept),
            user_id=user_id,
            generation_id=generation_id,
            position=position,
            name=name,
            created_at=now,
        )


def is_id(text: str) -> bool:
    """True for an id as we write them. Anything else never reaches SQL or the disk."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
