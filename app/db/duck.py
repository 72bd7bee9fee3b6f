"""DuckDB behind `Database`: one thread that writes, a few that read.

DuckDB lets two transactions write the same row and fails the second one. Here one thread is the
lock: all writes of the process pass through it, one after the other, so nobody has to retry, and
what queued up while the last commit ran is committed together. A caller only waits for a future:
cancelling it cannot free the lock under a running statement, as it would that of a coroutine.
"""

import asyncio
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Concatenate

import duckdb

from app.db import DatabaseDown, Item, P, T, Tx, wal
from app.db.batch import Change, one_of, run_all
from app.db.open_file import OpenFile
from app.db.transaction import answers, in_transaction, read_only
from app.errors import Unavailable
from app.spans import span

logger = logging.getLogger(__name__)

MAX_BATCH = 256
MAX_WAITING = 2_000  # writes, and as many reads: some seconds of work
REOPEN_EVERY = 1.0  # seconds between attempts to reopen after a fatal error
CHECKPOINT_AFTER = 64 * 1024 * 1024  # bytes of log; a restart replays them in a few seconds


@dataclass(frozen=True, slots=True)
class Writes:
    """How many changes have had their turn, and how long they waited for it, all together."""

    count: int = 0
    waited_seconds: float = 0.0


def _name_of(change: object) -> str:
    return getattr(change, "__qualname__", type(change).__name__)


