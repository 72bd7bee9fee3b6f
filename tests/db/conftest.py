"""A database with the tables of `bank`, and ways to hold its threads where a test wants them."""

import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.db import Tx
from app.db.duck import DuckDatabase
from tests.db import bank

PATIENCE = 60  # seconds until a test that waits for something gives up


class Gate:
    """Holds the thread of a transaction until it is opened."""

    def __init__(self) -> None:
        self._reached = threading.Event()
        self._opened = threading.Event()

    def wait(self, tx: Tx) -> None:
        """A transaction that stands still at the gate."""
        tx.run("SELECT 1")
        self._reached.set()
        assert self._opened.wait(PATIENCE)

    def open(self) -> None:
        self._opened.set()

    def wait_until_reached(self) -> None:
        assert self._reached.wait(PATIENCE)


def wait_until(condition: Callable[[], bool]) -> None:
    """Blocks. For tests of what other threads do."""
    late = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < late
        time.sleep(0.002)


@contextmanager
def opened(path: Path) -> Generator[DuckDatabase]:
    """The database at `path`, closed at the end."""
    database = DuckDatabase(path, backups=path.parent / "backups")
    try:
        yield database
    finally:
        database.close()


@pytest.fixture
def gate() -> Iterator[Gate]:
    gate = Gate()
    yield gate
    gate.open()


@pytest.fixture
def db(tmp_path: Path) -> Iterator[DuckDatabase]:
    """Open and empty, with the tables of `bank`."""
    with opened(tmp_path / "bank.duckdb") as database:
        database.write_now(bank.found)
        yield database
