"""Changes, each acknowledged once it is on the disk: many people at once, over HTTP."""

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path

from app.clock import utc_now
from app.main import open_database
from app.settings import Settings
from bench.crowd import SECRET, Headers, move_in, tokens
from bench.figures import Figure
from bench.load import client, timed
from bench.town import app_alone

PEOPLE = 100
WRITES = 5_000


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory() as name:
        database = open_database(Settings(data_dir=Path(name)))
        try:
            ids = database.write_now(lambda tx: move_in(tx, PEOPLE, utc_now()))
        finally:
            database.close()
        with app_alone(Path(name), SECRET) as place:
            return asyncio.run(_measure(place.app, tokens(ids, utc_now())))


async def _measure(app: str, people: Sequence[Headers]) -> list[Figure]:
    async with client() as http:

        async def write(number: int) -> None:
            body, me = {"name": f"Number {number}"}, people[number % PEOPLE]
            async with http.post(f"{app}/api/collections", json=body, headers=me) as answer:
                answer.raise_for_status()

        one = await timed(write, 200)
        many = await timed(write, WRITES, at_once=PEOPLE)
    return [
        Figure("write, one after the other, p50", one.p50, "ms"),
        Figure("acknowledged writes, 100 clients", many.per_second, "/s", least=500),
        Figure("… p99", many.p99, "ms"),
    ]
