"""A catalogue beside the demo gateway, on a real database."""

from collections.abc import AsyncIterator

import httpx
import pytest
from pydantic import SecretStr

from app.catalog.service import Catalogue
from app.db.duck import DuckDatabase
from app.demo import DemoGateway, DemoOptions
from app.gateway.client import Gateway
from tests.clocks import TurnableClock

BASE = "https://openrouter.ai/api/v1"


@pytest.fixture
def demo(clock: TurnableClock) -> DemoGateway:
    return DemoGateway(DemoOptions.instant(), clock=clock)


@pytest.fixture
async def gateway(demo: DemoGateway, clock: TurnableClock) -> AsyncIterator[Gateway]:
    async with httpx.AsyncClient(transport=demo.transport(), base_url=BASE) as http:
        yield Gateway(http, BASE, SecretStr("sk-or-v1-test"), clock=clock)


@pytest.fixture
def catalogue(database: DuckDatabase, gateway: Gateway, clock: TurnableClock) -> Catalogue:
    return Catalogue(database, gateway, clock)
