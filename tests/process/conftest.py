"""A gateway process for all tests, and installations with servers of their own."""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.process.installation import Installation, RemoteGateway, start_gateway
from tests.process.nursery import Nursery
from tests.process.processes import python
from tests.process.stories import Install


@pytest.fixture(scope="session")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RemoteGateway]:
    """Words come slowly enough to be cut off, films are ready at the first look."""
    yield from _gateway(tmp_path_factory, "--image-seconds=0.6", "--video-seconds=1")


@pytest.fixture(scope="session")
def slow_gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RemoteGateway]:
    """Films are ready at the second look."""
    yield from _gateway(tmp_path_factory, "--image-seconds=3", "--video-seconds=7")


def _gateway(folders: pytest.TempPathFactory, *times: str) -> Iterator[RemoteGateway]:
    log = folders.mktemp("gateway") / "gateway.log"
    same = ("--token-delay=0.02", "--generation-after=0")
    started = asyncio.run(start_gateway(log, *same, *times))
    yield started
    started.process.sweep_up()


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """Starts servers in no time."""
    with Nursery() as running:
        yield running


@pytest.fixture
async def install(
    tmp_path: Path, gateway: RemoteGateway, nursery: Nursery
) -> AsyncIterator[Install]:
    """Makes new installations. What their servers said is shown when the test fails."""
    made: list[Installation] = []
    numbers = count(1)

    def make() -> Installation:
        folder = tmp_path / f"installation-{next(numbers)}"
        made.append(Installation(folder, gateway, nursery.python))
        return made[-1]

    yield make
    for each in made:
        await each.sweep_up()
        sys.stdout.write(each.logs())


@pytest.fixture
def installation(install: Install) -> Installation:
    """One that has not been started yet, and is started as people do."""
    home = install()
    home.python = python
    return home


@pytest.fixture
def patient(installation: Installation, slow_gateway: RemoteGateway) -> Installation:
    """One whose gateway takes its time."""
    installation.gateway = slow_gateway
    return installation
