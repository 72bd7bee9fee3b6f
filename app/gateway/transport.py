"""The HTTP client that carries the gateway: httpx on aiohttp, with truthful errors.

httpx's own transport collapses at a few hundred streams; aiohttp's does not. But what
httpx-aiohttp 0.2 says about failures cannot be used: a refused connection, a reset one and
one closed without an answer are all `ConnectTimeout` to it, and some errors of aiohttp pass
through it untranslated. Whether a paid request was sent hangs on telling these apart.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Generator
from contextlib import contextmanager
from typing import cast

import aiohttp
import httpx
from aiohttp.http import HttpProcessingError
from httpx_aiohttp import AiohttpTransport

CONNECTIONS = 1_000
"""At once. Every chat stream, picture and download under way holds one."""

IDLE_SECONDS = 4
"""How long an idle connection is kept: shorter than uvicorn and Node keep theirs, which is 5 s. A
paid request that leaves on one just closed by the far side is `unknown`, and costs its quote."""

DNS_SECONDS = 60
SLICE = 256 * 1024  # how much of a large body is handed to the socket at a time


def open_http(
    transport: httpx.AsyncBaseTransport | None = None,
    *,
    referer: str | None = None,
    title: str = "allucanget",
    proxy: str | None = None,
) -> httpx.AsyncClient:
    """The client for a `Gateway`; close it when the process ends.

    `referer` and `title` name this installation to the gateway. `transport` replaces the
    network. No proxy or netrc is taken from the environment.
    """
    headers = {"X-OpenRouter-Title": title, "User-Agent": title}
    if referer:
        headers["HTTP-Referer"] = referer
    return httpx.AsyncClient(
        transport=transport or TruthfulTransport(proxy),
        headers=headers,
        follow_redirects=False,
        trust_env=False,
    )


class TruthfulTransport(httpx.AsyncBaseTransport):
    """aiohttp under httpx, saying what really happened.

    ConnectError, ConnectTimeout and ProxyError mean that nothing was sent. After any other
    error the request may have arrived.
    """

    def __init__(self, proxy: str | None = None) -> None:
        self._inner = AiohttpTransport(
            proxy=httpx.Proxy(proxy) if proxy else None, client=self._open_session
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        with _truthful():
            async with asyncio.timeout(_patience(request)):
                response = await self._inner.handle_async_request(_sliced(request))
        stream = cast(httpx.AsyncByteStream, response.stream)
        response.stream = _Body(stream, _limits(request).get("read"))
        return response

    async def aclose(self) -> None:
        await self._inner.aclose()

    def _open_session(self) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            limit=CONNECTIONS,
            keepalive_timeout=IDLE_SECONDS,
            ttl_dns_cache=DNS_SECONDS,
            ssl=self._inner.ssl_context,
        )
        return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())


class _Body(httpx.AsyncByteStream):
    def __init__(self, stream: httpx.AsyncByteStream, patience: float | None) -> None:
        self._stream = stream
        self._patience = patience

    async def __aiter__(self) -> AsyncIterator[bytes]:
        chunks = aiter(self._stream)
        with _truthful():
            while True:
                try:
                    # aiohttp has this limit too, but drops it together with the reader who
                    # waits when the far side breaks the framing in the middle of a body.
                    async with asyncio.timeout(self._patience):
                        chunk = await anext(chunks)
                except StopAsyncIteration:
                    return
                yield chunk

    async def aclose(self) -> None:
        with _truthful():
            await self._stream.aclose()


class _Slices(httpx.AsyncByteStream):
    """A large body in pieces: aiohttp warns of bytes that would hold the event loop up."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    async def __aiter__(self) -> AsyncGenerator[bytes]:
        for start in range(0, len(self._content), SLICE):
            yield self._content[start : start + SLICE]


def _sliced(request: httpx.Request) -> httpx.Request:
    if len(request.content) <= SLICE:
        return request
    return httpx.Request(
        request.method,
        request.url,
        headers=request.headers,
        stream=_Slices(request.content),
        extensions=request.extensions,
    )


def _limits(request: httpx.Request) -> dict[str, float]:
    """The timeouts of a request that are not switched off, in seconds."""
    limits = cast(dict[str, float | None], request.extensions.get("timeout", {}))
    return {name: seconds for name, seconds in limits.items() if seconds is not None}


def _patience(request: httpx.Request) -> float | None:
    """How long the head of an answer may take in all: aiohttp has no limit for writing."""
    limits = _limits(request)
    return sum(limits.values()) if {"connect", "read", "write", "pool"} <= limits.keys() else None


@contextmanager
def _truthful() -> Generator[None]:
    try:
        yield
    except httpx.TransportError as error:
        raise _renamed(error.__cause__ or error) from error
    except (aiohttp.ClientError, HttpProcessingError, OSError, TimeoutError) as error:
        raise _renamed(error) from error


def _renamed(error: BaseException) -> httpx.TransportError:
    message = f"{type(error).__name__}: {error}"
    match error:
        case aiohttp.ClientProxyConnectionError() | aiohttp.ClientHttpProxyError():
            return httpx.ProxyError(message)
        case aiohttp.ClientConnectorError():
            return httpx.ConnectError(message)
        case aiohttp.ConnectionTimeoutError():
            return httpx.ConnectTimeout(message)
        case TimeoutError():
            return httpx.ReadTimeout(message)
        case aiohttp.InvalidURL() | aiohttp.NonHttpUrlClientError():
            return httpx.UnsupportedProtocol(message)
        case OSError():
            return httpx.ReadError(message)
        case _:
            return httpx.RemoteProtocolError(message)
