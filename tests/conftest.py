"""What all tests share: a real database, a clock we turn, and the whole app."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app import main
from app.accounts import passwords
from app.db.duck import DuckDatabase
from app.db.migrate import migrate
from tests.accounts.house import quick_hasher
from tests.clocks import TurnableClock
from tests.studio import Studio, demo_for_tests

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session", autouse=True)
def costs_are_asked_after_by_the_tests() -> Iterator[None]:
    """And not, besides, every so many seconds of the one time that they do not turn."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(main, "COSTS_EVERY", timedelta(days=1))
        yield


@pytest.fixture(scope="session", autouse=True)
def passwords_cost_less() -> Iterator[None]:
    """But where the promise is what they cost, see `tests/accounts/test_passwords.py`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "strong", quick_hasher)
        yield


@pytest.fixture
def clock() -> TurnableClock:
    return TurnableClock()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[DuckDatabase]:
    """An empty database in the newest shape."""
    opened = DuckDatabase(tmp_path / "test.duckdb", backups=tmp_path / "backups")
    migrate(opened, ROOT / "migrations")
    yield opened
    opened.close()


@pytest.fixture
async def studio(tmp_path: Path, clock: TurnableClock) -> AsyncIterator[Studio]:
    """The whole app, running. See `tests/studio.py`."""
    running = await Studio(tmp_path / "data", clock, demo_for_tests(clock)).start()
    yield running
    await running.close()
