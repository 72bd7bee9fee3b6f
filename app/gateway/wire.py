"""One request to the configured host, and its answer or one of our errors.

Nothing of httpx passes this file. The key goes to the configured host only: every address
is built here from the base URL, none is ever taken from an answer, and no redirect is
followed. Nothing is sent twice.
"""

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Unpack
from urllib.parse import quote

import httpx
from pydantic import SecretStr

from app.clock import Clock
from app.gateway.bodies import encode
from app.gateway.errors import (
    Facts,
    GatewayBusy,
    GatewayGone,
    GatewayProblem,
    GatewayUnreachable,
    OutcomeUnknown,
)
from app.gateway.scrub import Scrub
from app.gateway.trouble import ErrorReader
from app.gateway.verdict import MISSED, NO_ANSWER, UNREADABLE, Route, problem
from app.spans import span

Told = Callable[[str, str], None]
"""What was called, and how that went: a status, or NOT_REACHED or NO_WORD."""

NOT_REACHED, NO_WORD = "not-reached", "no-answer"

_CALLS = frozenset(
    [
        "chat",
        "completions",
        "content",
        "embeddings",
        "endpoints",
        "generation",
        "images",
        "key",
        "models",
        "speech",
        "videos",
    ]
)

Query = Mapping[str, str | int]

MOST_BYTES = 256 * 1024 * 1024
"""Ten pictures of the largest kind in base64; no answer is longer."""

_MOST_ERROR_BYTES = 1024 * 1024
_NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)


def nobody(_call: str, _result: str) -> None:
    """Nobody counts."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long we wait for the gateway before we call it broken."""

    connect: timedelta = timedelta(seconds=10)
    write: timedelta = timedelta(seconds=60)

    read: timedelta = timedelta(seconds=60)
    """Without a byte, for what the gateway merely looks up."""

    work: timedelta = timedelta(seconds=300)
    """Without a byte, while something is made: the slowest pictures take minutes."""

    stall: timedelta = timedelta(seconds=120)
    """Without a byte in a chat stream: the gateway sends comments while it waits itself."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A good answer, whole."""

    body: bytes
    generation_id: str | None
    media_type: str = ""


class _TooLong(Exception):
    """A body beyond what we are ready to hold."""


