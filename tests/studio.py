"""The whole app on a real socket, with the demo gateway behind it and a clock we turn.

Everything of ours is real. Scripted are the far side of the wire (`studio.demo`) and the time.
"""

import asyncio
import json
import ssl
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self, TypeVar, cast

import httpx
import uvicorn
from fastapi import FastAPI

from app.catalog.model import Kind
from app.catalog.service import Catalogue
from app.db import Tx
from app.db.duck import DuckDatabase
from app.demo import DemoGateway, DemoOptions
from app.generation.runner import Runner
from app.main import create_app
from app.serve import Server
from app.settings import Settings
from app.site import Site
from app.studio import World
from app.studio.workshop import Workshop
from app.web import Parts
from app.web.front_door import FrontDoor
from tests.clocks import TurnableClock

PASSWORD = "correct horse battery staple"
PATIENCE = 60.0
"""Seconds of real time after which something that should have happened has not."""
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""For clients of a server without TLS: reading the certificates of the world takes 40 ms."""

Json = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True)
class Event:
    """One server-sent event."""

    number: int
    name: str
    data: Json


class Person:
    """Somebody signed in, with a cookie jar of their own."""

    def __init__(self, http: httpx.AsyncClient, user: Json) -> None:
        self.http = http
        self.user = user

    async def ask(self, kind: str, prompt: str = "A paper boat", **more: Any) -> Json:
        """Ask for a generation that is expected to be accepted."""
        headers = more.pop("headers", {})
        answer = await self.http.post(
            f"/api/generations/{kind}", json={"prompt": prompt, **more}, headers=headers
        )
        assert answer.status_code == 202, answer.text
        return answer.json()

    async def status(self, generation_id: str) -> Json:
        answer = await self.http.get(f"/api/generations/{generation_id}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def usage(self, window: str = "day") -> Json:
        windows = (await self.http.get("/api/usage")).json()["windows"]
        return next(each for each in windows if each["window"] == window)

    @asynccontextmanager
    async def streaming(self, prompt: str, **more: Any) -> AsyncGenerator[AsyncGenerator[Event]]:
        """Ask for a text and read its events as they come."""
        async with self.http.stream(
            "POST",
            "/api/generations/text",
            json={"prompt": prompt, **more},
            headers={"Accept": "text/event-stream"},
        ) as answer:
            assert answer.status_code == 200, await answer.aread()
            yield events_of(answer)

    async def say(self, prompt: str, **more: Any) -> Json:
        """Ask for a text and read it to its end."""
        async with self.streaming(prompt, **more) as events:
            last = [event async for event in events][-1]
        assert last.name == "ended"
        return last.data["generation"]


async def signed_up(http: httpx.AsyncClient, name: str) -> Person:
    """Register and sign in, in this browser."""
    account = {"email": f"{name}@example.org", "password": PASSWORD}
    registered = await http.post("/api/auth/register", json=account)
    assert registered.status_code == 201, registered.text
    return await signed_in(http, account["email"])


async def signed_in(http: httpx.AsyncClient, email: str) -> Person:
    answer = await http.post("/api/auth/login", json={"email": email, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    return Person(http, answer.json()["user"])


async def events_of(answer: httpx.Response) -> AsyncGenerator[Event]:
    """The events of an open stream, comments left out."""
    fields: dict[str, str] = {}
    async for line in answer.aiter_lines():
        if line and not line.startswith(":"):
            name, _, value = line.partition(": ")
            fields[name] = value
        elif not line and fields:
            yield Event(int(fields["id"]), fields["event"], json.loads(fields["data"]))
            fields = {}


@dataclass
class Studio:
    """A running app. `await studio.person()` gives somebody signed in; the first is the admin."""

    data_dir: Path
    clock: TurnableClock
    demo: DemoGateway
    changes: Json = field(default_factory=dict[str, Any])
    app: FastAPI = field(init=False)
    url: str = field(init=False, default="")
    _server: Server = field(init=False)
    _serving: asyncio.Task[None] | None = field(init=False, default=None)
    _stack: AsyncExitStack = field(init=False, default_factory=AsyncExitStack)

    async def start(self, **changes: Any) -> Self:
        """Serve on a free port, with these settings changed."""
        self.changes |= changes
        settings = Settings(data_dir=self.data_dir, signup="open", **self.changes)
        self.app = create_app(settings, World(self.clock, self.demo.transport(), self.clock.sleep))
        config = uvicorn.Config(
            self.app,
            port=0,
            http=FrontDoor,
            log_config=None,
            timeout_graceful_shutdown=3,
            lifespan="on",
        )
        self._server = Server(config, self.app)
        self._serving = asyncio.create_task(self._server.serve())
        await self.until(lambda: self._server.started or self._serving_failed())
        port = self._server.servers[0].sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        await self.until(lambda: bool(self.part(Catalogue).of_kind(Kind.VIDEO)))
        return self

    async def stop(self) -> None:
        """As SIGTERM does."""
        if self._serving is not None:
            self._server.should_exit = True
            await self._serving
            self._serving = None

    async def restart(self, **changes: Any) -> None:
        await self.stop()
        await self.start(**changes)

    async def close(self) -> None:
        await self._stack.aclose()
        await self.stop()

    def part(self, kind: type[T]) -> T:
        return cast(Parts, self.app.state.parts)[kind]

    @property
    def db(self) -> DuckDatabase:
        return self.part(Site).db

    @property
    def runner(self) -> Runner:
        return self.part(Site).runner

    def client(self) -> httpx.AsyncClient:
        """A browser of its own, not signed in."""
        return httpx.AsyncClient(
            base_url=self.url, headers={"Origin": self.url}, timeout=PATIENCE, verify=NO_TLS
        )

    async def person(self, name: str = "ada") -> Person:
        """Register and sign in."""
        return await signed_up(await self._stack.enter_async_context(self.client()), name)

    async def again(self, person: Person) -> Person:
        """The same person in another browser, for instance after a restart."""
        return await self.sign_in(person.user["email"])

    async def sign_in(self, email: str) -> Person:
        """Somebody who has registered before."""
        return await signed_in(await self._stack.enter_async_context(self.client()), email)

    def turn(self, **by: float) -> None:
        """Let time pass, and let the runner see it."""
        self.clock.turn(**by)
        self.runner.wake()

    async def ended(self, person: Person, generation_id: str) -> Json:
        """Let time pass until it has ended."""
        async with asyncio.timeout(PATIENCE):
            while (now := await person.status(generation_id))["state"] in ("queued", "running"):
                self.turn(seconds=1)
                await asyncio.sleep(0.02)
        return now

    async def made(self, person: Person, kind: str, **ask: Any) -> Json:
        """Ask, and let time pass until it has ended."""
        return await self.ended(person, (await person.ask(kind, **ask))["id"])

    async def at_rest(self) -> None:
        """Let time pass until nothing of anybody is queued, running or waiting for its cost."""
        async with asyncio.timeout(PATIENCE):
            while await self.db.read(_unfinished):
                self.turn(seconds=5)
                await self.part(Workshop).corrections.look()
                await asyncio.sleep(0.02)

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait for a condition, as short as possible."""
        async with asyncio.timeout(PATIENCE):
            while True:
                if true():
                    return
                await asyncio.sleep(0.01)

    def _serving_failed(self) -> bool:
        assert self._serving is not None
        if self._serving.done():
            self._serving.result()
            raise AssertionError("the server ended by itself; its log says why")
        return False


def demo_for_tests(clock: TurnableClock, **options: Any) -> DemoGateway:
    """Instant but for films, which take 9 s on the turned clock."""
    return DemoGateway(DemoOptions.instant(**options), clock=clock)


def _unfinished(tx: Tx) -> bool:
    return bool(
        tx.rows("SELECT id FROM generations WHERE state IN ('queued', 'running')")
        or tx.rows("SELECT generation_id FROM cost_checks")
    )
