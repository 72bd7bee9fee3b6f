"""A house with the accounts in it, empty or lived in."""

import pytest

from app.db.duck import DuckDatabase
from tests.accounts.house import House
from tests.conftest import TurnableClock


@pytest.fixture
def house(database: DuckDatabase, clock: TurnableClock) -> House:
    return House(database, clock)


@pytest.fixture
async def lived_in(house: House) -> House:
    """A house with an administrator, `ada`, and two users, `ben` and `cleo`."""
    for name in ("ada", "ben", "cleo"):
        await house.register(name)
    return house
