"""What goes in and out of the library's routes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from app.catalog.model import Kind, Role
from app.library.bundle import MOST
from app.library.repository import Collection

AT_ONCE = 1_000
"""Ids in one request that changes something."""


def _plain_id(given: str) -> str:
    """An id as we write it, also from 32 hex digits."""
    try:
        return str(UUID(given))
    except ValueError as error:
        raise PydanticCustomError("id", "This is not an id") from error


def _plain_ids(given: str) -> list[str]:
    return [_plain_id(each) for each in given.split(",") if each]


def _at_most(most: int) -> AfterValidator:
    def check(ids: list[str]) -> list[str]:
        if len(ids) > most:
            raise PydanticCustomError("too_many", "At most {most} at once", {"most": most})
        return ids

    return AfterValidator(check)


Id = Annotated[str, StringConstraints(max_length=36), AfterValidator(_plain_id)]
FewIds = Annotated[str, AfterValidator(_plain_ids), _at_most(100)]
"""In an address: separated by commas."""
BundleIds = Annotated[str, AfterValidator(_plain_ids), _at_most(MOST)]
"""In a form: separated by commas."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Ids(_Strict):
    ids: Annotated[list[Id], Field(min_length=1, max_length=AT_ONCE)]


class Favour(Ids):
    favourite: bool


class BundleAsk(_Strict):
    ids: Annotated[list[Id], Field(min_length=1, max_length=MOST)]


class Named(_Strict):
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class Done(BaseModel):
    """Which of those asked for. The others are not this person's, or not where they had to be."""

    ids: list[str]


class _View(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class CollectionView(_View):
    id: str
    name: str
    count: int
    cover_url: str | None
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, collection: Collection) -> Self:
        cover = collection.cover_id
        return cls(
            id=collection.id,
            name=collection.name,
            count=collection.count,
            cover_url=f"/api/media/{cover}/thumbnail" if cover else None,
            created_at=collection.created_at,
            updated_at=collection.updated_at,
        )


class CollectionPageView(BaseModel):
    items: list[CollectionView]
    next: str | None


class LinkView(_View):
    generation_id: str | None
    media_id: str | None
    role: Role | None
    kind: Kind | None
    title: str
    thumbnail_url: str | None
    deleted: bool


class FamilyView(_View):
    made_from: Sequence[LinkView]
    used_in: Sequence[LinkView]


class SizeView(_View):
    files: int
    bytes: int
    missing: int


class Purged(BaseModel):
    count: int
