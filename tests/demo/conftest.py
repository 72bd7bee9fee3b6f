"""A demo gateway on a clock that stands still, and an httpx client that speaks to it."""

from collections.abc import AsyncIterator

import httpx
import pytest

from app.demo import DemoGateway, DemoOptions
from tests.conftest import TurnableClock

BASE_URL = "https://openrouter.ai/api/v1"
KEY = {"Authorization": "Bearer sk-or-v1-anything"}


@pytest.fixture
def demo(clock: TurnableClock) -> DemoGateway:
    return DemoGateway(DemoOptions.instant(video_seconds=8), clock=clock)


@pytest.fixture
async def http(demo: DemoGateway) -> AsyncIterator[httpx.AsyncClient]:
    transport = demo.transport()
    async with httpx.AsyncClient(
        transport=transport, base_url=BASE_URL, headers=KEY, timeout=60
    ) as client:
        yield client
