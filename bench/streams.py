"""Streamed text: what the app adds to the first token, and how many tokens it relays.

The same prompt is streamed directly from the gateway and through the app, in the same run.
`python -m bench.streams` prints a table.
"""

import asyncio
import statistics
import time
from dataclasses import dataclass

import aiohttp

from bench.town import Town, cpu_seconds, rss_mib, sign_in, town

MODEL = "google/gemini-2.5-flash"
PROMPT = "Write 400 words about boats"
TOKEN_DELAY = 0.025
STREAMS = (1, 10, 100, 500)


@dataclass(frozen=True)
class Read:
    """One answer, as its reader saw it."""

    first_ms: float
    tokens: int
    whole: bool


@dataclass(frozen=True)
class Round:
    streams: int
    first_ms: float
    tokens_per_second: float
    broken: int
    cpu_us_per_token: float
    rss_mib: float


async def measure(place: Town) -> list[tuple[Round, Round]]:
    """For each number of streams: directly, and through the app."""
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, read_bufsize=2**20) as http:
        signed_in = await sign_in(place.app, http)
        rounds: list[tuple[Round, Round]] = []
        for streams in STREAMS:
            direct = await _round(place, http, streams, None)
            through = await _round(place, http, streams, signed_in)
            rounds.append((direct, through))
    return rounds


async def _round(
    place: Town, http: aiohttp.ClientSession, streams: int, signed_in: dict[str, str] | None
) -> Round:
    cpu, begun = cpu_seconds(place.app_pid), time.perf_counter()
    read = _direct if signed_in is None else _through
    reads = await asyncio.gather(
        *(read(place, http, signed_in or {}, n * TOKEN_DELAY / streams) for n in range(streams))
    )
    seconds = time.perf_counter() - begun
    tokens = sum(each.tokens for each in reads)
    return Round(
        streams,
        statistics.median(each.first_ms for each in reads),
        tokens / seconds,
        sum(not each.whole for each in reads),
        (cpu_seconds(place.app_pid) - cpu) / max(tokens, 1) * 1e6,
        rss_mib(place.app_pid),
    )


async def _direct(
    place: Town, http: aiohttp.ClientSession, _: dict[str, str], after: float
) -> Read:
    body = {"model": MODEL, "stream": True, "messages": [{"role": "user", "content": PROMPT}]}
    headers = {"Authorization": "Bearer sk-bench"}
    await asyncio.sleep(after)
    begun = time.perf_counter()
    async with http.post(f"{place.gateway}/chat/completions", json=body, headers=headers) as answer:
        return await _read(answer, begun, b'"content"', b"[DONE]")


async def _through(
    place: Town, http: aiohttp.ClientSession, signed_in: dict[str, str], after: float
) -> Read:
    headers = signed_in | {"Accept": "text/event-stream"}
    await asyncio.sleep(after)
    begun = time.perf_counter()
    async with http.post(
        f"{place.app}/api/generations/text",
        json={"prompt": PROMPT, "model": MODEL},
        headers=headers,
    ) as answer:
        return await _read(answer, begun, b"event: delta", b"event: ended")


async def _read(answer: aiohttp.ClientResponse, begun: float, token: bytes, end: bytes) -> Read:
    first, tokens, whole = 0.0, 0, False
    async for line in answer.content:
        if token in line:
            tokens += 1
            first = first or (time.perf_counter() - begun) * 1000
        whole = whole or end in line
    return Read(first, tokens, whole)


def main() -> None:
    with town(TOKEN_DELAY) as place:
        rounds = asyncio.run(measure(place))
    print(
        f"{'streams':>7} {'first direct':>13} {'through':>9} {'added ms':>9} "
        f"{'tok/s direct':>13} {'through':>8} {'broken':>7} {'CPU µs/tok':>11} {'RSS MiB':>8}"
    )
    for direct, through in rounds:
        print(
            f"{through.streams:>7} {direct.first_ms:>13.1f} {through.first_ms:>9.1f} "
            f"{through.first_ms - direct.first_ms:>9.1f} {direct.tokens_per_second:>13,.0f} "
            f"{through.tokens_per_second:>8,.0f} {through.broken:>7} "
            f"{through.cpu_us_per_token:>11.0f} {through.rss_mib:>8.0f}"
        )


if __name__ == "__main__":
    main()
