"""A studio whose operator allows private networks, so that a receiver on this machine is one."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.clocks import TurnableClock
from tests.studio import Person, Studio, demo_for_tests
from tests.webhooks.receiver import Receiver, receiving


@pytest.fixture
async def studio(tmp_path: Path, clock: TurnableClock) -> AsyncIterator[Studio]:
    running = await Studio(tmp_path / "data", clock, demo_for_tests(clock)).start(
        webhook_allow_private=True
    )
    yield running
    await running.close()


@pytest.fixture
async def ada(studio: Studio) -> Person:
    return await studio.person("ada")


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as somebody:
        yield somebody
