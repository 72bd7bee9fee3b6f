"""DuckDB behind `Database`: one writer thread with its own cursor, a few readers with theirs.

DuckDB lets two transactions write the same row and fails the second one. All writes pass
through one thread and one lock instead, so nobody ever has to retry; what queued up while
the last commit ran is committed together. The lock is held by the thread, not by the
coroutine, so a cancelled caller can never open it under a running statement.
"""

import asyncio
import enum
import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, Concatenate

import duckdb

from app.db import DatabaseDown, P, T
from app.db.connection import DuckTx, connect, in_transaction
from app.errors import Unavailable

logger = logging.getLogger(__name__)

MAX_BATCH = 256
MAX_QUEUE = 4_000
REOPEN_EVERY = 1.0  # seconds between attempts to reopen after a fatal error


class _Signal(enum.Enum):
    """What else the writer thread is told through its queue."""

    STOP = enum.auto()
    REOPEN = enum.auto()


@dataclass(slots=True)
class _Change:
    """A transaction waiting for its turn, and who waits for it."""

    run: Callable[[DuckTx], Any]
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]


class DuckDatabase:
    """The one open database of this process. Open it with `DuckDatabase(path, …)`, then `close`."""

    def __init__(self, path: Path, *, backups: Path, readers: int = 3) -> None:
        self.path = path
        self._backups = backups
        self._reader_count = readers
        self._queue: queue.SimpleQueue[_Change | _Signal] = queue.SimpleQueue()
        self._cursors: queue.LifoQueue[duckdb.DuckDBPyConnection] = queue.LifoQueue()
        self._write_lock = threading.Lock()
        self._closed = threading.Event()
        self._up = False
        self._open()
        self._reading = ThreadPoolExecutor(readers, "db-read")
        self._writing = threading.Thread(target=self._write_loop, name="db-write", daemon=True)
        self._writing.start()

    @property
    def up(self) -> bool:
        """False while the database is being reopened after a fatal error."""
        return self._up

    @property
    def waiting_writes(self) -> int:
        """How many changes wait for the writer."""
        return self._queue.qsize()

    async def read(
        self, query: Callable[Concatenate[DuckTx, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """See `Database.read`. Raises DatabaseDown at once while the database is down."""

        def asked(tx: DuckTx) -> T:
            return query(tx, *args, **kwargs)

        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._reading, self.read_now, asked)

    async def write(
        self, change: Callable[Concatenate[DuckTx, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """See `Database.write`. Raises DatabaseDown while down, Unavailable when swamped."""
        if not self._up:
            raise DatabaseDown
        if self._queue.qsize() >= MAX_QUEUE:
            raise Unavailable("Too much is being written at once. Try again in a moment.")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._queue.put(_Change(lambda tx: change(tx, *args, **kwargs), loop, future))
        return await future

    def read_now(self, query: Callable[[DuckTx], T]) -> T:
        """`read` for threads and the command line: blocks until done."""
        if not self._up:
            raise DatabaseDown
        cursor = self._cursors.get()
        try:
            return query(DuckTx(cursor))
        except duckdb.FatalException as error:
            self._up = False
            self._queue.put(_Signal.REOPEN)
            raise DatabaseDown from error
        finally:
            self._cursors.put(cursor)

    def write_now(self, change: Callable[[DuckTx], T]) -> T:
        """`write` for threads and the command line: blocks until it is on disk."""
        with self._write_lock:
            return in_transaction(self._writer, change)

    def checkpoint(self) -> None:
        """Fold the log into the file, unless somebody is just reading. Blocks."""
        with self._write_lock, suppress(duckdb.TransactionException):
            self._writer.execute("CHECKPOINT").fetchall()

    def close(self) -> None:
        """Finish what is queued, then close the file. Blocks."""
        self._closed.set()
        self._queue.put(_Signal.STOP)
        self._writing.join()
        self._reading.shutdown()
        if self._up:
            self._shut()

    # -- the writer thread ---------------------------------------------------------------

    def _write_loop(self) -> None:
        while (first := self._queue.get()) is not _Signal.STOP:
            if isinstance(first, _Change):
                self._work_off(self._drain(first))
            if not self._up:
                self._reopen()

    def _drain(self, first: _Change) -> list[_Change]:
        """All that queued up, until the batch is full or a signal ends it."""
        batch = [first]
        with suppress(queue.Empty):
            while len(batch) < MAX_BATCH:
                waiting = self._queue.get_nowait()
                if isinstance(waiting, _Signal):
                    self._queue.put(waiting)
                    break
                batch.append(waiting)
        return batch

    def _work_off(self, batch: list[_Change]) -> None:
        with self._write_lock:
            outcomes = self._commit([change for change in batch if not change.future.cancelled()])
        for loop, told in groupby(outcomes, key=lambda outcome: outcome[0].loop):
            # A loop that closed meanwhile has nobody left who waits.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(_tell, list(told))

    def _commit(self, batch: list[_Change]) -> list["_Outcome"]:
        """All in one transaction; if that fails, each in its own (DuckDB has no savepoints)."""
        if len(batch) > 1:
            with suppress(Exception):  # told again below, to the one who caused it
                results = in_transaction(self._writer, partial(_run_all, batch))
                return [
                    (change, result, None) for change, result in zip(batch, results, strict=True)
                ]
        return [self._commit_one(change) for change in batch]

    def _commit_one(self, change: _Change) -> "_Outcome":
        try:
            return change, in_transaction(self._writer, change.run), None
        except duckdb.FatalException as error:
            self._up = False
            logger.critical("the database refuses everything until it is reopened: %s", error)
            return change, None, DatabaseDown()
        except Exception as error:
            return change, None, error

    # -- opening and reopening -----------------------------------------------------------

    def _open(self) -> None:
        self._root = connect(self.path, self._backups)
        self._writer = self._root.cursor()
        for _ in range(self._reader_count):
            self._cursors.put(self._root.cursor())
        self._up = True

    def _shut(self) -> None:
        """Close every handle: DuckDB reopens a file only when none is left."""
        for _ in range(self._reader_count):
            self._cursors.get().close()  # waits for the read that holds it
        self._writer.close()
        self._root.close()

    def _reopen(self) -> None:
        self._shut()
        while not self._closed.wait(REOPEN_EVERY):
            try:
                self._open()
            except duckdb.Error as error:
                logger.warning("cannot reopen the database yet: %s", error)
            else:
                logger.warning("the database is open again")
                return


_Outcome = tuple[_Change, Any, Exception | None]


def _run_all(batch: list[_Change], tx: DuckTx) -> list[Any]:
    return [change.run(tx) for change in batch]


def _tell(outcomes: list[_Outcome]) -> None:
    """On the event loop: hand every waiting caller what became of its change."""
    for change, result, error in outcomes:
        if change.future.cancelled():
            continue
        if error is None:
            change.future.set_result(result)
        else:
            change.future.set_exception(error)
