"""The whole app on a disk that can be full."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import pytest

from tests.clocks import TurnableClock
from tests.full_disk.disk import Disk, limited, mounted
from tests.studio import Studio, demo_for_tests

SOON = timedelta(milliseconds=50)


@pytest.fixture(params=[mounted, limited])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    place: Callable[[Path], AbstractContextManager[Disk]] = request.param
    folder = tmp_path / "disk"
    folder.mkdir()
    with place(folder) as disk:
        yield disk


@pytest.fixture
async def studio(
    disk: Disk, clock: TurnableClock, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Studio]:
    """Running on `disk`, and trying again sooner than usual."""
    monkeypatch.setattr("app.generation.runner.WRITE_AGAIN", SOON)
    monkeypatch.setattr("app.generation.steps.KEEP_AGAIN", SOON)
    monkeypatch.setattr("app.generation.text.WRITE_AGAIN", SOON.total_seconds())
    monkeypatch.setattr("app.db.duck.REOPEN_EVERY", SOON.total_seconds())
    running = Studio(disk.folder / "data", clock, demo_for_tests(clock))
    await running.start(min_free_bytes=0, backup_every=0)
    yield running
    disk.free()
    await running.close()
