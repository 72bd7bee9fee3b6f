"""A million generations of a thousand people: lists and searches of one of them, and the start."""

import asyncio
import statistics
import tempfile
from datetime import datetime
from pathlib import Path

from app.clock import utc_now
from app.db import Tx
from app.main import open_database
from app.settings import Settings
from bench.crowd import SECRET, Headers, move_in, tokens
from bench.figures import Figure
from bench.load import client, timed
from bench.town import app_alone, cold_start

MANY = 1_000_000
PEOPLE = 1_000
TIMES = 200
STARTS = 5


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory() as empty:
        folder = Path(name)
        ids = _furnish(folder)
        with app_alone(folder, SECRET) as place:
            found = asyncio.run(_measure(place.app, tokens(ids, utc_now())[0]))
        # The first start makes what every later one finds there.
        cold_start(Path(empty))
        [full, new] = [
            statistics.median(cold_start(each) for _ in range(STARTS))
            for each in (folder, Path(empty))
        ]
    return [
        *found,
        Figure("cold start, empty", new, "s", most=1.2),
        Figure("cold start, a million generations", full, "s", most=2),
    ]


def _furnish(folder: Path) -> list[str]:
    database = open_database(Settings(data_dir=folder))
    try:
        ids = database.write_now(lambda tx: move_in(tx, PEOPLE, utc_now()))
        database.write_now(lambda tx: _generations(tx, utc_now()))
        database.write_now(_money)
        return ids
    finally:
        database.close()


def _generations(tx: Tx, now: datetime) -> None:
    """In the order of time, one every half minute, of somebody else each time."""
    tx.run(
        """
        INSERT INTO generations (
            id, user_id, kind, state, model, chosen, answered_by, prompt, params, inputs,
            quote_micros, quote_kind, cost_micros, cost_source, attempts, created_at, started_at,
            finished_at, changed)
        SELECT uuidv7(), people.id, ['text', 'image', 'video'][1 + number % 3], 'succeeded',
               'auto', 'a/model', 'a/model',
               'A paper boat in the rain, number ' || number || ', ' || md5(number::TEXT),
               '{}', '[]', 900, 'estimate', 800, 'gateway', '[]', moment, moment, moment, number
          FROM (SELECT number, $now - to_seconds(30 * ($many - number)) AS moment
                  FROM range($many) AS counted(number))
          JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS at FROM users) AS people
            ON people.at = number % $people
         ORDER BY number
        """,
        many=MANY,
        people=PEOPLE,
        now=now,
    )


def _money(tx: Tx) -> None:
    """For each a hold and its settlement."""
    for kind, held, spent in (("hold", 900, 0), ("settle", -900, 800)):
        tx.run(
            """
            INSERT INTO ledger
            SELECT uuidv7(), id, user_id, NULL, $kind, $amount, $held, $spent, '', user_id, NULL,
                   created_at, created_at
              FROM generations ORDER BY created_at
            """,
            kind=kind,
            amount=held if kind == "hold" else spent,
            held=held,
            spent=spent,
        )


async def _measure(app: str, me: Headers) -> list[Figure]:
    async with client() as http:

        async def ask(query: str) -> None:
            async with http.get(f"{app}/api/generations?{query}", headers=me) as answer:
                answer.raise_for_status()
                await answer.read()

        newest = await timed(lambda _: ask("limit=50"), TIMES)
        found = await timed(lambda number: ask(f"limit=50&q=number+{number}"), TIMES // 4)
        missed = await timed(lambda _: ask("limit=50&q=nowhere"), TIMES // 4)
    return [
        Figure("newest 50 of one of many, p50", newest.p50, "ms"),
        Figure("newest 50 of one of many, p95", newest.p95, "ms", most=15),
        Figure("search that finds, p95", found.p95, "ms", most=300),
        Figure("search that finds nothing, p95", missed.p95, "ms", most=300),
    ]
