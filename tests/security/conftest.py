"""One studio for all tests here: everybody is in it, and Ada has something of everything."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from app.routing.breakers import Breakers
from tests.clocks import TurnableClock
from tests.security.belongings import Belongings, belongings_of
from tests.security.people import Cast, cast_of, close
from tests.studio import Studio, demo_for_tests

CANARIES = {
    "openrouter_api_key": "sk-or-v1-canary-of-the-gateways-key",
    "openrouter_webhook_secret": "whsec_Y2FuYXJ5b2Z0aGVnYXRld2F5c2hvb2s=",
    "secret_key": "canary-of-the-key-that-signs-everything",
    "metrics_token": "canary-of-the-collectors-token",
}
"""The operator's secrets. None of them is ever seen again; see test_told.py."""


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
    await studio.start(webhook_allow_private=True, **CANARIES)
    cast = await cast_of(studio)
    yield House(studio, cast, await belongings_of(studio, cast))
    await close(cast)
    await studio.close()


@pytest_asyncio.fixture(loop_scope="package")
async def house(furnished: House) -> AsyncIterator[House]:
    """The same one, a minute later: nobody has asked too often yet, and nothing is scripted or
    still being made."""
    furnished.studio.turn(seconds=61)
    yield furnished
    furnished.studio.demo.reset()
    furnished.studio.part(Breakers).reset()
    await furnished.studio.at_rest()
