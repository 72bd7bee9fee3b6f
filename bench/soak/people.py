"""What people do all day. Each is signed in with a browser, and has a program with an API key."""

import asyncio
import json
import random
import time
import uuid
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bench.town import ACCOUNT

Json = dict[str, Any]

PASSWORD = ACCOUNT["password"]
LAZY = 1.5
"""Seconds between two things somebody does, on average."""
GOES_WELL = frozenset({200, 201, 202, 204, 206, 304})
REFUSALS = frozenset({401, 409, 429, 502, 503, 504})
"""What is no fault of ours while the gateway has its faults, and people sign out in one tab."""


@dataclass
class Diary:
    """What all of them saw."""

    accepted: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    """The ids that were promised to each person, by e-mail."""
    answers: Counter[int] = field(default_factory=Counter[int])
    surprises: list[str] = field(default_factory=list[str])
    """Answers that nobody should get."""
    status_ms: list[float] = field(default_factory=list[float])


@dataclass
class Person:
    """One of them. `http` is the browser: cookies and all."""

    app: str
    email: str
    http: aiohttp.ClientSession
    diary: Diary
    upload: bytes
    key: str = ""
    asked: list[str] = field(default_factory=list[str])
    """The newest things asked for."""

    @property
    def account(self) -> Json:
        return {"email": self.email, "password": PASSWORD}

    async def move_in(self) -> str:
        """Register, sign in, get a key. Their id."""
        await self.answer("POST", "/api/auth/register", json=self.account)
        user = (await self.answer("POST", "/api/auth/login", json=self.account))["user"]
        self.key = (await self.answer("POST", "/api/keys", json={"name": "program"}))["secret"]
        self.diary.accepted[self.email] = set()
        return user["id"]

    async def live(self) -> None:
        """Until cancelled: one thing after the other, and always an ear for news."""
        async with asyncio.TaskGroup() as both:
            both.create_task(self._listen())
            both.create_task(self._do_things())

    async def _do_things(self) -> None:
        deeds, weights = zip(*DEEDS, strict=True)
        while True:
            [deed] = random.choices(deeds, weights)
            await deed(self)
            await asyncio.sleep(random.uniform(0, 2 * LAZY))

    async def _listen(self) -> None:
        """The long poll of an open page."""
        cursor: object = None
        while True:
            query = f"?since={cursor}&wait=5" if cursor is not None else ""
            told = await self.answer("GET", f"/api/generations/changes{query}")
            cursor = told.get("cursor", cursor)
            if not told:
                await asyncio.sleep(1)

    # -- asking --------------------------------------------------------------------------

    async def answer(self, method: str, path: str, **sent: Any) -> Json:
        """The JSON of an answer; {} if it has none or is a refusal."""
        async with self.ask(method, path, **sent) as answer:
            if answer.status not in GOES_WELL or answer.content_type != "application/json":
                await answer.read()
                return {}
            return await answer.json()

    async def look(self, path: str) -> Json:
        """The same with the program's key, which is good also while nobody is signed in."""
        return await self.answer("GET", path, headers=self.program)

    @asynccontextmanager
    async def ask(
        self, method: str, path: str, **sent: Any
    ) -> AsyncGenerator[aiohttp.ClientResponse]:
        async with self.http.request(method, self.app + path, **sent) as answer:
            self.diary.answers[answer.status] += 1
            if answer.status not in GOES_WELL | REFUSALS:
                self.diary.surprises.append(
                    f"{method} {path} {answer.status} {await answer.text()}"
                )
            yield answer

    def promised(self, generation_id: str) -> None:
        self.diary.accepted[self.email].add(generation_id)
        self.asked = [*self.asked[-20:], generation_id]

    async def make(self, kind: str, **what: Any) -> str | None:
        body = {"prompt": _prompt(), **what}
        made = await self.answer("POST", f"/api/generations/{kind}", json=body)
        if made:
            self.promised(made["id"])
        return made.get("id")

    @property
    def program(self) -> Json:
        return {"Authorization": f"Bearer {self.key}"}


