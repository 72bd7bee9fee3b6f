"""/api/threads: conversations, found again, renamed and deleted."""

from datetime import datetime
from typing import Annotated, Self

from fastapi import Query
from pydantic import BaseModel, ConfigDict, StringConstraints

from app.accounts.current import CurrentCaller
from app.generation.view import GenerationView
from app.threads.search import Found
from app.threads.service import Threads
from app.web import provided
from app.web.routes import Routes

router = Routes(prefix="/api/threads", tags=["threads"])


class ThreadView(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    title: str
    model: str
    created_at: datetime
    updated_at: datetime


class MatchView(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    generation_id: str
    excerpt: str


class FoundThreadView(ThreadView):
    """`match` is the message that has the words searched for; null if the title alone has."""

    match: MatchView | None

    @classmethod
    def of(cls, found: Found) -> Self:
        head = ThreadView.model_validate(found.thread)
        match = MatchView.model_validate(found.match) if found.match else None
        return cls(**head.model_dump(), match=match)


class ThreadPageView(BaseModel):
    items: list[FoundThreadView]
    next: str | None


class WholeThreadView(ThreadView):
    """With all turns of the tree, oldest first; `parent_id` tells which follows which."""

    generations: list[GenerationView]


class Rename(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


ThreadService = Annotated[Threads, provided(Threads)]


@router.get("")
async def list_threads(
    caller: CurrentCaller,
    threads: ThreadService,
    q: Annotated[str | None, Query(max_length=200)] = None,
    before: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> ThreadPageView:
    """The ones last spoken in first. `q`: every word of it in the title or in one message."""
    page = await threads.page(caller.user.id, q, before, limit)
    return ThreadPageView(items=list(map(FoundThreadView.of, page.items)), next=page.next)


@router.get("/{thread_id}")
async def get_thread(
    thread_id: str, caller: CurrentCaller, threads: ThreadService
) -> WholeThreadView:
    """One conversation, whole."""
    whole = await threads.whole(caller.user.id, thread_id)
    head = ThreadView.model_validate(whole.thread)
    return WholeThreadView(**head.model_dump(), generations=whole.turns)


@router.patch("/{thread_id}")
async def rename_thread(
    thread_id: str, body: Rename, caller: CurrentCaller, threads: ThreadService
) -> ThreadView:
    """Call it something else."""
    renamed = await threads.rename(caller.user.id, thread_id, body.title)
    return ThreadView.model_validate(renamed)


@router.delete("/{thread_id}", status_code=204)
async def delete_thread(thread_id: str, caller: CurrentCaller, threads: ThreadService) -> None:
    """With all its turns, into the trash."""
    await threads.delete(caller.user.id, thread_id)


@router.post("/{thread_id}/restore")
async def restore_thread(
    thread_id: str, caller: CurrentCaller, threads: ThreadService
) -> ThreadView:
    """Undo a deletion: the conversation is as it was."""
    return ThreadView.model_validate(await threads.restore(caller.user.id, thread_id))
