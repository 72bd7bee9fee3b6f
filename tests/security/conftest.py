"""One studio for all tests here: everybody is in it, and Ada has something of everything."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from tests.clocks import TurnableClock
from tests.security.belongings import Belongings, belongings_of
from tests.security.people import Cast, cast_of, close
from tests.studio import Studio, demo_for_tests


@dataclass(frozen=True)
class House:
    studio: Studio
    cast: Cast
    things: Belongings


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def furnished(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    clock = TurnableClock()
    folder = tmp_path_factory.mktemp("house")
    studio = Studio(folder / "data", clock, demo_for_tests(clock))
    await studio.start(webhook_allow_private=True)
    cast = await cast_of(studio)
    yield House(studio, cast, await belongings_of(studio, cast))
    await close(cast)
    await studio.close()


@pytest_asyncio.fixture(loop_scope="package")
async def house(furnished: House) -> House:
    """The same one, a minute later: nobody has asked too often yet."""
    furnished.studio.turn(seconds=61)
    return furnished
