"""Saving a server that is in the middle of its work, and bringing it to life elsewhere."""

import asyncio
import hashlib
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.backup.manifest import read_manifest
from app.media.files import place_in
from tests.backup.conftest import KLEIN, files_below
from tests.generation.films import FILM
from tests.process.books import Books, audited, copied_books
from tests.process.installation import Installation, RemoteGateway, start_gateway
from tests.process.processes import PATIENCE, Running, python
from tests.studio import Json, Person

pytestmark = pytest.mark.timeout(300)  # real processes, many of them, on a machine that may be busy

ONE_AT_A_TIME = {"JOBS_AT_ONCE": "1"}
"""Something always waits to be sent."""


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RemoteGateway]:
    log = tmp_path_factory.mktemp("gateway") / "log"
    options = ("--video-seconds", "2", "--image-seconds", "0.1", "--token-delay", "0.01")
    started = asyncio.run(start_gateway(log, *options))
    yield started
    started.process.sweep_up()


@pytest.fixture
async def first(tmp_path: Path, gateway: RemoteGateway) -> AsyncIterator[Installation]:
    installation = Installation(tmp_path / "first", gateway)
    await installation.start(**ONE_AT_A_TIME)
    yield installation
    await installation.sweep_up()


@pytest.fixture
async def second(tmp_path: Path, gateway: RemoteGateway) -> AsyncIterator[Installation]:
    installation = Installation(tmp_path / "second", gateway)
    yield installation
    await installation.sweep_up()


def command(installation: Installation, *arguments: str, name: str) -> Running:
    log = installation.folder / f"{name}.log"
    return python("app", *arguments, log=log, **installation.settings)


async def saved(installation: Installation, target: Path, name: str = "backup") -> None:
    saving = command(installation, "backup", str(target), name=name)
    assert await saving.ended() == 0, saving.output


async def restored(installation: Installation, source: Path) -> str:
    """What it said."""
    restoring = command(installation, "restore", str(source), name="restore")
    assert await restoring.ended() == 0, restoring.output
    return restoring.output


async def keep_asking(person: Person) -> None:
    """Ask for something of each kind, again and again, and wait for none of it."""
    number = 0
    while True:
        number += 1
        await _asked(person, "image", f"Picture {number}.", model=KLEIN)
        await _asked(person, "video", f"Film {number}.", **FILM)
        await person.ask("text", f"Words {number}.")
        await asyncio.sleep(0.05)


async def _asked(person: Person, kind: str, prompt: str, **more: Any) -> None:
    answer = await person.http.post(f"/api/generations/{kind}", json={"prompt": prompt, **more})
    assert answer.status_code in (202, 429), answer.text


def check_media(folder: Path, books: Books) -> None:
    """Every row has its bytes, and its thumbnail."""
    assert books.media
    for row in books.media:
        path = place_in(folder / "media", row["id"])
        assert hashlib.sha256(path.read_bytes()).hexdigest() == row["sha256"]
        assert path.with_name(f"{path.name}.thumbnail").exists()


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            if true():
                return
            await asyncio.sleep(0.05)


async def all_of(person: Person) -> list[Json]:
    """Everything this person has asked for."""
    items, before = list[Json](), None
    while True:
        query = {"limit": "100"} | ({"before": before} if before else {})
        page = (await person.http.get("/api/generations", params=query)).json()
        items += page["items"]
        before = page["next"]
        if before is None:
            return items


async def until_busy(person: Person) -> None:
    """Until one job is done, one is made and one waits for its turn."""
    async with asyncio.timeout(PATIENCE):
        while True:
            jobs = [each for each in await all_of(person) if each["kind"] != "text"]
            if {each["state"] for each in jobs} >= {"queued", "running", "succeeded"}:
                return
            await asyncio.sleep(0.1)


async def until_all_ended(person: Person) -> list[Json]:
    async with asyncio.timeout(PATIENCE):
        while True:
            items = await all_of(person)
            if not any(each["state"] in ("queued", "running") for each in items):
                return items
            await asyncio.sleep(0.1)


