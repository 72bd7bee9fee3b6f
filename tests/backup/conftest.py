"""An installation that has been lived in: everything a backup has to bring back is in it once."""

import asyncio
import shutil
from pathlib import Path

import pytest

from app.backup.files import unwatched
from app.backup.save import save
from app.demo import Fault
from app.settings import Settings
from tests.clocks import TurnableClock
from tests.generation.films import FILM, submitted
from tests.generation.jobs import pause
from tests.studio import Person, Studio, demo_for_tests

KLEIN = "black-forest-labs/flux.2-klein-4b"
NOW = TurnableClock().now


def files_below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def nearly_full(_folder: Path) -> int:
    """Stands in for a disk: bytes that are left."""
    return 1000


async def live(studio: Studio) -> Person:
    """Make a picture, upload it again, say something; leave one film waiting, and one unsent."""
    ada = await studio.person()
    image = await studio.made(ada, "image", prompt="A lighthouse", model=KLEIN)
    picture = (await ada.http.get(image["media"][0]["url"])).content
    sent = await ada.http.post("/api/media", files={"file": ("again.png", picture)})
    assert sent.status_code == 201, sent.text
    await ada.say("Say something")
    await submitted(studio, ada, "A film on its way")
    studio.demo.script(path="/videos", answer=Fault.status(503))
    unsent = await ada.ask("video", "A film not yet sent", **FILM)
    await pause(studio, unsent["id"])
    assert (await ada.status(unsent["id"]))["state"] == "queued"
    return ada


@pytest.fixture(scope="session")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A data folder that no server has open, and all of it saved. Not to be changed."""
    folder = tmp_path_factory.mktemp("lived-in")
    clock = TurnableClock()

    async def live_and_stop() -> None:
        demo = demo_for_tests(clock, state_dir=folder / "data" / "demo")
        studio = await Studio(folder / "data", clock, demo).start()
        await live(studio)
        await studio.close()

    asyncio.run(live_and_stop())
    save(Settings(data_dir=folder / "data"), folder / "saved", clock(), unwatched)
    return folder / "data", folder / "saved"


@pytest.fixture
def settings(tmp_path: Path, lived_in: tuple[Path, Path]) -> Settings:
    """Of an installation that has been lived in, and may be changed."""
    shutil.copytree(lived_in[0], tmp_path / "data")
    return Settings(data_dir=tmp_path / "data", backup_dir=tmp_path / "data" / "backups")


@pytest.fixture
def saved(tmp_path: Path, lived_in: tuple[Path, Path]) -> Path:
    """A saved folder, which may be changed."""
    return Path(shutil.copytree(lived_in[1], tmp_path / "saved"))


@pytest.fixture
def fresh(tmp_path: Path) -> Settings:
    """Of a place where nothing is yet."""
    return Settings(data_dir=tmp_path / "fresh", backup_dir=tmp_path / "fresh" / "backups")
