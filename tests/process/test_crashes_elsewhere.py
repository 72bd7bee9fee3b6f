"""`kill -9` of the server while it does something else than make: it loses nothing it promised."""

import random
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

import httpx
import pytest

from app.db.migrate import migrations_in
from tests.media import samples
from tests.process.installation import Installation
from tests.process.processes import ROOT
from tests.process.stories import (
    FILM,
    PROMISED,
    RUNS,
    Fate,
    Install,
    Story,
    closed,
    ends_as,
    everywhere,
    has_words,
    money_is_right,
    new_prompt,
    seen_when,
)
from tests.studio import Json, Person

pytestmark = pytest.mark.timeout(120 + 60 * RUNS)

# -- cancelling ---------------------------------------------------------------------------


async def test_a_film_cancelled_as_the_server_is_killed_is_kept_when_it_arrives(
    install: Install,
) -> None:
    points = {"while-cancelling": "running", "after-cancelling": "cancelled"}
    await everywhere(install, _stories(_cancel_a_film, points))


async def _cancel_a_film(home: Installation, point: str, found: str) -> None:
    prompt = new_prompt()
    await home.start(dies=point)
    ada = await home.person()
    asked = await ada.ask("video", prompt, **FILM)
    await home.server.says(rf"generation {asked['id']}: accepted")
    await _cancel_into_the_void(home, ada, asked)
    row = home.books().of(prompt)
    assert row["state"] == found
    await home.start()
    await home.server.says(f"generation {asked['id']}: made", within=PROMISED)
    seen = await ends_as(home, ada, row, Fate.of("succeeded", 1))
    await money_is_right(home, ada, [seen])
    await closed(home)


async def test_a_text_stopped_as_the_server_is_killed_keeps_its_words(install: Install) -> None:
    points = {"while-cancelling": "interrupted", "after-cancelling": "cancelled"}
    await everywhere(install, _stories(_stop_a_text, points))


async def _stop_a_text(home: Installation, point: str, state: str) -> None:
    prompt = new_prompt()
    await home.start(dies=point)
    ada = await home.person()
    asked = await ada.ask("text", prompt)
    await seen_when(ada, asked["id"], has_words)
    await _cancel_into_the_void(home, ada, asked)
    row = home.books().of(prompt)
    await home.start()
    seen = await ends_as(home, ada, row, Fate.of(state, 1))
    assert seen["text"]
    assert (await closed(home)).spent(row) > 0


async def _cancel_into_the_void(home: Installation, ada: Person, asked: Json) -> None:
    with suppress(httpx.TransportError):
        await ada.http.post(f"/api/generations/{asked['id']}/cancel")
    await home.server.killed()


# -- uploading ----------------------------------------------------------------------------


async def test_an_upload_that_was_not_acknowledged_leaves_nothing(install: Install) -> None:
    points = {"while-uploading": "", "upload-before-its-row": ""}
    await everywhere(install, _stories(_upload_in_vain, points))


async def _upload_in_vain(home: Installation, point: str, _: str) -> None:
    picture = samples.picture()
    await home.start(dies=point)
    ada = await home.person()
    with pytest.raises(httpx.TransportError):
        await _upload(ada, picture)
    await home.server.killed()
    assert home.books().media == []
    await home.start()
    assert list((home.data / "media" / "tmp").iterdir()) == []
    uploaded = await _upload(await home.again(ada), picture)
    assert uploaded.status_code == 201, uploaded.text
    assert [each["id"] for each in (await closed(home)).media] == [uploaded.json()["id"]]


async def _upload(ada: Person, picture: bytes) -> httpx.Response:
    return await ada.http.post("/api/media", files={"file": ("boat.png", picture, "image/png")})


# -- the process itself -------------------------------------------------------------------


async def test_a_migration_that_was_cut_off_is_done_by_the_next_start(install: Install) -> None:
    await everywhere(install, {"the migration": _cut_a_migration_off})


async def _cut_a_migration_off(home: Installation) -> None:
    nth = random.randint(1, len(migrations_in(ROOT / "migrations")))
    home.launch(dies=f"during-migration:{nth}")
    await home.server.killed()
    await home.start()
    assert home.server.output.count("migrated to") > 0
    assert f"migrated to {nth - 1:04}" not in home.server.output
    await home.person()
    assert (await closed(home)).generations == []


async def test_an_upgrade_that_was_cut_off_changes_nothing_and_can_be_done_again(
    install: Install,
) -> None:
    await everywhere(install, {"the upgrade": _cut_an_upgrade_off})


async def _cut_an_upgrade_off(home: Installation) -> None:
    prompt = new_prompt()
    await home.start()
    ada = await home.person()
    await ada.say(prompt)
    await home.kill()
    home.launch(dies="during-upgrade")
    await home.server.killed()
    await home.start()
    assert (await home.again(ada)).user == ada.user
    assert (await closed(home)).of(prompt)["title"] is None
    await home.start(dies="during-upgrade:2")
    await home.stop()
    assert home.books().of(prompt)["title"] == "rewritten"
    home.launch()
    assert await home.server.ended() == 1
    assert "written by a newer version" in home.server.output


async def test_a_kill_within_a_checkpoint_loses_nothing_that_was_acknowledged(
    install: Install,
) -> None:
    await everywhere(install, {"the checkpoint": _crash_in_checkpoint})


async def _crash_in_checkpoint(home: Installation) -> None:
    home.spare()
    await home.start(dies=f"during-checkpoint:{random.randint(1, 20)}")
    ada, told = await home.person(), set[str]()
    home.doom()
    with suppress(httpx.TransportError):
        while True:
            told.add((await ada.ask("text", new_prompt()))["id"])
    await home.server.killed()
    assert told <= {each["id"] for each in home.books().generations}
    await home.start()
    page = await (await home.again(ada)).http.get("/api/generations", params={"limit": 100})
    assert {each["state"] for each in page.json()["items"]} <= {"interrupted", "succeeded"}
    await closed(home)


async def test_a_kill_in_the_middle_of_tidying_up_after_a_kill_is_no_worse(
    install: Install,
) -> None:
    await everywhere(install, {"tidying up": _crash_while_tidying_up})


async def _crash_while_tidying_up(home: Installation) -> None:
    prompt = new_prompt()
    await home.start(dies="mid-text:60")
    ada = await home.person()
    await ada.ask("text", prompt)
    await home.server.killed()
    home.launch(dies="while-starting")
    await home.server.killed()
    row = home.books().of(prompt)
    assert row["state"] == "running"
    await home.start()
    await ends_as(home, ada, row, Fate.of("interrupted", 1))
    await closed(home)


async def test_a_kill_while_stopping_is_a_kill_like_any_other(install: Install) -> None:
    await everywhere(install, {"the stop": _crash_while_stopping})


async def _crash_while_stopping(home: Installation) -> None:
    prompt = new_prompt()
    await home.start(dies="while-stopping")
    ada = await home.person()
    asked = await ada.ask("text", prompt)
    await seen_when(ada, asked["id"], has_words)
    home.server.terminate()
    await home.server.killed()
    row = home.books().of(prompt)
    assert row["state"] == "running"
    await home.start()
    assert (await ends_as(home, ada, row, Fate.of("interrupted", 1)))["text"]
    await closed(home)


def _stories(
    story: Callable[[Installation, str, str], Awaitable[None]], points: Mapping[str, str]
) -> dict[str, Story]:
    """The same story at several points, with what each is expected to end in."""

    def at(point: str, expected: str) -> Story:
        return lambda home: story(home, point, expected)

    return {point: at(point, expected) for point, expected in points.items()}
