"""Conversations for programs: booked like any text, and heard by whoever asked.

The answer belongs to who waits for it. A client that hangs up stops it, at the gateway too, and
pays for what was said; unless it sent an Idempotency-Key: then it means to ask again, and the
answer is written to its end, to be had for nothing more.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass

from starlette.requests import ClientDisconnect, Request

from app.accounts.model import Caller
from app.accounts.signouts import SignOuts
from app.db import Database
from app.errors import SignInRequired
from app.generation import conversations
from app.generation.conversations import Extra, Told
from app.generation.live import LiveText
from app.generation.model import Ask, Generation
from app.generation.service import Generations
from app.generation.stream import STILL_HERE
from app.generation.text import Texts
from app.openai_api.chat_view import DONE, Chunks, error_frame, pieces_of, usage, whole
from app.openai_api.errors import Refusal, document_of, of_fault
from app.openai_api.presence import presence
from app.tasks import first_of


@dataclass(frozen=True)
class ChatCalls:
    db: Database
    generations: Generations
    texts: Texts
    sign_outs: SignOuts

    async def begin(self, caller: Caller, ask: Ask, key: str | None) -> Generation:
        """Book it and begin. The same key with the same conversation is the same answer."""
        return await self.generations.request(caller, ask, key and f"{caller.key_id}:{key}")

    async def whole(
        self, request: Request, caller: Caller, generation: Generation, *, stays: bool
    ) -> dict[str, object]:
        """All of the answer. `stays`: it goes on when nobody waits for it any more."""
        live = self.texts.live(generation.id)
        if live is not None:
            await self._wait(request, caller, live, live.ended, stays=stays)
        told, extra = await self._told(generation, live)
        return whole(told, extra)

    async def begun(
        self, request: Request, caller: Caller, generation: Generation, *, stays: bool
    ) -> None:
        """Until there is something to stream. Raises if nothing will come: while no word has been
        sent, an error is an answer of its own."""
        live = self.texts.live(generation.id)
        if live is not None:
            begun = asyncio.Event()
            waiting = asyncio.create_task(_set_when_begun(live, begun))
            try:
                await self._wait(request, caller, live, begun, stays=stays)
            finally:
                waiting.cancel()
        if live is None or not len(live.spoken):
            await self._told(generation, live)

    async def stream(
        self, caller: Caller, generation: Generation, *, stays: bool, wants_usage: bool
    ) -> AsyncGenerator[bytes]:
        """The answer as frames, while it is written."""
        live, complete = self.texts.live(generation.id), False
        answered = live.answered.model if live and live.answered else None
        chunks = Chunks(generation, answered or generation.answered_by or generation.chosen)
        try:
            with self.sign_outs.watch(caller) as gone:
                yield chunks.first()
                if live is not None:
                    async with aclosing(live.spoken.grown(0, gone)) as grown:
                        async for pieces in grown:
                            yield b"".join(map(chunks.spoken, pieces)) or STILL_HERE
                if gone.is_set():
                    yield error_frame(document_of(SignInRequired("This API key has ended.")))
                    return
            async for frame in self._ending(generation, chunks, live, wants_usage=wants_usage):
                yield frame
            complete = True
        finally:
            if not complete and not stays:
                self.texts.hang_up(generation.id)

    async def _ending(
        self, generation: Generation, chunks: Chunks, live: LiveText | None, *, wants_usage: bool
    ) -> AsyncGenerator[bytes]:
        try:
            told, extra = await self._told(generation, live)
        except Refusal as broken:
            yield error_frame(broken.document)
            return
        if live is None:
            for piece in pieces_of(told, extra):
                yield chunks.spoken(piece)
        yield chunks.last(extra.finish_reason)
        if wants_usage:
            yield chunks.usage(usage(told.generation, extra))
        yield DONE

    async def _told(self, generation: Generation, live: LiveText | None) -> tuple[Told, Extra]:
        """What was written down of it. Raises why, if it never came to its end."""
        told = live.told if live is not None else None
        if told is None:
            told = await self.db.read(conversations.told, generation.id)
        if told.extra is None or not told.extra.finish_reason:
            raise of_fault(told.generation.error)
        return told, told.extra

    async def _wait(
        self,
        request: Request,
        caller: Caller,
        live: LiveText,
        event: asyncio.Event,
        *,
        stays: bool,
    ) -> None:
        """Until `event`. If nobody waits any more, or may not, the answer is stopped."""
        try:
            async with presence(request) as left:
                with self.sign_outs.watch(caller) as gone:
                    await first_of(event, left, gone)
                    if gone.is_set():
                        raise SignInRequired("This API key has ended.")
                    if not event.is_set():
                        raise ClientDisconnect
        except BaseException:
            if not stays:
                self.texts.hang_up(live.generation.id)
            raise


async def _set_when_begun(live: LiveText, begun: asyncio.Event) -> None:
    await live.spoken.begun()
    begun.set()
