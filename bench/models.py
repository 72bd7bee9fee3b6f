"""The list of models: how long it takes with 650 of them, and the gateway away.

The catalogue is written into the database beforehand, and serves from there: nothing answers at
the gateway's address. `python -m bench.models` prints a table.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
from bench.town import ROOT, Town, app_alone, cpu_seconds, sign_in

MODELS = {"text": 560, "image": 60, "video": 30}
ASKED = 800
AT_ONCE = 10
MOST_MS = 5.0
"""What the slowest of twenty may take."""


@dataclass(frozen=True)
class Round:
    what: str
    kilobytes: float
    p50_ms: float
    p95_ms: float
    per_second: float
    cpu_ms: float


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


async def measure(place: Town) -> list[Round]:
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
            ("all, packed", everything, packed, 1),
            ("all, plain", everything, plain, 1),
            ("texts, packed", f"{everything}?kind=text", packed, 1),
            ("all, unchanged", everything, known, 1),
            (f"all, packed, {AT_ONCE} at once", everything, packed, AT_ONCE),
        )
        return [await _round(place, http, *ask) for ask in asks]


async def _round(
    place: Town,
    http: aiohttp.ClientSession,
    what: str,
    url: str,
    headers: dict[str, str],
    at_once: int,
) -> Round:
    took: list[float] = []
    size = 0

    async def ask() -> None:
        nonlocal size
        for _ in range(ASKED // at_once):
            begun = time.perf_counter()
            async with http.get(url, headers=headers) as answer:
                size = len(await answer.read())
            took.append((time.perf_counter() - begun) * 1000)

    cpu, begun = cpu_seconds(place.app_pid), time.perf_counter()
    await asyncio.gather(*(ask() for _ in range(at_once)))
    seconds = time.perf_counter() - begun
    p95 = statistics.quantiles(took, n=20)[-1]
    cpu_ms = (cpu_seconds(place.app_pid) - cpu) / len(took) * 1000
    return Round(what, size / 1024, statistics.median(took), p95, len(took) / seconds, cpu_ms)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        asyncio.run(stock(folder))
        with app_alone(folder) as place:
            rounds = asyncio.run(measure(place))
    print(
        f"{'GET /api/models, 650 models':>28} {'KiB':>7} {'p50 ms':>7} {'p95 ms':>7} "
        f"{'/s':>7} {'CPU ms':>7}"
    )
    for each in rounds:
        over = "" if each.p95_ms <= MOST_MS else f"  over {MOST_MS:.0f} ms"
        print(
            f"{each.what:>28} {each.kilobytes:>7.0f} {each.p50_ms:>7.2f} {each.p95_ms:>7.2f} "
            f"{each.per_second:>7,.0f} {each.cpu_ms:>7.2f}{over}"
        )


if __name__ == "__main__":
    main()