class DuckDatabase:
    """The one open database of this process. Whoever makes one closes it.

    After a fatal error of the engine, such as a disk that fills up during a checkpoint, it
    closes and reopens the file by itself; until that works everything raises DatabaseDown.
    """

    def __init__(self, path: Path, *, backups: Path, readers: int = 3) -> None:
        self.path = path
        self._backups = backups
        self._file = OpenFile(path, backups, create=True)
        self._up = True
        self._closing = False
        self._waiting: deque[Change[Any]] = deque()
        self._reads = 0
        self.writes = Writes()
        self._changed = threading.Condition()  # guards the four above
        self._checkpoint_at = CHECKPOINT_AFTER
        self._reading = ThreadPoolExecutor(readers, "db-read")
        self._writing = threading.Thread(target=self._write_loop, name="db-write", daemon=True)
        self._writing.start()

    @property
    def up(self) -> bool:
        """False while the database is being reopened after a fatal error, and once closed."""
        return self._up and not self._closing

    @property
    def size(self) -> int:
        """Bytes of the file and of its log."""
        return wal.size_of(self.path) + wal.size_of(wal.log_of(self.path))

    @property
    def waiting_writes(self) -> int:
        """How many changes wait for the writer."""
        return len(self._waiting)

    async def read(
        self, query: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """See `Database.read`. Raises DatabaseDown while down, Unavailable when swamped."""

        def asked(tx: Tx) -> T:
            return query(tx, *args, **kwargs)

        loop = asyncio.get_running_loop()
        with self._counted_read():
            return await loop.run_in_executor(self._reading, self.read_now, asked)

    async def write(
        self, change: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """See `Database.write`. Raises DatabaseDown while down, Unavailable when swamped."""
        with span("database write", **{"allucanget.change": _name_of(change)}):
            waiting = Change(lambda tx: change(tx, *args, **kwargs))
            return await asyncio.wrap_future(self._queued(waiting))

    async def write_each(
        self, change: Callable[[Tx, Sequence[Item]], Sequence[T]], item: Item, /
    ) -> T:
        """See `Database.write_each`. Raises as `write` does."""
        with span("database write", **{"allucanget.change": _name_of(change)}):
            return await asyncio.wrap_future(self._queued(one_of(change, item)))

    def read_now(self, query: Callable[[Tx], T]) -> T:
        """`read` for threads and the command line: blocks until done."""
        with self._file.reader() as cursor, self._watched(cursor):
            return read_only(cursor, query)

    def write_now(self, change: Callable[[Tx], T]) -> T:
        """`write` for threads and the command line: blocks until it is on disk."""
        return self._queued(Change(change)).result()

    def aside(self, work: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
        """For this package: `work` with a cursor of its own, outside of reads and writes. Blocks.

        `work` leaves no transaction open, whatever happens.
        """
        with self._file.reader() as cursor, self._watched(cursor):
            return work(cursor)

    def checkpoint(self) -> None:
        """Fold the log into the file, unless somebody is just reading. Blocks."""
        with suppress(duckdb.TransactionException):
            self.write_now(_fold_log)

    def close(self) -> None:
        """Finish the writes that wait, interrupt the reads, close the file. Blocks.

        May be repeated; afterwards everything raises DatabaseDown.
        """
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._writing.join()
        self._up = False
        self._file.close()
        self._reading.shutdown()

    # -- on the caller's thread ----------------------------------------------------------

    def _queued(self, waiting: Change[T]) -> Future[T]:
        with self._changed:
            self._refuse_if_swamped(len(self._waiting))
            self._waiting.append(waiting)
            self._changed.notify()
        return waiting.future

    @contextmanager
    def _counted_read(self) -> Generator[None]:
        with self._changed:
            self._refuse_if_swamped(self._reads)
            self._reads += 1
        try:
            yield
        finally:
            with self._changed:
                self._reads -= 1

    def _refuse_if_swamped(self, waiting: int) -> None:
        if not self.up:
            raise DatabaseDown
        if waiting >= MAX_WAITING:
            raise Unavailable("Too much is asked of the database. Try again in a moment.")

    @contextmanager
    def _watched(self, cursor: duckdb.DuckDBPyConnection) -> Generator[None]:
        """Tell an error of the transaction from the end of the database, which fails them all."""
        try:
            yield
        except Exception as error:
            if self._up and not answers(cursor):
                self._go_down(error)
            if not self._up:
                raise DatabaseDown from error
            raise

    def _go_down(self, error: Exception) -> None:
        logger.critical("the database refuses everything until it is reopened: %s", error)
        with self._changed:
            self._up = False
            self._changed.notify()

    # -- the writer thread ---------------------------------------------------------------

    def _write_loop(self) -> None:
        while self._waiting or not self._closing:
            if not self._up:
                self._reopen()
            self._work_off(self._next_batch())
            self._keep_log_short()

    def _next_batch(self) -> list[Change[Any]]:
        """What has queued up. Blocks until there is something to do, if only to stop or reopen."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closing or not self._up)
            return [self._waiting.popleft() for _ in range(min(len(self._waiting), MAX_BATCH))]

    def _work_off(self, batch: list[Change[Any]]) -> None:
        begun = [change for change in batch if change.future.set_running_or_notify_cancel()]
        self._count(begun)
        if len(begun) < 2 or not self._commit_together(begun):
            for change in begun:
                self._commit_alone(change)

    def _count(self, begun: list[Change[Any]]) -> None:
        now, before = time.monotonic(), self.writes
        waited = sum(now - change.since for change in begun)
        self.writes = Writes(before.count + len(begun), before.waited_seconds + waited)

    def _commit_together(self, batch: list[Change[Any]]) -> bool:
        """False when one of them failed and all are undone (DuckDB has no savepoints)."""
        try:
            results = self._commit(lambda tx: run_all(tx, batch))
        except BaseException:
            return False  # it will be told below, to the one who caused it
        for change, result in zip(batch, results, strict=True):
            change.future.set_result(result)
        return True

    def _commit_alone(self, change: Change[Any]) -> None:
        try:
            result = self._commit(change.run)
        except BaseException as error:
            # Whatever it is, it is for the one who waits: this thread serves everybody.
            change.future.set_exception(error)
        else:
            change.future.set_result(result)

    def _commit(self, change: Callable[[Tx], T]) -> T:
        if not self._up:
            raise DatabaseDown
        with self._watched(self._file.writer):
            return in_transaction(self._file.writer, change, memory=self._file.memory)

    def _keep_log_short(self) -> None:
        log = wal.log_of(self.path)
        if not self._up or wal.size_of(log) < self._checkpoint_at:
            return
        try:
            self._commit(_fold_log)
        except Exception as error:
            logger.warning("the log of the database stays long for now: %s", error)
        # Where it failed, the log must grow as much again before the next attempt.
        self._checkpoint_at = wal.size_of(log) + CHECKPOINT_AFTER

    # -- after a fatal error -------------------------------------------------------------

    def _reopen(self) -> None:
        while self._waiting:  # nothing joins them while down
            self._work_off(self._next_batch())
        self._file.close()
        while not self._closing and not self._opened():
            with self._changed:
                self._changed.wait_for(lambda: self._closing, REOPEN_EVERY)

    def _opened(self) -> bool:
        try:
            file = OpenFile(self.path, self._backups, create=False)
        except Exception as error:
            logger.error("cannot reopen the database yet: %s", error)
            return False
        with self._changed:
            self._file, self._up = file, True
        logger.warning("the database is open again")
        return True


def _fold_log(tx: Tx) -> None:
    tx.run("CHECKPOINT")
