"""Somebody's program that receives webhooks, on a real socket, and how it reads them."""

import json
from base64 import b64decode, b64encode
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest, digest
from typing import Any

from app.webhooks.service import Webhooks
from tests.gateway.server import Connection, SocketServer, answer, serving
from tests.studio import Person, Studio

Json = dict[str, Any]


@dataclass(frozen=True)
class Received:
    """One webhook, as it came in."""

    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def message(self) -> Json:
        return json.loads(self.body)

    def signed_with(self, secret: str) -> bool:
        """Checked as a receiver does, by what standardwebhooks.com says and not by our own code."""
        key = b64decode(secret.removeprefix("whsec_"))
        signed = f"{self.id}.{self.headers['webhook-timestamp']}.".encode() + self.body
        expected = b64encode(digest(key, signed, sha256)).decode()
        given = [each.split(",", 1) for each in self.headers["webhook-signature"].split(" ")]
        return any(
            version == "v1" and compare_digest(expected, signature) for version, signature in given
        )


@dataclass
class Receiver:
    """Answers with `status`, which a test may change."""

    server: SocketServer
    status: str = "204 No Content"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.port}/hooks?for=tests"

    @property
    def received(self) -> list[Received]:
        pairs = zip(self.server.heads, self.server.bodies, strict=False)
        return [Received(_headers(head), body) for head, body in pairs]


@asynccontextmanager
async def receiving() -> AsyncGenerator[Receiver]:
    async def script(far: Connection) -> None:
        await far.send(answer(b"", receiver.status))

    async with serving(script) as server:
        receiver = Receiver(server)
        yield receiver


async def webhook_for(person: Person, url: str, **form: Any) -> Json:
    """A new webhook with its secret."""
    answered = await person.http.post("/api/webhooks", json={"name": "mine", "url": url, **form})
    assert answered.status_code == 201, answered.text
    return answered.json()


async def deliveries_of(person: Person, webhook: Json) -> list[Json]:
    answered = await person.http.get(f"/api/webhooks/{webhook['id']}/deliveries")
    assert answered.status_code == 200, answered.text
    return answered.json()["items"]


def wake(studio: Studio) -> None:
    studio.part(Webhooks).courier.wake()


def _headers(head: str) -> dict[str, str]:
    lines = [line.partition(": ") for line in head.split("\r\n")[1:] if line]
    return {name.lower(): value for name, _, value in lines}
