"""One transaction: what a function does with its `Tx`, whole or not at all."""

import re
from collections.abc import Callable, Coroutine, Generator
from contextlib import contextmanager, suppress
from typing import Any, LiteralString, TypeVar, cast
from uuid import UUID

import duckdb

from app.db import DuplicateKey, Row, Tx
from app.db.added import Added, Columns
from app.db.memory import Memory
from app.errors import DiskFull, Unavailable

T = TypeVar("T")

_COLUMNS = """
    SELECT column_name, data_type FROM duckdb_columns()
     WHERE table_name = $table AND database_name = current_database()
"""
_FULL = re.compile("No space left on device|Disk quota exceeded|File too large")


def in_transaction(
    cursor: duckdb.DuckDBPyConnection,
    change: Callable[[Tx], T],
    *,
    begin: str = "BEGIN",
    memory: Memory | None = None,
) -> T:
    """Run `change` and commit, or roll back and raise what it raised. `memory` is that of the
    cursor, if it is the one that writes."""
    cursor.execute(begin).fetchall()
    tx = DuckTx(cursor, memory)
    try:
        result = call(change, tx)
        tx.complete()
        with _translated():
            cursor.commit()
    except BaseException:
        if memory is not None:
            # It may know of changes that are taken back now.
            memory.forget()
        # A commit that failed has ended the transaction by itself.
        with suppress(duckdb.Error):
            cursor.rollback()
        raise
    finally:
        tx.end()
    return result


def read_only(cursor: duckdb.DuckDBPyConnection, query: Callable[[Tx], T]) -> T:
    """Run `query` on one snapshot. DuckDB refuses its attempts to write."""
    return in_transaction(cursor, query, begin="BEGIN TRANSACTION READ ONLY")


def call(change: Callable[[Tx], T], tx: Tx) -> T:
    """`change(tx)`, refusing what would run after the transaction has ended."""
    try:
        result = change(tx)
    except StopIteration as error:
        # A future cannot carry it, and whoever awaits would wait for ever.
        raise RuntimeError("a transaction raised StopIteration") from error
    if isinstance(result, Coroutine | Generator):
        cast(Any, result).close()
        raise TypeError("a transaction is a plain function: it can neither await nor yield")
    return result


def answers(cursor: duckdb.DuckDBPyConnection) -> bool:
    """False after a fatal error, whatever its name was: then every statement fails."""
    try:
        in_transaction(cursor, lambda tx: tx.run("SELECT 1"))
    except Exception:
        return False
    return True


class DuckTx:
    """See `app.db.Tx`. Results are fetched whole: an open one would pin its snapshot."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, memory: Memory | None = None) -> None:
        self._cursor: duckdb.DuckDBPyConnection | None = cursor
        self._memory = memory
        self._added = Added(self._columns_of)
        self._failure: Exception | None = None

    def complete(self) -> None:
        """Nothing is missing any more but the commit. Raises what made that impossible."""
        if self._failure is not None:
            # DuckDB would answer the COMMIT of a failed transaction with silence, and undo it.
            raise self._failure
        self._insert_added()

    def end(self) -> None:
        """From now on refuse everything: the cursor belongs to the next transaction."""
        self._cursor = None

    def rows(self, sql: LiteralString, /, **values: object) -> list[Row]:
        self._insert_added(sql)
        return self._execute(sql, values)

    def row(self, sql: LiteralString, /, **values: object) -> Row | None:
        found = self.rows(sql, **values)
        return found[0] if found else None

    def remembered(self, sql: LiteralString, /, **values: object) -> list[Row]:
        def ask() -> list[Row]:
            return self._execute(sql, values)

        self._insert_added(sql)
        return ask() if self._memory is None else self._memory.rows(sql, values, ask)

    def run(self, sql: LiteralString, /, **values: object) -> None:
        self.rows(sql, **values)

    def add(self, table: LiteralString, /, **row: object) -> None:
        self._open_cursor()
        self._added.put(table, row)

    def _insert_added(self, before: str | None = None) -> None:
        try:
            for sql, values in self._added.due(before):
                self._execute(sql, values)
        except Exception as error:
            # Rows were handed out that nobody would ask for again.
            self._failure = error
            raise

    def _execute(self, sql: str, values: dict[str, object]) -> list[Row]:
        cursor = self._open_cursor()
        if self._memory is not None:
            self._memory.heed(sql)
        try:
            with _translated():
                return _fetched(cursor.execute(sql, values or None))
        except Exception as error:
            self._failure = error
            raise

    def _open_cursor(self) -> duckdb.DuckDBPyConnection:
        if self._cursor is None:
            raise RuntimeError("this transaction has ended")
        return self._cursor

    def _columns_of(self, table: str) -> Columns:
        def ask() -> Columns:
            rows = self._execute(_COLUMNS, {"table": table})
            return {row["column_name"]: row["data_type"] for row in rows}

        return ask() if self._memory is None else self._memory.columns(table, ask)


def _fetched(result: duckdb.DuckDBPyConnection) -> list[Row]:
    columns = result.description or []
    fetched: list[tuple[Any, ...]] = result.fetchall()
    names = [str(column[0]) for column in columns]
    if len(set(names)) < len(names):
        raise ValueError(f"two columns of this result have one name: {names}")
    found = [dict(zip(names, row, strict=True)) for row in fetched]
    for name in [str(column[0]) for column in columns if "UUID" in str(column[1])]:
        for row in found:
            row[name] = _with_text_ids(row[name])
    return found


def _with_text_ids(value: Any) -> Any:
    match value:
        case UUID():
            return str(value)
        case list():
            return [_with_text_ids(each) for each in cast(list[Any], value)]
        case dict():
            pairs = cast(dict[Any, Any], value).items()
            return {_with_text_ids(key): _with_text_ids(each) for key, each in pairs}
        case _:
            return value


@contextmanager
def _translated() -> Generator[None]:
    """Tell by our own names what callers may want to tell apart."""
    try:
        yield
    except duckdb.InterruptException as error:
        raise Unavailable("This took too long to look up.") from error
    except (duckdb.ConstraintException, duckdb.TransactionException, duckdb.IOException) as error:
        # Each class stands for many failures; these words are what their spellings share.
        if "duplicate key" in str(error).lower():
            raise DuplicateKey(str(error)) from error
        if _FULL.search(str(error)):
            raise DiskFull from error
        raise
