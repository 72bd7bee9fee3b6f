"""Streamed text: what the app adds to the first token, and how many tokens it relays.

The same prompt is streamed directly from the gateway and through the app, in the same run. A token
of the demo gateway is a word. Words are counted and not events: the app puts those that came
together into one.

Streams begin one after the other, as people do, while those before them run; tokens per second are
those of the time in which all of them run. What happens when a hundred begin at the same instant is
measured apart.
"""

import asyncio
import json
import math
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
TOKEN_DELAY = 0.025
STREAMS = (10, 100, 500)
BEGUN_PER_SECOND = 20
WATCHED = 8.0
"""Seconds in which all streams of a round run."""
AT_ONCE = 100
ALONE = 30
"""How often one stream alone is begun: its first token is but one."""


@dataclass(frozen=True)
class Read:
    """One answer, as its reader saw it."""

    first_ms: float
    came: tuple[tuple[float, int], ...]
    """When tokens came, and how many."""
    whole: bool

    @property
    def tokens(self) -> int:
        return self.tokens_within(-math.inf, math.inf)

    def tokens_within(self, since: float, until: float) -> int:
        return sum(tokens for at, tokens in self.came if since <= at < until)


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
        found += await _at_once(place, http, me)
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
    """All of them, begun one after the other, and read until the last has ended."""
    beginning = streams / BEGUN_PER_SECOND
    words = round((beginning + WATCHED) / TOKEN_DELAY)

    async def one(number: int) -> Read:
        await asyncio.sleep(number / BEGUN_PER_SECOND)
        return await _stream(place, http, me, words)

    cpu, begun = cpu_seconds(place.app_pid), time.perf_counter()
    reads = await asyncio.gather(*map(one, range(streams)))
    all_run = begun + beginning + 1, begun + beginning + WATCHED - 1
    return Round(
        statistics.median(each.first_ms for each in reads),
        sum(each.tokens_within(*all_run) for each in reads) / (WATCHED - 2),
        sum(not each.whole for each in reads),
        (cpu_seconds(place.app_pid) - cpu) / max(sum(each.tokens for each in reads), 1) * 1e6,
        rss_mib(place.app_pid),
    )


async def _at_once(place: Town, http: aiohttp.ClientSession, me: dict[str, str]) -> list[Figure]:
    """So many in the same instant: their first tokens."""

    async def first_ms(who: dict[str, str] | None) -> float:
        reads = await asyncio.gather(*(_stream(place, http, who, 5) for _ in range(AT_ONCE)))
        return statistics.median(each.first_ms for each in reads)

    plain, through = await first_ms(None), await first_ms(me)
    what = f"first token added, {AT_ONCE} begun at once"
    return [Figure(what, through - plain, "ms", direct=plain)]


async def _stream(
    place: Town, http: aiohttp.ClientSession, me: dict[str, str] | None, words: int
) -> Read:
    if me is None:
        return await _direct(place, http, words)
    return await _through(place, http, me, words)


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
    first, came, whole = 0.0, list[tuple[float, int]](), False
    async for line in answer.content:
        if line.startswith(piece) and (words := text_of(json.loads(line[6:])).split()):
            now = time.perf_counter()
            came.append((now, len(words)))
            first = first or (now - begun) * 1000
        whole = whole or end in line
    return Read(first, tuple(came), whole)
