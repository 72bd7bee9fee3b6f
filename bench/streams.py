"""Streamed text: what the app adds to the first token, and how many tokens it relays.

The same prompt is streamed directly from the gateway and through the app, in the same run. A token
of the demo gateway is a word. Words are counted and not events: the app puts those that came
together into one.
"""

import asyncio
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp

from bench.figures import Figure
from bench.load import client
from bench.process import cpu_seconds, rss_mib
from bench.town import Town, sign_in, town

MODEL = "google/gemini-2.5-flash"
WORDS = 300
TOKEN_DELAY = 0.025
STREAMS = (10, 100, 500)
ALONE = 30
"""How often one stream alone is begun: its first token is but one."""


@dataclass(frozen=True)
class Read:
    """One answer, as its reader saw it."""

    first_ms: float
    tokens: int
    whole: bool


@dataclass(frozen=True)
class Round:
    first_ms: float
    tokens_per_second: float
    broken: int
    cpu_us_per_token: float
    rss_mib: float


def figures() -> list[Figure]:
    with town(TOKEN_DELAY) as place:
        return asyncio.run(_measure(place))


async def _measure(place: Town) -> list[Figure]:
    await asyncio.sleep(2)
    found = [Figure("RSS, idle", rss_mib(place.app_pid), "MiB", most=130)]
    async with client() as http:
        me = await sign_in(place.app, http)
        found += await _alone(place, http, me)
        for streams in STREAMS:
            direct = await _round(place, http, streams, None)
            found += _told(streams, direct, await _round(place, http, streams, me))
    return found


async def _alone(place: Town, http: aiohttp.ClientSession, me: dict[str, str]) -> list[Figure]:
    """One stream after the other, and of each its first token."""
    direct = [await _direct(place, http, 5) for _ in range(ALONE)]
    through = [await _through(place, http, me, 5) for _ in range(ALONE)]
    [plain, added] = [statistics.median(each.first_ms for each in all) for all in (direct, through)]
    return [Figure("first token added, 1 stream", added - plain, "ms", direct=plain, most=6)]


def _told(streams: int, direct: Round, through: Round) -> list[Figure]:
    count = f"{streams} streams"
    hundred = streams == 100
    found = [
        Figure(
            f"first token added, {count}",
            through.first_ms - direct.first_ms,
            "ms",
            direct=direct.first_ms,
            most=10 if hundred else None,
        ),
        Figure(
            f"tokens, {count} of 40/s",
            through.tokens_per_second,
            "/s",
            direct=direct.tokens_per_second,
            least=17_000 if streams == 500 else None,
        ),
        Figure(f"broken, {count}", through.broken, direct=direct.broken, most=0),
        Figure(
            f"CPU per token, {count}", through.cpu_us_per_token, "µs", most=120 if hundred else None
        ),
    ]
    rss = Figure(f"RSS with {count}", through.rss_mib, "MiB", most=200 if hundred else None)
    return [*found, rss]


async def _round(
    place: Town, http: aiohttp.ClientSession, streams: int, me: dict[str, str] | None
) -> Round:
    """All of them, begun one after the other within the time between two tokens."""

    async def one(number: int) -> Read:
        await asyncio.sleep(number * TOKEN_DELAY / streams)
        if me is None:
            return await _direct(place, http, WORDS)
        return await _through(place, http, me, WORDS)

    cpu, begun = cpu_seconds(place.app_pid), time.perf_counter()
    reads = await asyncio.gather(*map(one, range(streams)))
    seconds = time.perf_counter() - begun
    tokens = sum(each.tokens for each in reads)
    return Round(
        statistics.median(each.first_ms for each in reads),
        tokens / seconds,
        sum(not each.whole for each in reads),
        (cpu_seconds(place.app_pid) - cpu) / max(tokens, 1) * 1e6,
        rss_mib(place.app_pid),
    )


async def _direct(place: Town, http: aiohttp.ClientSession, words: int) -> Read:
    body = {"model": MODEL, "stream": True, "messages": [{"role": "user", "content": _said(words)}]}
    headers = {"Authorization": "Bearer sk-bench"}
    begun = time.perf_counter()
    async with http.post(f"{place.gateway}/chat/completions", json=body, headers=headers) as answer:
        return await _read(answer, begun, b'data: {"id"', b"[DONE]", _said_directly)


async def _through(
    place: Town, http: aiohttp.ClientSession, me: dict[str, str], words: int
) -> Read:
    headers = me | {"Accept": "text/event-stream"}
    body = {"prompt": _said(words), "model": MODEL}
    begun = time.perf_counter()
    path = f"{place.app}/api/generations/text"
    async with http.post(path, json=body, headers=headers) as answer:
        return await _read(answer, begun, b'data: {"text"', b"event: ended", _said_through)


def _said(words: int) -> str:
    return f"Write {words} words about boats"


def _said_directly(chunk: Any) -> str:
    return chunk["choices"][0]["delta"].get("content") or ""


def _said_through(delta: Any) -> str:
    return delta["text"]


async def _read(
    answer: aiohttp.ClientResponse,
    begun: float,
    piece: bytes,
    end: bytes,
    text_of: Callable[[Any], str],
) -> Read:
    first, tokens, whole = 0.0, 0, False
    async for line in answer.content:
        if line.startswith(piece) and (words := text_of(json.loads(line[6:])).split()):
            tokens += len(words)
            first = first or (time.perf_counter() - begun) * 1000
        whole = whole or end in line
    return Read(first, tokens, whole)