def _prompt(words: int | None = None) -> str:
    return f"Write {words or random.randint(20, 300)} words about boat {uuid.uuid4()}"


# -- deeds -------------------------------------------------------------------------------


async def read_along(person: Person) -> None:
    """A text, read to its end or hung up in the middle of it."""
    patience = random.choice((0.2, 1.0, 60.0, 60.0))
    try:
        async with asyncio.timeout(patience):
            await _streamed(person)
    except TimeoutError:
        return


async def _streamed(person: Person) -> None:
    stream = {"Accept": "text/event-stream"}
    body = {"prompt": _prompt()}
    async with person.ask("POST", "/api/generations/text", json=body, headers=stream) as answer:
        async for line in answer.content:
            if line.startswith(b'data: {"generation"') and person.asked[-1:] != [_id_in(line)]:
                person.promised(_id_in(line))


def _id_in(line: bytes) -> str:
    return json.loads(line.removeprefix(b"data: "))["generation"]["id"]


async def ask_for_text(person: Person) -> None:
    await person.make("text")


async def ask_for_image(person: Person) -> None:
    await person.make("image", params={"n": 1})


async def ask_for_film(person: Person) -> None:
    await person.make("video")


async def change_mind(person: Person) -> None:
    """Ask for something and cancel it a moment later."""
    asked = await person.make(random.choice(("text", "image", "video")))
    await asyncio.sleep(random.uniform(0, 2))
    if asked:
        await person.answer("POST", f"/api/generations/{asked}/cancel")


async def upload(person: Person) -> None:
    form = aiohttp.FormData()
    # Every file is another one: what is there already would not be written.
    form.add_field("file", person.upload + uuid.uuid4().bytes, filename="boat.png")
    await person.answer("POST", "/api/media", data=form)


async def look_around(person: Person) -> None:
    """The library: a page of it, a search, and a few of its files."""
    listed = await person.answer("GET", "/api/generations?limit=50")
    await person.answer("GET", "/api/generations?q=boat&kind=image&limit=20")
    for each in listed.get("items", [])[:10]:
        for file in each["media"][:1]:
            async with person.ask("GET", f"/api/media/{file['id']}/thumbnail") as answer:
                await answer.read()
            part = {"Range": "bytes=0-65535"}
            async with person.ask("GET", f"/api/media/{file['id']}", headers=part) as answer:
                await answer.read()


async def leave_and_return(person: Person) -> None:
    await person.answer("POST", "/api/auth/logout")
    while True:
        await asyncio.sleep(0.5)
        if await person.answer("POST", "/api/auth/login", json=person.account):
            return


async def run_program(person: Person) -> None:
    """One question to /v1, answered whole or streamed, and now and then not waited for."""
    messages = [{"role": "user", "content": _prompt(random.randint(5, 60))}]
    body = {"model": "auto", "messages": messages, "stream": random.random() < 0.5}
    try:
        async with asyncio.timeout(random.choice((0.3, 60, 60))):
            await _completed(person, body)
    except TimeoutError:
        return


async def _completed(person: Person, body: Json) -> None:
    call = person.ask("POST", "/v1/chat/completions", json=body, headers=person.program)
    async with call as answer:
        if "X-Generation-Id" in answer.headers:
            person.promised(answer.headers["X-Generation-Id"])
        await answer.read()


DEEDS: Sequence[tuple[Callable[[Person], Awaitable[None]], int]] = (
    (read_along, 8),
    (run_program, 6),
    (look_around, 5),
    (ask_for_text, 3),
    (ask_for_image, 3),
    (change_mind, 3),
    (upload, 2),
    (ask_for_film, 1),
    (leave_and_return, 1),
)
"""What is done, and how often beside the others."""


async def watch_status(person: Person) -> None:
    """Look at one's newest thing four times a second, until cancelled."""
    while True:
        await asyncio.sleep(0.25)
        if person.asked:
            begun = time.perf_counter()
            await person.look(f"/api/generations/{person.asked[-1]}")
            person.diary.status_ms.append((time.perf_counter() - begun) * 1000)
