"""Tiers, routes and a router beside the demo gateway's catalogue, on a real database."""

from collections.abc import AsyncIterator

import httpx
import pytest
from pydantic import SecretStr

from app.catalog.service import Catalogue
from app.db.duck import DuckDatabase
from app.demo import DemoGateway, DemoOptions
from app.gateway.client import Gateway
from app.routing.breakers import Breakers
from app.routing.rules import Rules
from app.routing.service import Router
from tests.clocks import TurnableClock

BASE = "https://openrouter.ai/api/v1"


@pytest.fixture
async def gateway(clock: TurnableClock) -> AsyncIterator[Gateway]:
    demo = DemoGateway(DemoOptions.instant(), clock=clock)
    async with httpx.AsyncClient(transport=demo.transport(), base_url=BASE) as http:
        yield Gateway(http, BASE, SecretStr("sk-or-v1-test"), clock=clock)


@pytest.fixture
async def catalogue(database: DuckDatabase, gateway: Gateway, clock: TurnableClock) -> Catalogue:
    """With everything the demo gateway offers."""
    catalogue = Catalogue(database, gateway, clock)
    await catalogue.refresh()
    return catalogue


@pytest.fixture
async def rules(database: DuckDatabase) -> Rules:
    rules = Rules(database)
    await rules.load()
    return rules


@pytest.fixture
def breakers(clock: TurnableClock) -> Breakers:
    return Breakers(clock)


@pytest.fixture
def router(catalogue: Catalogue, rules: Rules, breakers: Breakers) -> Router:
    return Router(catalogue, rules, breakers)
