"""A studio for the tests of a module, and programs with keys in it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import httpx
import pytest
import pytest_asyncio

from app.routing.breakers import Breakers
from tests.clocks import TurnableClock
from tests.scripts import key_for, with_secret
from tests.studio import Json, Person, Studio, demo_for_tests

numbers = count(1)

TEXT = "mistralai/mistral-small-3.2-24b-instruct"
IMAGE = "black-forest-labs/flux.2-klein-4b"
FILM = "x-ai/grok-imagine-video"


@dataclass(frozen=True)
class Program:
    """Something that speaks OpenAI's language, with a key of its owner's."""

    http: httpx.AsyncClient
    key: Json
    owner: Person

    async def chat(self, words: str = "Hello there", **more: Any) -> httpx.Response:
        body: Json = {"model": TEXT, "messages": [{"role": "user", "content": words}], **more}
        headers = body.pop("headers", {})
        return await self.http.post("/v1/chat/completions", json=body, headers=headers)

    async def draw(self, **more: Any) -> httpx.Response:
        body: Json = {"model": IMAGE, "prompt": "A paper boat", **more}
        headers = body.pop("headers", {})
        return await self.http.post("/v1/images/generations", json=body, headers=headers)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def module_studio(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Studio]:
    clock = TurnableClock()
    folder = tmp_path_factory.mktemp("shared")
    studio = await Studio(folder / "data", clock, demo_for_tests(clock)).start()
    await studio.person("root")
    yield studio
    await studio.close()


@pytest_asyncio.fixture(loop_scope="module")
async def shared(module_studio: Studio) -> AsyncIterator[Studio]:
    """The studio of this module, with nothing scripted and no circuit open."""
    yield module_studio
    module_studio.demo.reset()
    module_studio.part(Breakers).reset()


@pytest_asyncio.fixture(loop_scope="module")
async def ada(shared: Studio) -> Person:
    """Somebody who has asked for nothing yet, and administrates nothing."""
    return await shared.person(f"ada{next(numbers)}")


@pytest_asyncio.fixture(loop_scope="module")
async def program(shared: Studio, ada: Person) -> AsyncIterator[Program]:
    """A program with a key that may make and read everything."""
    key = await key_for(ada)
    async with with_secret(shared, key["secret"]) as http:
        yield Program(http, key, ada)
