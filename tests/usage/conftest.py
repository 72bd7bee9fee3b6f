"""One database for all histories: opening one takes longer than living a hundred of them."""

from collections.abc import Iterator

import pytest

from app.db.duck import DuckDatabase
from app.db.migrate import migrate
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDatabase]:
    folder = tmp_path_factory.mktemp("books")
    opened = DuckDatabase(folder / "test.duckdb", backups=folder / "backups")
    migrate(opened, ROOT / "migrations")
    yield opened
    opened.close()
