"""/api/collections: names under which people keep some of what they made."""

from typing import Annotated

from fastapi import Query

from app.accounts.current import CurrentCaller
from app.generation.filters import Words
from app.library.collections import Collections
from app.library.shapes import CollectionPageView, CollectionView, Done, Id, Ids, Named
from app.web import provided
from app.web.routes import Routes

router = Routes(prefix="/api/collections", tags=["collections"])

Kept = Annotated[Collections, provided(Collections)]


@router.get("")
async def list_collections(
    caller: CurrentCaller,
    collections: Kept,
    before: Words = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> CollectionPageView:
    """The ones last used first."""
    page = await collections.page(caller.user.id, before, limit)
    return CollectionPageView(
        items=[CollectionView.of(each) for each in page.items], next=page.next
    )


@router.post("", status_code=201)
async def create_collection(
    body: Named, caller: CurrentCaller, collections: Kept
) -> CollectionView:
    """A new, empty one. Two may have one name."""
    return CollectionView.of(await collections.create(caller.user.id, body.name))


@router.patch("/{collection_id}")
async def rename_collection(
    collection_id: str, body: Named, caller: CurrentCaller, collections: Kept
) -> CollectionView:
    """Call it something else."""
    return CollectionView.of(await collections.rename(caller.user.id, collection_id, body.name))


@router.delete("/{collection_id}", status_code=204)
async def delete_collection(
    collection_id: str, caller: CurrentCaller, collections: Kept, with_items: bool = False
) -> None:
    """The collection only, or `with_items`: what is in it goes into the trash."""
    await collections.delete(caller, collection_id, with_items=with_items)


@router.post("/{collection_id}/items")
async def put_many(collection_id: str, body: Ids, caller: CurrentCaller, collections: Kept) -> Done:
    """Put many in at once."""
    return Done(ids=await collections.put(caller.user.id, collection_id, body.ids))


@router.post("/{collection_id}/items/remove")
async def take_many_out(
    collection_id: str, body: Ids, caller: CurrentCaller, collections: Kept
) -> Done:
    """Take many out at once. They stay in the library."""
    return Done(ids=await collections.take_out(caller.user.id, collection_id, body.ids))


@router.put("/{collection_id}/items/{generation_id}", status_code=204)
async def put_one(
    collection_id: str, generation_id: Id, caller: CurrentCaller, collections: Kept
) -> None:
    """Put it in. Once more changes nothing."""
    await collections.put_one(caller.user.id, collection_id, generation_id)


@router.delete("/{collection_id}/items/{generation_id}", status_code=204)
async def take_one_out(
    collection_id: str, generation_id: Id, caller: CurrentCaller, collections: Kept
) -> None:
    """Take it out. It stays in the library."""
    await collections.take_one_out(caller.user.id, collection_id, generation_id)
