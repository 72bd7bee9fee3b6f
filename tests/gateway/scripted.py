"""A `Gateway` whose far side is a list of answers, and words for what it says."""

import json
from collections.abc import AsyncIterator, Callable

import httpx
from pydantic import SecretStr

from app.clock import Clock
from app.gateway.client import Gateway
from app.gateway.model import ChatEvent, ChatRequest, ImageRequest, Message, VideoRequest

KEY = SecretStr("sk-or-v1-5f2a90c4b7d1e8a36c")
BASE = "https://gateway.test/api/v1"
CHAT = ChatRequest("acme/words", (Message("user", "Hello"),))
IMAGE = ImageRequest("acme/brush", "A red fox")
VIDEO = VideoRequest("acme/camera", "A paper boat")
PNG = b"\x89PNG\r\n\x1a\n and the rest"


class Scripted(httpx.AsyncBaseTransport):
    """Gives the answers in turn, the last one for ever, and keeps the requests."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self._answers = list(answers)
        self.requests: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def sent(self) -> object:
        """The JSON of the last request."""
        return json.loads(self.requests[-1].content)


def gateway(far: httpx.AsyncBaseTransport, clock: Clock) -> Gateway:
    return Gateway(httpx.AsyncClient(transport=far), BASE, KEY, clock=clock)


async def said(ours: Gateway, request: ChatRequest = CHAT) -> list[ChatEvent]:
    """Everything a chat answers."""
    return await collected(ours, request, lambda _: None)


async def collected(
    ours: Gateway, request: ChatRequest, keep: Callable[[ChatEvent], None]
) -> list[ChatEvent]:
    events: list[ChatEvent] = []
    async with ours.chat(request) as answer:
        async for event in answer:
            keep(event)
            events.append(event)
    return events


def events(*payloads: object, done: bool = True) -> bytes:
    """A stream of server-sent events."""
    told = [f"data: {json.dumps(payload)}\n\n" for payload in payloads]
    return "".join([*told, "data: [DONE]\n\n" if done else ""]).encode()


def piece(text: str = "", *, finish: str | None = None, **more: object) -> dict[str, object]:
    """One chunk of a chat stream, shaped as recorded in October 2026."""
    return {
        "id": "gen-1",
        "object": "chat.completion.chunk",
        "created": 1795000010,
        "model": "acme/words-2026",
        "provider": "Acme",
        "choices": [
            {
                "index": 0,
                "delta": {"role": "assistant", "content": text},
                "finish_reason": finish,
                "native_finish_reason": finish,
            }
        ],
        **more,
    }


def streamed(body: bytes, **headers: str) -> httpx.Response:
    """A 200 with server-sent events."""
    return httpx.Response(
        200, content=body, headers={"Content-Type": "text/event-stream"} | headers
    )


class Pieces(httpx.AsyncByteStream):
    """A body that arrives in just these pieces, and breaks if it ends in an error."""

    def __init__(self, *pieces: bytes | Exception) -> None:
        self._pieces = pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self._pieces:
            if isinstance(part, Exception):
                raise part
            yield part
