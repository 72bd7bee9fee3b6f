"""What any earlier version has left behind is at home in this one.

The folders in `tests/data` were written by the programs of their time, see `seed`.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import cli
from app.demo import DemoGateway, DemoOptions
from tests.clocks import TurnableClock
from tests.conftest import ROOT
from tests.studio import Json, Person, Studio
from tests.upgrade.lives import LATER, LIVES, SHARED, WAITING, kept, newest_migration, unpack


@pytest.fixture(params=kept(), ids=lambda archive: archive.stem)
def archive(request: pytest.FixtureRequest) -> Path:
    return request.param


def test_the_newest_migration_has_a_folder_that_was_lived_in() -> None:
    """If not: `python -m tests.upgrade.seed`."""
    assert kept()[-1].stem == newest_migration(ROOT)


async def test_everybody_finds_everything_again_and_what_was_under_way_arrives(
    archive: Path, tmp_path: Path, clock: TurnableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with _opened(archive, tmp_path, clock, knows=tmp_path / "demo") as house:
        people: dict[str, Person] = {}
        for name, wishes in LIVES.items():
            person = people[name] = await house.sign_in(f"{name}@example.org")
            for wish in wishes:
                await _is_whole(person, (await _asked_for(person, wish.prompt))["id"])
        await _has_kept(people["grace"], archive.stem)
        await _shows(house, people["grace"], archive.stem)
        ada = people["ada"]
        waiting = await _asked_for(ada, WAITING)
        await house.ended(ada, waiting["id"])
        await _is_whole(ada, waiting["id"])
        assert (await ada.say("And now something new"))["state"] == "succeeded"
    _ledger_is_right(tmp_path, monkeypatch)


async def test_what_the_gateway_has_forgotten_ends_and_frees_its_money(
    tmp_path: Path, clock: TurnableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with _opened(kept()[0], tmp_path, clock, knows=None) as house:
        ada = await house.sign_in("ada@example.org")
        ended = await house.ended(ada, (await _asked_for(ada, WAITING))["id"])
        assert (ended["state"], ended["error"]["code"]) == ("failed", "job-gone")
        assert (await ada.usage("month"))["held_micros"] == 0
    _ledger_is_right(tmp_path, monkeypatch)


@asynccontextmanager
async def _opened(
    archive: Path, data: Path, clock: TurnableClock, *, knows: Path | None
) -> AsyncGenerator[Studio]:
    """This program on a kept folder, five minutes after that was left, and what the gateway
    `knows` of it."""
    clock.now = unpack(archive, data) + timedelta(minutes=5)
    demo = DemoGateway(DemoOptions.instant(state_dir=knows), clock=clock)
    house = Studio(data, clock, demo)
    try:
        yield await house.start()
    finally:
        await house.close()


async def _asked_for(person: Person, prompt: str) -> Json:
    """The one generation of this prompt, as the library lists it."""
    listed = (await person.http.get("/api/generations")).json()["items"]
    [found] = [each for each in listed if each["prompt"] == prompt]
    return found


async def _is_whole(person: Person, generation_id: str) -> None:
    """It was made, it cost something, and what it is opens."""
    seen = await person.status(generation_id)
    assert seen["state"] == "succeeded", seen
    assert seen["cost_micros"] > 0
    assert seen["text"] if seen["kind"] == "text" else len(seen["media"]) == 1
    for each in seen["media"]:
        file = await person.http.get(each["url"])
        assert (file.headers["content-type"], len(file.content)) == (each["mime"], each["bytes"])
        assert (await person.http.get(each["thumbnail_url"])).status_code == 200


async def _has_kept(grace: Person, version: str) -> None:
    for since, path, body in LATER:
        listed = (await grace.http.get(path)).json()["items"]
        assert [each["name"] for each in listed] == [body["name"]] * (since <= version)


async def _shows(house: Studio, grace: Person, version: str) -> None:
    links = (await grace.http.get("/api/shares")).json()["items"]
    assert len(links) == (version >= SHARED)
    async with house.client() as guest:
        for each in links:
            assert (await guest.get(each["url"])).status_code == 200


def _ledger_is_right(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As an operator asks, with the server stopped."""
    monkeypatch.setenv("DATA_DIR", str(data))
    verdict = CliRunner().invoke(cli, ["ledger", "verify"])
    assert verdict.exit_code == 0, verdict.output
    assert "0 differences" in verdict.output
