"""What must be true once everything is quiet again."""

import asyncio
import os
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bench.figures import Figure
from bench.soak.people import Diary, Json, Person
from bench.soak.watch import Idle, Watch, growth
from bench.town import ROOT

QUIET = 300.0
"""Seconds within which everything must have ended. A look at a film that was missed takes its time
to be repeated."""
SETTLED = 60.0
"""Seconds within which connections that nobody uses are closed."""
ENDED = frozenset({"succeeded", "failed", "cancelled", "interrupted", "unknown"})


async def until_quiet(people: Sequence[Person]) -> None:
    """Wait until nothing is under way; what then still is will be told by the checks."""
    until = time.monotonic() + QUIET
    query = "/api/generations?state=queued&state=running"
    while time.monotonic() < until:
        listed = [await each.look(query) for each in people]
        if not any(each["items"] for each in listed):
            return
        await asyncio.sleep(1)


async def least_idle(watch: Watch) -> Idle:
    """The least that was open within a while, since some things are closed only after a time."""
    seen = [await watch.idle()]
    until = time.monotonic() + SETTLED
    while time.monotonic() < until:
        await asyncio.sleep(2)
        seen.append(await watch.idle())
    return Idle(min(each.files for each in seen), min(each.tasks for each in seen))


async def lost(person: Person) -> list[str]:
    """What was promised to them and is not listed with an end, each with its state."""
    page = await person.look(newest := "/api/generations?limit=100")
    states = _states(page)
    while page["next"] is not None:
        page = await person.look(f"{newest}&before={page['next']}")
        states |= _states(page)
    promised = person.diary.accepted[person.email]
    return [f"{each} {states.get(each)}" for each in promised if states.get(each) not in ENDED]


def _states(page: Json) -> dict[str, str]:
    return {each["id"]: each["state"] for each in page["items"]}


async def ledger_differences(folder: Path) -> tuple[int, str]:
    """How many `ledger verify` finds while the server runs, and all it says."""
    verify = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app", "ledger", "verify"),
        cwd=ROOT,
        env=os.environ | {"DATA_DIR": str(folder)},
        stdout=asyncio.subprocess.PIPE,
    )
    said = (await verify.communicate())[0].decode()
    return int(said.rsplit(", ", 1)[1].split()[0]), said


def figures(
    diary: Diary,
    missing: Sequence[str],
    differences: int,
    rss: Sequence[float],
    idle: tuple[Idle, Idle],
) -> list[Figure]:
    """All of them, with what is to be reached."""
    warm, last = growth(rss)
    before, after = idle
    slowest = statistics.quantiles(diary.status_ms, n=100)[-1]
    return [
        Figure("answers", diary.answers.total()),
        Figure("generations promised", sum(map(len, diary.accepted.values())), least=1),
        Figure("generations lost", len(missing), most=0),
        Figure("ledger differences", differences, most=0),
        Figure("answers nobody should get", len(diary.surprises), most=0),
        Figure("RSS after warming up", warm, "MiB"),
        Figure("RSS growth", 100 * (last - warm) / warm, "%", most=5),
        Figure("tasks more than before, idle", after.tasks - before.tasks, most=0),
        Figure("file descriptors more than before, idle", after.files - before.files, most=0),
        Figure("status of one, p50", statistics.median(diary.status_ms), "ms"),
        Figure("status of one, p99", slowest, "ms", most=50),
    ]
