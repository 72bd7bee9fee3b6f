"""A thousand people whose pages wait for news: how soon a change is told, what waiting costs."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import aiohttp

from app.clock import utc_now
from app.db import Tx
from app.main import open_database
from app.settings import Settings
from bench.crowd import SECRET, Headers, move_in, tokens
from bench.figures import Figure
from bench.load import client
from bench.process import cpu_seconds
from bench.town import Town, app_alone

PEOPLE = 1_000
CHANGES = 200
IDLE = 30.0
"""Seconds: each long poll comes to its end once in them."""
BETWEEN = 0.05
"""Seconds from one change to the next."""


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory() as name:
        ids = _furnish(Path(name))
        with app_alone(Path(name), SECRET) as place:
            return asyncio.run(_measure(place, tokens(ids, utc_now())))


def _furnish(folder: Path) -> list[str]:
    database = open_database(Settings(data_dir=folder))
    try:
        return database.write_now(_people_with_one_picture_each)
    finally:
        database.close()


def _people_with_one_picture_each(tx: Tx) -> list[str]:
    ids = move_in(tx, PEOPLE, utc_now())
    tx.run(
        """
        INSERT INTO generations (
            id, user_id, kind, state, model, chosen, prompt, params, inputs, quote_kind, attempts,
            created_at, finished_at, changed)
        SELECT id, id, 'image', 'succeeded', 'a/model', 'a/model', 'A boat', '{}', '[]', 'exact',
               '[]', $now, $now, nextval('changes')
          FROM users
        """,
        now=utc_now(),
    )
    return ids


class Page:
    """One of them. `heard` is when it was told of the last change, by our clock."""

    def __init__(self, place: Town, http: aiohttp.ClientSession, me: Headers) -> None:
        self._feed = f"{place.app}/api/generations/changes"
        self._http = http
        self._me = me
        self._news = asyncio.Event()

    async def wait_on_and_on(self) -> None:
        cursor = (await self._ask(self._feed))["cursor"]
        while True:
            told = await self._ask(f"{self._feed}?since={cursor}&wait=30")
            cursor = told["cursor"]
            if told["items"]:
                self._news.set()

    async def told(self) -> None:
        await self._news.wait()
        self._news.clear()

    async def _ask(self, url: str) -> dict[str, Any]:
        async with self._http.get(url, headers=self._me) as answer:
            answer.raise_for_status()
            return await answer.json()


async def _measure(place: Town, people: Sequence[Headers]) -> list[Figure]:
    async with client() as http:
        pages = [Page(place, http, me) for me in people]
        waiting = [asyncio.create_task(page.wait_on_and_on()) for page in pages]
        await asyncio.sleep(5)
        cpu, begun = cpu_seconds(place.app_pid), time.perf_counter()
        await asyncio.sleep(IDLE)
        idle = (cpu_seconds(place.app_pid) - cpu) / (time.perf_counter() - begun)
        changes = await _change(place, http, pages, people)
        for each in waiting:
            each.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
    return [
        Figure("1,000 pages waiting, CPU of one core", 100 * idle, "%", most=5),
        Figure("… change → answer, p50", statistics.median(changes), "ms"),
        Figure("… change → answer, p99", statistics.quantiles(changes, n=100)[-1], "ms", most=50),
    ]


async def _change(
    place: Town, http: aiohttp.ClientSession, pages: Sequence[Page], people: Sequence[Headers]
) -> list[float]:
    """Milliseconds from sending a change until the page of its owner was told of it."""

    async def one(number: int) -> float:
        await asyncio.sleep(number * BETWEEN)
        me = people[number]
        async with http.get(f"{place.app}/api/generations", headers=me) as answer:
            [picture] = (await answer.json())["items"]
        begun = time.perf_counter()
        told = asyncio.create_task(pages[number].told())
        path = f"{place.app}/api/generations/{picture['id']}"
        async with http.patch(path, json={"favourite": True}, headers=me) as answer:
            answer.raise_for_status()
        await told
        return (time.perf_counter() - begun) * 1000

    return await asyncio.gather(*map(one, range(CHANGES)))
