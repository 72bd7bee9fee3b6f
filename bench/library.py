"""How long the library of somebody with 50,000 things takes to open: its whole index, the first
tiles, a search. In milliseconds, the median of twenty; no network, no page."""

import asyncio
import gzip
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from app.clock import new_id, utc_now
from app.db.duck import DuckDatabase
from app.generation.library import Library
from app.generation.listing import Filter
from app.library.index import RECORD, Shelf
from app.main import open_database
from app.settings import Settings
from bench.full_library import MANY, fill

TIMES = 20


async def measure(database: DuckDatabase) -> None:
    user_id = new_id()
    await database.write(fill, user_id, utc_now())
    shelf, library = Shelf(database), Library(database)
    records = (await shelf.index(user_id, Filter())).records
    ids = [records[at : at + 32] for at in range(0, 60 * RECORD, RECORD)]
    print(f"{MANY} things, {len(gzip.compress(records.encode(), 1)) // 1024} KiB over the wire")
    await _time("whole index", lambda: shelf.index(user_id, Filter()))
    await _time("index of a search", lambda: shelf.index(user_id, Filter(q="4242")))
    await _time("60 tiles", lambda: library.some(user_id, ids))
    await _time("newest 50", lambda: library.newest(user_id, Filter(), None, 50))


async def _time(what: str, do: Callable[[], Awaitable[object]]) -> None:
    took: list[float] = []
    for _ in range(TIMES):
        began = time.perf_counter()
        await do()
        took.append(time.perf_counter() - began)
    print(f"{what:20} {1000 * statistics.median(took):7.1f} ms")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(Settings(data_dir=Path(folder)))
        try:
            asyncio.run(measure(database))
        finally:
            database.close()


if __name__ == "__main__":
    main()
