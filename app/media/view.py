"""What the owner sees of a file. New columns stay private until they are named here."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel

from app.media.model import Media, MediaKind


class MediaView(BaseModel):
    """A file as part of something else, such as the generation it came from."""

    id: str
    kind: MediaKind
    mime: str
    width: int | None
    height: int | None
    duration_s: float | None
    bytes: int
    url: str
    thumbnail_url: str | None

    @classmethod
    def of(cls, media: Media) -> Self:
        """Both addresses are paths below the site's own."""
        return cls.model_validate(media, from_attributes=True)


class UploadView(MediaView):
    """A file by itself."""

    name: str
    created_at: datetime
