"""Answers of /v1 that are not streamed, each with its hold, its row and its settlement."""

import asyncio

import aiohttp

from bench.figures import Figure
from bench.load import Times, client, timed
from bench.process import cpu_seconds
from bench.town import Town, sign_in, town

CLIENTS = 100
ANSWERS = 3_000
BODY = {
    "model": "google/gemini-2.5-flash",
    "messages": [{"role": "user", "content": "Write 20 words about boats"}],
}


def figures() -> list[Figure]:
    with town() as place:
        return asyncio.run(_measure(place))


async def _measure(place: Town) -> list[Figure]:
    async with client() as http:
        me = await sign_in(place.app, http)
        async with http.post(f"{place.app}/api/keys", json={"name": "b"}, headers=me) as made:
            key = {"Authorization": f"Bearer {(await made.json())['secret']}"}
        direct = await _asked(http, place.gateway, {"Authorization": "Bearer sk-bench"})
        cpu = cpu_seconds(place.app_pid)
        through = await _asked(http, f"{place.app}/v1", key)
        spent = cpu_seconds(place.app_pid) - cpu
    return [
        Figure(
            "/v1 answers, 100 clients",
            through.per_second,
            "/s",
            direct=direct.per_second,
            least=300,
        ),
        Figure("… p50", through.p50, "ms", direct=direct.p50),
        Figure("… CPU per answer", spent / ANSWERS * 1000, "ms"),
    ]


async def _asked(http: aiohttp.ClientSession, base: str, key: dict[str, str]) -> Times:
    async def ask(_: int) -> None:
        async with http.post(f"{base}/chat/completions", json=BODY, headers=key) as answer:
            answer.raise_for_status()
            await answer.read()

    await timed(ask, CLIENTS, CLIENTS)  # connections are open, and everything loaded
    return await timed(ask, ANSWERS, CLIENTS)