async def test_saved_under_load_and_lost_it_lives_on_elsewhere(
    first: Installation, second: Installation, gateway: RemoteGateway, tmp_path: Path
) -> None:
    target = tmp_path / "saved"
    ada = await first.person()
    asking = asyncio.create_task(keep_asking(ada))
    await until_busy(ada)
    await saved(first, tmp_path / "earlier", "earlier")
    await until_busy(ada)
    await saved(first, target)
    await until_busy(ada)
    assert not asking.done(), "nobody was refused anything"
    await first.kill()
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    assert files_below(first.data / "requests") == set()

    manifest = read_manifest(target)
    assert (manifest.missing, manifest.damaged) == ((), ())
    books = copied_books(target, tmp_path / "look")
    check_media(target, books)
    assert {"running", "succeeded"} <= {each["state"] for each in books.generations}
    assert len(books.ledger) == manifest.sums.ledger_entries
    assert len(books.generations) > read_manifest(tmp_path / "earlier").sums.generations

    said = await restored(second, target)
    assert f"{manifest.sums.ledger_entries} ledger entries" in said
    same = copied_books(second.data, tmp_path / "look")
    assert (same.ledger, same.media) == (books.ledger, books.media)
    assert [each["id"] for each in same.generations] == [each["id"] for each in books.generations]
    check_media(second.data, same)

    await second.start()
    ended = await until_all_ended(await second.again(ada))
    await second.stop()
    assert len(ended) == len(books.generations)
    for row in books.generations:
        assert len(await gateway.sends(row["prompt"])) <= 1, row["prompt"]
    polled = [each for each in books.generations if each["stage"] == "waiting"]
    after = await audited(second.data)
    assert {after.of(each["prompt"])["state"] for each in polled} == {"succeeded"}


async def test_a_server_killed_while_it_copies_leaves_no_half_copy(
    first: Installation, tmp_path: Path
) -> None:
    await first.person()
    await first.stop()
    for point in ("while-copying", "before-proving", "before-naming"):
        killed = python(
            "tests.backup.killed",
            point,
            "serve",
            log=tmp_path / f"{point}.log",
            **first.settings | {"BACKUP_EVERY": "0.1"},
        )
        await killed.killed()
        backups = first.data / "backups"
        assert list(backups.glob("*.duckdb")) == []
        assert list(backups.iterdir()) != [], "something was under way"
    await first.start(BACKUP_EVERY="0.1")
    await until(lambda: bool(list(backups.glob("*.duckdb"))))
    await first.stop()
    assert {path.suffix for path in backups.iterdir()} == {".duckdb"}


async def test_a_command_line_killed_while_it_saves_leaves_nothing_that_looks_whole(
    first: Installation, second: Installation, tmp_path: Path
) -> None:
    ada = await first.person()
    await ada.ask("image", "A picture", model=KLEIN)
    await until_all_ended(ada)
    for point in ("before-taking-in", "while-saving", "before-the-manifest"):
        killed = python(
            "tests.backup.killed",
            point,
            "backup",
            str(tmp_path / point),
            log=tmp_path / f"{point}.log",
            **first.settings,
        )
        await killed.killed()
        refused = command(second, "restore", str(tmp_path / point), name=point)
        assert await refused.ended() == 1
        assert "no whole backup" in refused.output
        assert not second.data.exists()
    await saved(first, tmp_path / "saved")
    await until(lambda: not files_below(first.data / "backups"))
    await until(lambda: not files_below(first.data / "requests"))
    await restored(second, tmp_path / "saved")


async def test_a_restore_that_was_killed_is_not_taken_for_an_installation(
    first: Installation, second: Installation, tmp_path: Path
) -> None:
    await first.person()
    await saved(first, tmp_path / "saved")
    for point in ("while-restoring", "before-settling-in"):
        killed = python(
            "tests.backup.killed",
            point,
            "restore",
            str(tmp_path / "saved"),
            log=tmp_path / f"{point}.log",
            **second.settings,
        )
        await killed.killed()
        second.launch()
        assert await second.server.ended() == 1
        assert "was interrupted" in second.server.output
        refused = command(second, "restore", str(tmp_path / "saved"), name=point)
        assert await refused.ended() == 1
        shutil.rmtree(second.data)
    await restored(second, tmp_path / "saved")
    await second.start()


async def test_a_stopped_server_is_saved_as_well(
    first: Installation, second: Installation, tmp_path: Path
) -> None:
    ada = await first.person()
    await ada.ask("image", "A picture", model=KLEIN)
    await until_all_ended(ada)
    await first.kill()
    await saved(first, tmp_path / "saved")
    await restored(second, tmp_path / "saved")
    await second.start()
    [made] = await until_all_ended(await second.again(ada))
    assert made["state"] == "succeeded"


async def test_while_a_server_runs_nothing_is_put_in_the_place_of_its_database(
    first: Installation, tmp_path: Path
) -> None:
    await saved(first, tmp_path / "saved")
    copy = str(tmp_path / "saved" / "allucanget.duckdb")
    refused = command(first, "restore", copy, name="restore")
    assert await refused.ended() == 1
    assert "Stop the server first" in refused.output
    await first.person()
