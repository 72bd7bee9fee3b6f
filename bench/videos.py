"""Ten thousand films that wait at the gateway, of all ages up to an hour: what looking after them
costs, and how late it is. So many are looked at every few minutes each.

How late is known of the first look at each, whose time is set here; the looks that follow are the
load beside it. The gateway's records tell when it was asked.
"""

import asyncio
import statistics
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from app.clock import new_id, utc_now
from app.db import Tx
from app.generation import pace
from app.main import open_database
from app.settings import Settings
from bench.figures import Figure
from bench.load import client
from bench.process import connections_to, cpu_seconds, rss_mib
from bench.town import Town, app_at, town

MANY = 10_000
START = timedelta(seconds=15)
"""For the app to be up."""
SPREAD = pace.among(timedelta(seconds=20), MANY)
"""In which each has its first look: as often as the app itself looks at so many."""
PENDING = {
    "path": "/videos/*",
    "method": "GET",
    "times": None,
    "answer": {"fault": "status", "code": 200, "body": {"id": "x", "status": "pending"}},
}


def figures() -> list[Figure]:
    with town() as gateway_only, tempfile.TemporaryDirectory() as name:
        begun = utc_now() + START
        _furnish(Path(name), begun)
        with app_at(gateway_only.gateway, Path(name)) as place:
            return asyncio.run(_measure(place, begun))


def _furnish(folder: Path, begun: datetime) -> None:
    database = open_database(Settings(data_dir=folder))
    try:
        database.write_now(lambda tx: _submitted(tx, begun))
    finally:
        database.close()


def _submitted(tx: Tx, begun: datetime) -> None:
    """All of them, the first due at `begun`."""
    tx.run(
        """
        INSERT INTO generations (
            id, user_id, kind, state, stage, model, chosen, answered_by, prompt, params, inputs,
            quote_kind, attempts, gateway_id, created_at, started_at, changed)
        SELECT uuidv7(), $user_id, 'video', 'running', 'waiting', 'a/model', 'a/model', 'a/model',
               'Number ' || number, '{}', '[]', 'exact', '[]', 'job-' || number, moment, moment,
               nextval('changes')
          FROM (SELECT number, $begun - to_seconds(3000.0 * (1 - number / $many)) AS moment
                  FROM range($many) AS counted(number))
        """,
        user_id=new_id(),
        begun=begun,
        many=MANY,
    )
    # In another order than that of their age.
    tx.run(
        """
        INSERT INTO jobs (generation_id, due_at, heard_at)
        SELECT id, $begun + to_seconds($spread * ((gateway_id[5:]::BIGINT * 7919) % $many) / $many),
               $begun
          FROM generations
        """,
        begun=begun,
        spread=SPREAD.total_seconds(),
        many=MANY,
    )


def _due(number: int, begun: datetime) -> datetime:
    return begun + SPREAD * (number * 7919 % MANY) / MANY


async def _measure(place: Town, begun: datetime) -> list[Figure]:
    steering = f"{place.gateway.removesuffix('/api/v1')}/__demo__"
    async with client() as http:
        async with http.post(f"{steering}/script", json=PENDING) as said:
            said.raise_for_status()
        await asyncio.sleep((begun - utc_now()).total_seconds())
        cpu, at, open_connections = cpu_seconds(place.app_pid), utc_now(), list[int]()
        port = int(place.gateway.rsplit(":", 1)[1].split("/")[0])
        while utc_now() < begun + SPREAD + timedelta(seconds=5):
            await asyncio.sleep(0.25)
            open_connections.append(connections_to(port))
        seconds = (utc_now() - at).total_seconds()
        spent = cpu_seconds(place.app_pid) - cpu
        async with http.get(f"{steering}/requests?method=GET") as answer:
            asked = (await answer.json())["requests"]
    late, polls = _lateness(asked, begun)
    return [
        Figure("10,000 films waiting, CPU of one core", 100 * spent / seconds, "%", most=25),
        Figure("… polls", polls / seconds, "/s"),
        Figure("… CPU per poll", spent / max(polls, 1) * 1000, "ms"),
        Figure("… connections to the gateway, most", max(open_connections)),
        Figure("… never looked at", MANY - len(late), most=0),
        Figure("… a look is late, p99", statistics.quantiles(late, n=100)[-1], "s", most=1),
        Figure("… RSS", rss_mib(place.app_pid), "MiB", most=200),
    ]


def _lateness(asked: list[dict[str, str]], begun: datetime) -> tuple[list[float], int]:
    """How many seconds the first look at each was late, and how many looks there were."""
    late: dict[int, float] = {}
    polls = [each for each in asked if each["path"].startswith("/videos/job-")]
    for each in polls:
        number = int(each["path"].rsplit("-", 1)[1])
        wait = datetime.fromisoformat(each["at"]) - _due(number, begun)
        late.setdefault(number, wait.total_seconds())
    return list(late.values()), len(polls)
