"""`python -m bench.soak`: SOAK_MINUTES of it, 30 by default. Ends with 1 if a check fails."""

import asyncio
import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp

from app.demo.art.picture import Picture, draw
from bench.figures import Figure, table
from bench.soak import checks
from bench.soak.people import Diary, Person, watch_status
from bench.soak.trouble import make_trouble
from bench.soak.watch import Watch
from bench.town import UNLIMITED, Town, town

MINUTES = float(os.environ.get("SOAK_MINUTES", "30"))
REHEARSAL = 20.0
"""Seconds of the same before what is open at rest is counted for the first time."""
QUESTIONS = 24_000
"""Lists that are asked for before memory is watched. DuckDB remembers each block that it could do
without, until it has 35 MiB of such notes, after some 40,000 statements, and that is all it takes.
At the pace of the traffic they would come together for an hour."""
PEOPLE = 6
TOKEN = "soak"
PACE = ("--video-seconds", "6", "--image-seconds", "1", "--generation-after", "5")


async def soak(place: Town, folder: Path) -> list[Figure]:
    diary = Diary()
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(aiohttp.ClientSession())
        people = await _settle(stack, place, diary)
        watch = Watch(place.app_pid, place.app, http, TOKEN)
        await _traffic(place, http, people, None, REHEARSAL)
        await asyncio.gather(*map(_ask_on_and_on, people))
        await checks.until_quiet(people)
        before = await checks.least_idle(watch)
        diary.status_ms.clear()
        await _traffic(place, http, people, watch, MINUTES * 60)
        await checks.until_quiet(people)
        after = await checks.least_idle(watch)
        missing = [each for person in people for each in await checks.lost(person)]
    differences, said = await checks.ledger_differences(folder)
    for each in (*missing, *diary.surprises, *([said] if differences else [])):
        print(each)
    return checks.figures(diary, missing, differences, watch.rss, (before, after))


async def _ask_on_and_on(person: Person) -> None:
    for _ in range(QUESTIONS // PEOPLE):
        await person.look("/api/generations?limit=50")


async def _settle(stack: AsyncExitStack, place: Town, diary: Diary) -> list[Person]:
    """The first is the administrator, and sees to it that nobody runs out of money."""
    people: list[Person] = []
    for number in range(PEOPLE):
        browser = aiohttp.ClientSession(
            cookie_jar=aiohttp.CookieJar(unsafe=True), headers={"Origin": place.app}
        )
        http = await stack.enter_async_context(browser)
        picture = draw(Picture("A paper boat", number, (256, 256)))
        people.append(Person(place.app, f"person{number}@example.org", http, diary, picture))
        change = f"/api/admin/users/{await people[-1].move_in()}"
        await people[0].answer("PATCH", change, json={"tier": UNLIMITED})
    return people


async def _traffic(
    place: Town,
    http: aiohttp.ClientSession,
    people: Sequence[Person],
    watch: Watch | None,
    seconds: float,
) -> None:
    work = [make_trouble(place.gateway, http), watch_status(people[0])]
    work += [person.live() for person in people]
    work += [watch.run()] if watch else []
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(each) for each in work]
        await asyncio.sleep(seconds)
        for each in tasks:
            each.cancel()


def main() -> bool:
    """Whether every check holds."""
    with tempfile.TemporaryDirectory() as name:
        folder, log = Path(name) / "data", Path(name) / "log"
        with (
            log.open("wb") as output,
            town(0.02, *PACE, folder=folder, log=output, METRICS_TOKEN=TOKEN) as place,
        ):
            print(f"{MINUTES:g} minutes of traffic …", flush=True)
            found = asyncio.run(soak(place, folder))
        tracebacks = log.read_text(errors="replace").count("Traceback")
        found.append(Figure("tracebacks in the log", tracebacks, most=0))
    print(table(found))
    return all(each.met is not False for each in found)


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
