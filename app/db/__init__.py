"""The door to the database: two verbs and a promise each.

A transaction is a plain function that takes a `Tx` first. It cannot await, so no gateway
call ever happens inside one, and it may run twice (a failed group is replayed one by one),
so it touches nothing but its `Tx`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Concatenate, LiteralString, ParamSpec, Protocol, TypeVar

from app.errors import Unavailable

P = ParamSpec("P")
T = TypeVar("T")
Item = TypeVar("Item")

Row = dict[str, Any]
"""One row by column name. UUIDs arrive as strings, times as aware datetimes, JSON as text."""


@dataclass(frozen=True, slots=True)
class Next:
    """In place of a value of a row to add: the next one of this sequence."""

    sequence: LiteralString


class Tx(Protocol):
    """What a transaction may do. Parameters are named: `id = $id`, and all must be used.

    After an error the transaction is lost, even when the error is caught; and a `Tx` is of no
    use once its function has returned.
    """

    def rows(self, sql: LiteralString, /, **values: object) -> list[Row]: ...

    def row(self, sql: LiteralString, /, **values: object) -> Row | None:
        """The first row, or None."""
        ...

    def remembered(self, sql: LiteralString, /, **values: object) -> list[Row]:
        """The same as `rows`, of tables that seldom change: those of `app.db.memory`. When this
        transaction writes, the answer may come from memory, and is as true."""
        ...

    def run(self, sql: LiteralString, /, **values: object) -> None: ...

    def add(self, table: LiteralString, /, **row: object) -> None:
        """Insert this row. It goes together with others, so what is wrong with it may be told
        only by a later statement or the commit; but every statement finds it in its table."""
        ...


class Database(Protocol):
    async def read(
        self, query: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `query` on one snapshot of what is committed. It cannot write.

        Reads never wait for a write, only for a free reader.
        """
        ...

    async def write(
        self, change: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `change` alone. It is on disk when this returns, and undone if it raises.

        The one exception: when the disk fails during the commit itself, DatabaseDown leaves open
        which of the two it is. Cancelling the caller stops a change that waits, not one that has
        begun.
        """
        ...

    async def write_each(
        self, change: Callable[[Tx, Sequence[Item]], Sequence[T]], item: Item, /
    ) -> T:
        """The same for changes that come in crowds: `change` is given this item with all others
        that wait for it, and returns what became of each, in their order. If it raises, each is
        given to it alone.

        It runs after what was asked for earlier, and perhaps after what is asked for later.
        """
        ...


class DuplicateKey(Exception):
    """A row with this key exists. Raised by `Tx` in place of the engine's own error."""


class DatabaseDown(Unavailable):
    """The database refuses everything until it is reopened, which is under way."""

    code, title = "database-down", "The database is being reopened. Try again in a moment"


class DamagedDatabase(Exception):
    """The database cannot be opened. The message tells the operator why and what to do."""
