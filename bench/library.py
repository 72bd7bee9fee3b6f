"""How long the library of somebody with 50,000 things takes to open: its whole index, the first
tiles, a search. In milliseconds, the median of twenty; no network, no page."""

import asyncio
import gzip
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from app.clock import new_id, utc_now
from app.db.duck import DuckDatabase
from app.generation.library import Library
from app.generation.listing import Filter
from app.library.index import RECORD, Shelf
from app.main import open_database
from app.settings import Settings
from bench.figures import Figure
from bench.full_library import fill
from bench.load import timed

TIMES = 20


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(Settings(data_dir=Path(folder)))
        try:
            return asyncio.run(_measure(database))
        finally:
            database.close()


async def _measure(database: DuckDatabase) -> list[Figure]:
    user_id = new_id()
    await database.write(fill, user_id, utc_now())
    shelf, library = Shelf(database), Library(database)
    records = (await shelf.index(user_id, Filter())).records
    ids = [records[at : at + 32] for at in range(0, 60 * RECORD, RECORD)]
    packed = len(gzip.compress(records.encode(), 1)) / 1024
    return [
        Figure("library of 50,000, index on the wire", packed, "KiB"),
        await _time("… whole index", lambda: shelf.index(user_id, Filter())),
        await _time("… index of a search", lambda: shelf.index(user_id, Filter(q="4242"))),
        await _time("… 60 tiles", lambda: library.some(user_id, ids)),
        await _time("… newest 50", lambda: library.newest(user_id, Filter(), None, 50)),
    ]


async def _time(what: str, do: Callable[[], Awaitable[object]]) -> Figure:
    async def once(_: int) -> None:
        await do()

    return Figure(what, (await timed(once, TIMES)).p50, "ms")
