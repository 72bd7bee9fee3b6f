"""The list of models: how long it takes with 650 of them, and the gateway away.

The catalogue is written into the database beforehand, and serves from there: nothing answers at
the gateway's address. `python -m bench.models` prints a table.
"""

import asyncio
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import Any

import aiohttp
import httpx

from app.catalog import repository
from app.catalog.answers import Answer, to_keep
from app.catalog.reading.text import text_model
from app.catalog.reading.video import video_model
from app.clock import utc_now
from app.db.duck import DuckDatabase
from app.db.migrate import migrate
from app.demo import DemoGateway, DemoOptions
from app.gateway.client import Gateway
from bench.figures import Figure
from bench.load import timed
from bench.town import ROOT, Town, app_alone, sign_in

MODELS = {"text": 560, "image": 60, "video": 30}
ASKED = 400
MOST_MS = 5.0
"""What the slowest of twenty may take."""


async def stock(folder: Path) -> None:
    """A database that knows so many models: the demo gateway's, many times over."""
    async with httpx.AsyncClient(transport=DemoGateway(DemoOptions.instant()).transport()) as http:
        gateway = Gateway(http, "http://gateway.test/api/v1", None, clock=utc_now)
        lists: Mapping[str, Sequence[Any]] = {
            "text": [each for each in await gateway.text_models() if text_model(each)],
            "image": await gateway.image_models(),
            "video": [each for each in await gateway.video_models() if video_model(each, None)],
        }
        prices = await gateway.image_prices(lists["image"][0].id)
    now = datetime.now(UTC)
    many: dict[str, tuple[Any, ...]] = {
        question: _many(infos, MODELS[question]) for question, infos in lists.items()
    }
    answers = [Answer(question, now, infos) for question, infos in many.items()]
    answers += [Answer(f"prices/{info.id}", now, prices) for info in many["image"]]
    database = DuckDatabase(folder / "allucanget.duckdb", backups=folder / "backups")
    try:
        migrate(database, ROOT / "migrations")
        database.write_now(lambda tx: repository.keep(tx, map(to_keep, answers), ()))
    finally:
        database.close()


def _many(infos: Sequence[Any], count: int) -> tuple[Any, ...]:
    """So many of them, each with an id of its own."""
    return tuple(
        replace(info, id=f"{info.id}-{n}", name=f"{info.name} {n}")
        for n, info in zip(range(count), cycle(infos), strict=False)
    )


async def _measure(place: Town) -> list[Figure]:
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, auto_decompress=False) as http:
        signed_in = await sign_in(place.app, http)
        everything = f"{place.app}/api/models"
        plain = signed_in | {"Accept-Encoding": "identity"}
        packed = signed_in | {"Accept-Encoding": "gzip"}
        async with http.get(everything, headers=plain) as answer:
            known = signed_in | {"If-None-Match": answer.headers["ETag"]}
            models = [each for each in (await answer.json())["items"] if not each["is_route"]]
        assert len(models) == sum(MODELS.values()), len(models)
        asks = (
            ("list of 650 models, packed, p95", everything, packed),
            ("… plain, p95", everything, plain),
            ("… texts, packed, p95", f"{everything}?kind=text", packed),
            ("… unchanged, p95", everything, known),
        )
        return [await _asked(http, *ask) for ask in asks]


async def _asked(
    http: aiohttp.ClientSession, what: str, url: str, headers: dict[str, str]
) -> Figure:
    async def ask(_: int) -> None:
        async with http.get(url, headers=headers) as answer:
            await answer.read()

    return Figure(what, (await timed(ask, ASKED)).p95, "ms", most=MOST_MS)


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        asyncio.run(stock(folder))
        with app_alone(folder) as place:
            return asyncio.run(_measure(place))
