"""What all tests share: a real database in a temporary folder, and a clock we turn."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.db.duck import DuckDatabase
from app.db.migrate import migrate

ROOT = Path(__file__).parent.parent


class TurnableClock:
    """A `Clock` that stands still until it is turned."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **by: float) -> None:
        """`clock.turn(seconds=5)`; takes what `timedelta` takes."""
        self.now += timedelta(**by)


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
