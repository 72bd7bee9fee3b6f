"""One studio for the tests of a module that do not disturb each other, each with a new person."""

from collections.abc import AsyncIterator
from itertools import count

import pytest
import pytest_asyncio

from app.db import Tx
from app.routing.breakers import Breakers
from app.settings import MIB
from tests.clocks import TurnableClock
from tests.studio import Person, Studio, demo_for_tests

numbers = count(1)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def module_studio(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Studio]:
    clock = TurnableClock()
    folder = tmp_path_factory.mktemp("shared")
    studio = Studio(folder / "data", clock, demo_for_tests(clock))
    running = await studio.start(download_max_bytes=MIB)
    yield running
    await running.close()


@pytest_asyncio.fixture(loop_scope="module")
async def shared(module_studio: Studio) -> AsyncIterator[Studio]:
    """The studio of this module, with nothing scripted, recorded or under way."""
    yield module_studio
    await module_studio.db.write(_forget_jobs)
    module_studio.demo.reset()
    module_studio.part(Breakers).reset()


@pytest_asyncio.fixture(loop_scope="module")
async def ada(shared: Studio) -> Person:
    """Somebody who has asked for nothing yet."""
    return await shared.person(f"ada{next(numbers)}")


def _forget_jobs(tx: Tx) -> None:
    tx.run("DELETE FROM jobs")
