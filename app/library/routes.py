"""/api/library and /api/trash: the whole of a list at once, and many things at once."""

import gzip
import hashlib
import json
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import Form, Query, Request, Response
from starlette.responses import StreamingResponse

from app.accounts.current import CurrentCaller
from app.generation.filters import Wanted
from app.generation.library import Library
from app.generation.view import GenerationView
from app.library.bundle import Bundles, pieces
from app.library.index import Index, Shelf
from app.library.links import Links
from app.library.many import Many
from app.library.shapes import (
    BundleAsk,
    BundleIds,
    Done,
    FamilyView,
    Favour,
    FewIds,
    Ids,
    Purged,
    SizeView,
)
from app.library.trash import Trash
from app.web import provided
from app.web.document import NOT_MODIFIED, sends
from app.web.routes import Routes

router = Routes(tags=["library"])

Shelves = Annotated[Shelf, provided(Shelf)]
Looking = Annotated[Library, provided(Library)]
AtOnce = Annotated[Many, provided(Many)]
Relatives = Annotated[Links, provided(Links)]
Packing = Annotated[Bundles, provided(Bundles)]
Bin = Annotated[Trash, provided(Trash)]

_INDEX = {
    200: {
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "properties": {"count": {"type": "integer"}, "records": {"type": "string"}},
                }
            }
        }
    }
}


@router.get("/api/library/index", response_class=Response, responses={**_INDEX, **NOT_MODIFIED})
async def read_index(
    request: Request, caller: CurrentCaller, shelves: Shelves, wanted: Wanted
) -> Response:
    """All that a list with these filters would show, 49 characters each: id, kind, time, shape
    and number of files, as `app.library.index` writes them."""
    found = await shelves.index(caller.user.id, wanted)
    return await run_sync(_index_answer, request, found)


def _index_answer(request: Request, found: Index) -> Response:
    content = json.dumps({"count": found.count, "records": found.records}).encode()
    etag = f'W/"{hashlib.blake2b(content, digest_size=16).hexdigest()}"'
    headers = {"Cache-Control": "private, no-cache", "ETag": etag, "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        # Ids are random: a harder try costs time and saves nothing.
        content = gzip.compress(content, compresslevel=1)
        headers["Content-Encoding"] = "gzip"
    return Response(content, headers=headers, media_type="application/json")


@router.get("/api/library/items")
async def read_items(
    caller: CurrentCaller,
    looking: Looking,
    ids: Annotated[FewIds, Query(max_length=4_000)],
    trash: bool = False,
) -> list[GenerationView]:
    """Those of these that are there, up to 100, in the order asked for."""
    return await looking.some(caller.user.id, ids, trashed=trash)


@router.post("/api/library/favourite")
async def favour(body: Favour, caller: CurrentCaller, at_once: AtOnce) -> Done:
    """Make many favourites, or no longer."""
    return Done(ids=await at_once.favour(caller.user.id, body.ids, body.favourite))


@router.post("/api/library/trash")
async def trash_many(body: Ids, caller: CurrentCaller, at_once: AtOnce) -> Done:
    """Many into the trash."""
    return Done(ids=await at_once.trash(caller, body.ids))


@router.post("/api/library/restore")
async def restore_many(body: Ids, caller: CurrentCaller, at_once: AtOnce) -> Done:
    """Many out of the trash."""
    return Done(ids=await at_once.restore(caller.user.id, body.ids))


@router.post("/api/library/download/size")
async def measure_bundle(body: BundleAsk, caller: CurrentCaller, packing: Packing) -> SizeView:
    """What `POST /api/library/download` would send. `missing` files would be left out."""
    bundle = await packing.of(caller.user.id, body.ids)
    return SizeView.model_validate(bundle.size)


@router.post("/api/library/download", response_class=Response, responses=sends("application/zip"))
async def download(
    caller: CurrentCaller, packing: Packing, ids: Annotated[BundleIds, Form()]
) -> Response:
    """Many as one zip with their recipes in `metadata.json`. A form, so that the browser saves
    it by itself; `ids` are separated by commas."""
    bundle = await packing.of(caller.user.id, ids)
    archive = await run_sync(bundle.zip)
    name = f"allucanget-{packing.clock():%Y-%m-%d}.zip"
    headers = {
        "Content-Length": str(len(archive)),
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return StreamingResponse(pieces(archive), headers=headers, media_type="application/zip")


@router.delete("/api/trash")
async def empty_trash(caller: CurrentCaller, trash: Bin) -> Purged:
    """Remove everything in it for good. What may still cost something stays until it has."""
    return Purged(count=await trash.empty(caller.user.id))


@router.post("/api/trash/purge")
async def purge(body: Ids, caller: CurrentCaller, trash: Bin) -> Purged:
    """Remove these for good, if they are in the trash."""
    return Purged(count=await trash.empty(caller.user.id, body.ids))


@router.get("/api/generations/{generation_id}/links")
async def read_links(generation_id: str, caller: CurrentCaller, relatives: Relatives) -> FamilyView:
    """What it was made from, and what was made from it. Links outlive what they lead to, and
    then only say that it is `deleted`."""
    return FamilyView.model_validate(await relatives.of(caller.user.id, generation_id))