@dataclass(frozen=True)
class Wire:
    """The way to the gateway. `base_url` has no slash at its end."""

    http: httpx.AsyncClient
    base_url: str
    api_key: SecretStr | None
    clock: Clock
    patience: Patience = field(default_factory=Patience)
    told: Told = nobody

    @property
    def errors(self) -> ErrorReader:
        return ErrorReader(Scrub(self.api_key), self.clock())

    async def get(self, path: str, query: Query | None = None) -> bytes:
        """A body that may be asked for again at any time."""
        request = self._request("GET", path, self.patience.read, query=query, accept="gzip")
        async with self._open(request, Route.READ) as response:
            return (await self.whole(response, Route.READ)).body

    async def post(self, path: str, body: Mapping[str, object], route: Route) -> Answer:
        """The whole answer to a paid request."""
        request = self._request("POST", path, self.patience.work, body=body)
        async with self._open(request, route) as response:
            return await self.whole(response, route)

    @asynccontextmanager
    async def stream(self, path: str, body: Mapping[str, object]) -> AsyncGenerator[httpx.Response]:
        """The answer to a chat request, to be read while it comes."""
        request = self._request("POST", path, self.patience.stall, body=body)
        async with self._open(request, Route.CHAT) as response:
            yield response

    @asynccontextmanager
    async def download(self, path: str, query: Query) -> AsyncGenerator[httpx.Response]:
        """A file, to be read while it comes."""
        request = self._request("GET", path, self.patience.read, query=query)
        async with self._open(request, Route.READ) as response:
            yield response

    async def whole(self, response: httpx.Response, route: Route) -> Answer:
        """The rest of a good answer. Raises what a broken or endless one means."""
        generation_id = generation_id_of(response)
        try:
            body = await _body(response, MOST_BYTES)
            return Answer(body, generation_id, response.headers.get("Content-Type", ""))
        except httpx.RequestError as error:
            raise lost(route, generation_id) from error
        except _TooLong as error:
            raise unreadable(route, generation_id=generation_id) from error

    @asynccontextmanager
    async def _open(self, request: httpx.Request, route: Route) -> AsyncGenerator[httpx.Response]:
        response = await self._send(request, route)
        try:
            if not response.is_success:
                raise await self._refusal(response, route)
            yield response
        finally:
            await response.aclose()

    async def _send(self, request: httpx.Request, route: Route) -> httpx.Response:
        call = _call_of(request)
        with span("gateway", **{"allucanget.call": call}) as seen:
            response = await self._sent(request, route, call)
            seen.set_attribute("http.response.status_code", response.status_code)
        return response

    async def _sent(self, request: httpx.Request, route: Route, call: str) -> httpx.Response:
        try:
            response = await self.http.send(request, stream=True, follow_redirects=False)
        except _NOT_SENT as error:
            self.told(call, NOT_REACHED)
            raise GatewayUnreachable from error
        except httpx.RequestError as error:
            self.told(call, NO_WORD)
            raise lost(route) from error
        self.told(call, str(response.status_code))
        return response

    async def _refusal(self, response: httpx.Response, route: Route) -> GatewayProblem:
        try:
            body = await _body(response, _MOST_ERROR_BYTES)
        except (httpx.RequestError, _TooLong):
            body = b""
        trouble = self.errors.answer(response.status_code, response.headers, body)
        return problem(trouble, route, generation_id=generation_id_of(response))

    def _request(
        self,
        method: str,
        path: str,
        wait: timedelta,
        *,
        query: Query | None = None,
        body: Mapping[str, object] | None = None,
        accept: str = "identity",  # a stream that is compressed comes in lumps
    ) -> httpx.Request:
        headers = {"Accept-Encoding": accept}
        if self.api_key is not None and self.api_key.get_secret_value():
            headers["Authorization"] = f"Bearer {self.api_key.get_secret_value()}"
        if body is not None:
            headers["Content-Type"] = "application/json"
        return self.http.build_request(
            method,
            self.base_url + path,
            params=query,
            content=None if body is None else encode(body),
            headers=headers,
            timeout=self._timeout(wait),
        )

    def _timeout(self, wait: timedelta) -> httpx.Timeout:
        connect = self.patience.connect.total_seconds()
        return httpx.Timeout(
            connect=connect,
            write=self.patience.write.total_seconds(),
            read=wait.total_seconds(),
            pool=2 * connect,
        )


def path(*names: str) -> str:
    """A path below the base URL. No name can lead anywhere else."""
    if any(name in ("", ".", "..") for name in names):
        raise GatewayGone("The gateway cannot have anything of this name.")
    return "".join("/" + quote(name, safe="") for name in names)


def _call_of(request: httpx.Request) -> str:
    """Its path without the base and the ids: "videos/content"."""
    return "/".join(part for part in request.url.path.split("/") if part in _CALLS)


def generation_id_of(response: httpx.Response) -> str | None:
    """What `GET /generation` knows this answer by, where the gateway says."""
    return response.headers.get("X-Generation-Id")


def lost(route: Route, generation_id: str | None = None) -> GatewayProblem:
    """The error for an answer that did not come, or not to its end."""
    if route is Route.READ:
        return GatewayBusy(MISSED)
    return OutcomeUnknown(NO_ANSWER, generation_id=generation_id)


def unreadable(route: Route, **facts: Unpack[Facts]) -> GatewayProblem:
    """The error for a good status with a body that says nothing to us."""
    if route is Route.READ:
        return GatewayBusy(MISSED, **facts)
    return OutcomeUnknown(UNREADABLE, **facts)


async def _body(response: httpx.Response, most: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    async for chunk in response.aiter_bytes():
        size += len(chunk)
        if size > most:
            raise _TooLong
        chunks.append(chunk)
    return b"".join(chunks)
