"""The open database file: one cursor to write with, and a new one for every read."""

import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from app.db import DatabaseDown
from app.db.connection import connect
from app.db.memory import Memory

_INTERRUPT_AGAIN = 0.05  # seconds: a read between two statements misses an interruption


class OpenFile:
    """DuckDB lets go of a file only with its last handle, so this knows who reads. `memory` is that
    of the `writer`.

    A cursor is a connection of its own and costs microseconds. One that two threads share
    hands the rows of one to the other.
    """

    def __init__(self, path: Path, backups: Path, *, create: bool) -> None:
        self._root = connect(path, backups, create=create)
        self.writer = self._root.cursor()
        self.writer.execute("SET max_execution_time=0").fetchall()
        self.memory = Memory()
        self._reading: set[duckdb.DuckDBPyConnection] = set()
        self._closed = False
        self._left = threading.Condition()  # guards the two above

    @contextmanager
    def reader(self) -> Generator[duckdb.DuckDBPyConnection]:
        """A cursor for one read. Raises DatabaseDown once the file is being closed."""
        with self._left:
            if self._closed:
                raise DatabaseDown
            cursor = self._root.cursor()
            self._reading.add(cursor)
        try:
            yield cursor
        finally:
            with self._left:
                self._reading.remove(cursor)
                cursor.close()
                self._left.notify()

    def close(self) -> None:
        """Interrupt who reads, wait until they have left, close the file. May be repeated.

        Nobody may be writing.
        """
        with self._left:
            self._closed = True
            while self._reading:
                for cursor in self._reading:
                    cursor.interrupt()
                self._left.wait(_INTERRUPT_AGAIN)
            for handle in (self.writer, self._root):
                with suppress(duckdb.Error):
                    handle.close()
