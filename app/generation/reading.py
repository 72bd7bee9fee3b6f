"""Reading along with an answer: from any event, by its owner only, until the right to it ends."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass

from starlette.responses import StreamingResponse

from app.accounts.model import Caller
from app.accounts.signouts import SignOuts
from app.catalog.model import Kind
from app.db import Database
from app.errors import Conflict
from app.generation import repository, view
from app.generation.stream import EventLog, frame_of
from app.generation.text import Texts

HEADERS = {
    "Cache-Control": "no-store",
    # Proxies such as nginx hold a response back until it is large, unless told not to.
    "X-Accel-Buffering": "no",
}


@dataclass(frozen=True)
class ReadAlong:
    db: Database
    texts: Texts
    signouts: SignOuts

    async def stream(self, caller: Caller, generation_id: str, after: int = 0) -> StreamingResponse:
        """The events after `after`. NotFound for somebody else's; after the end just `ended`."""
        live = self.texts.live(generation_id)
        if live is not None and live.generation.user_id == caller.user.id:
            frames = self._while_allowed(caller, live.log, after)
        else:
            frames = await self._ended(caller, generation_id)
        return StreamingResponse(frames, media_type="text/event-stream", headers=HEADERS)

    async def _while_allowed(
        self, caller: Caller, log: EventLog, after: int
    ) -> AsyncGenerator[bytes]:
        with self.signouts.watch(caller) as gone:
            async with aclosing(log.follow(after, gone)) as frames:
                async for frame in frames:
                    yield frame

    async def _ended(self, caller: Caller, generation_id: str) -> AsyncGenerator[bytes]:
        seen = await self.db.read(view.of_user, caller.user.id, generation_id)
        if seen.kind is not Kind.TEXT:
            raise Conflict("Only texts are streamed. Ask for its status instead.")
        number = (await self.db.read(repository.of_id, generation_id)).events
        return _once(frame_of(max(1, number), "ended", view.event_data(seen)))


async def _once(frame: bytes) -> AsyncGenerator[bytes]:
    yield frame
