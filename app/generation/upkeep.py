"""What a person may do with what was asked: stop it, ask again, name, keep, delete it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.accounts.current import Caller
from app.catalog.model import Kind
from app.clock import Clock
from app.db import Database, Tx
from app.errors import Conflict, NotFound
from app.generation import bill, faults, finishing, kept, queue, repository, view
from app.generation.model import Ask, Generation, Stage, State
from app.generation.news import News
from app.generation.permission import require_kind
from app.generation.service import Generations
from app.generation.text import Texts
from app.generation.view import GenerationView
from app.media import repository as media_rows
from app.media.model import is_id

ThreadBack = Callable[[Tx, Generation], None]
"""Told of a generation that has left the trash, as it was when it lay there."""


def no_thread(_tx: Tx, _generation: Generation) -> None:
    """Nothing hangs together with it."""


@dataclass(frozen=True)
class Upkeep:
    db: Database
    clock: Clock
    texts: Texts
    news: News
    generations: Generations
    thread_back: ThreadBack = no_thread

    async def cancel(self, caller: Caller, generation_id: str) -> GenerationView:
        """Stop it as far as that is possible; one that has ended stays as it is.

        A queued one costs nothing. A text stops at once, and what it cost so far is settled. An
        image or video under way cannot be stopped at the gateway: it is cancelled for the
        person, its money stays on hold, and if it arrives after all it is kept and settled.
        """
        user_id = caller.user.id
        generation = await self.db.read(repository.of_user, user_id, generation_id)
        require_kind(caller, generation.kind)
        if generation.kind is Kind.TEXT:
            await self.texts.stop(generation.id)
        else:
            await self.db.write(cancel_job, user_id, generation.id, self.clock())
            self.news(generation)
        return await self.db.read(view.of_user, user_id, generation_id)

    async def retry(self, caller: Caller, generation_id: str, key: str | None) -> Generation:
        """Ask the same again, as a new generation. A text follows the same message as before."""
        old = await self.db.read(repository.of_user, caller.user.id, generation_id)
        text = old.kind is Kind.TEXT
        if text and old.thread_id is None:
            raise Conflict("This was asked by a program over /v1. Let it ask again.")
        ask = Ask(
            old.kind,
            old.prompt,
            old.model,
            old.system,
            old.params,
            old.inputs,
            old.thread_id,
            old.parent_id if text else old.id,
            from_root=text and old.parent_id is None,
            max_cost=old.quote.amount,
        )
        return await self.generations.request(caller, ask, key)

    async def change(
        self, caller: Caller, generation_id: str, changes: dict[str, object]
    ) -> GenerationView:
        """Set `favourite` or `title`, whichever is given."""
        user_id = caller.user.id
        await self.db.write(_change, caller, generation_id, changes)
        self.news.tell(user_id)
        return await self.db.read(view.of_user, user_id, generation_id)

    async def delete(self, caller: Caller, generation_id: str) -> None:
        """Into the trash, with its files. What can still be stopped is, the rest goes on unseen."""
        await self.cancel(caller, generation_id)
        await self.db.write(_delete, caller.user.id, generation_id, self.clock())
        self.news.tell(caller.user.id)

    async def restore(self, caller: Caller, generation_id: str) -> GenerationView:
        """Out of the trash."""
        user_id = caller.user.id
        await self.db.write(_restore, caller, generation_id, self.thread_back)
        self.news.tell(user_id)
        return await self.db.read(view.of_user, user_id, generation_id)


def cancel_job(tx: Tx, user_id: str, generation_id: str, now: datetime) -> None:
    """Cancel an image or a video: before it began for good, else for the person only."""
    current = repository.of_user(tx, user_id, generation_id)
    if current.state.ended:
        return
    if current.state is State.QUEUED:
        finishing.finish(tx, current, State.CANCELLED, now=now, error=faults.STOPPED_IN_TIME)
        bill.release(tx, current, now, reason="cancelled before it began")
        queue.done(tx, current.id)
        return
    finishing.finish(tx, current, State.CANCELLED, now=now, error=faults.STILL_MADE)
    # The stage tells the runner where it was; a cancelled video goes on being followed.
    queue.set_stage(tx, repository.of_id(tx, current.id), current.stage or Stage.WAITING)


def _change(tx: Tx, caller: Caller, generation_id: str, changes: dict[str, object]) -> None:
    require_kind(caller, repository.of_user(tx, caller.user.id, generation_id).kind)
    if "favourite" in changes:
        kept.set_favourite(tx, [generation_id], bool(changes["favourite"]))
    if "title" in changes:
        title = changes["title"]
        kept.set_title(tx, generation_id, str(title) if title else None)


def _delete(tx: Tx, user_id: str, generation_id: str, now: datetime) -> None:
    current = repository.of_user(tx, user_id, generation_id)
    kept.set_deleted(tx, [current.id], now)
    media_rows.trash_of_generations(tx, [current.id], user_id, now)


def _restore(tx: Tx, caller: Caller, generation_id: str, thread_back: ThreadBack) -> None:
    user_id = caller.user.id
    if not is_id(generation_id):
        raise NotFound
    current = repository.of_id(tx, generation_id)
    if current.user_id != user_id or current.purged_at is not None:
        raise NotFound
    require_kind(caller, current.kind)
    if current.deleted_at is None:
        raise Conflict("This is not in the trash.")
    kept.set_deleted(tx, [current.id], None)
    media_rows.restore_of_generations(tx, [current.id], user_id)
    thread_back(tx, current)
