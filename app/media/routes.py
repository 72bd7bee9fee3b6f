"""/api/media: upload files, and read them back."""

import logging
from typing import Annotated, Any

from fastapi import Request, Response

from app.accounts.current import CurrentCaller
from app.errors import NotFound
from app.media.model import SUFFIXES, Media
from app.media.names import disposition, file_name
from app.media.sending import Parcel, send
from app.media.service import MediaStore
from app.media.upload import file_in
from app.media.view import UploadView
from app.web import provided
from app.web.document import sends_file
from app.web.routes import Routes

logger = logging.getLogger(__name__)
router = Routes(prefix="/api/media", tags=["media"])

Store = Annotated[MediaStore, provided(MediaStore)]

_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}

_SMALL = sends_file("image/webp")


@router.post("", status_code=201, openapi_extra=_FORM)
async def upload_media(request: Request, caller: CurrentCaller, store: Store) -> UploadView:
    """Keep one file. Its type and size are measured, not believed. A HEIC becomes a JPEG."""
    # The body is taken by hand: as a parameter it would be read before the caller is known.
    name, content = await file_in(request, cap=store.upload_max_bytes)
    return UploadView.of(await store.upload(caller.user.id, content, name=name))


@router.head("/{media_id}", include_in_schema=False)
@router.get("/{media_id}", response_class=Response, responses=sends_file(*SUFFIXES))
async def read_media(
    media_id: str, request: Request, caller: CurrentCaller, store: Store, download: bool = False
) -> Response:
    """The file, or the range of it that was asked for."""
    media = await store.get(caller.user.id, media_id)
    return await _send(
        request,
        Parcel(
            path=store.files.path(media.id),
            mime=media.mime,
            etag=f'"{media.sha256}"',
            disposition=disposition("attachment" if download else "inline", file_name(media)),
        ),
    )


@router.head("/{media_id}/thumbnail", include_in_schema=False)
@router.get("/{media_id}/thumbnail", response_class=Response, responses=_SMALL)
async def read_thumbnail(
    media_id: str, request: Request, caller: CurrentCaller, store: Store
) -> Response:
    """A small WebP of a picture or film. Sound has none."""
    return await _thumbnail(request, store, await store.get(caller.user.id, media_id))


@router.get("/{media_id}/trashed-thumbnail", response_class=Response, responses=_SMALL)
async def read_trashed_thumbnail(
    media_id: str, request: Request, caller: CurrentCaller, store: Store
) -> Response:
    """The same of a file in the trash, where one must see what one would restore."""
    media = await store.get(caller.user.id, media_id, trashed=True)
    return await _thumbnail(request, store, media)


async def _thumbnail(request: Request, store: MediaStore, media: Media) -> Response:
    if not media.has_thumbnail:
        raise NotFound
    return await _send(
        request,
        Parcel(
            path=store.files.thumbnail_path(media.id),
            mime="image/webp",
            etag=f'"{media.sha256}-thumbnail"',
            disposition=disposition("inline", f"{media.id}.webp"),
        ),
    )


async def _send(request: Request, parcel: Parcel) -> Response:
    try:
        return await send(request, parcel)
    except FileNotFoundError as error:
        logger.error("the bytes of %s are missing", parcel.path.name)
        raise NotFound("The bytes of this file are missing.") from error
