"""Embeddings and speech for programs: booked like anything that costs, and waited for.

Nobody can stop one at the gateway, so a client that hangs up changes nothing: it is made and paid
for. With an Idempotency-Key the same answer can be had again.
"""

import asyncio
from dataclasses import dataclass

from starlette.requests import ClientDisconnect, Request

from app.accounts.model import Caller
from app.accounts.signouts import SignOuts
from app.catalog.model import Kind, Model
from app.db import Database
from app.errors import SignInRequired
from app.generation import calls
from app.generation.calls import Answer
from app.generation.model import Ask, Generation
from app.generation.service import Generations
from app.openai_api.errors import Refusal, of_fault
from app.openai_api.presence import presence
from app.tasks import first_of


@dataclass(frozen=True, slots=True)
class Answered:
    generation: Generation
    answer: Answer


@dataclass(frozen=True)
class DirectCalls:
    db: Database
    generations: Generations
    sign_outs: SignOuts

    def model(self, kind: Kind, name: str) -> Model | None:
        return self.generations.router.catalogue.find(kind, name)

    async def answer(self, request: Request, caller: Caller, ask: Ask, key: str | None) -> Answered:
        """Book it, send it, and wait for what comes. Raises why nothing did."""
        named = key and f"{caller.key_id}:{key}"
        generation = await self.generations.request(caller, ask, named)
        live = self.generations.calls.live(generation.id)
        if live is not None:
            await self._wait(request, caller, live.ended)
        ended, kept = await self.db.read(calls.kept, generation.id)
        answer = kept if live is None else live.answer
        if answer is not None:
            return Answered(ended, answer)
        if ended.error is not None:
            raise of_fault(ended.error)
        raise Refusal(409, "Its answer is no longer kept.", code="not-kept")

    async def _wait(self, request: Request, caller: Caller, ended: asyncio.Event) -> None:
        async with presence(request) as left:
            with self.sign_outs.watch(caller) as gone:
                await first_of(ended, left, gone)
                if gone.is_set():
                    raise SignInRequired("This API key has ended.")
                if not ended.is_set():
                    raise ClientDisconnect
