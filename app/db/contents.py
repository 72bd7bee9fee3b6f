"""What a database holds, told so that two of them can be compared: rows, checksums, sequences.

`python -m app.db.contents FILE` prints that of a database file that nobody has open, as JSON. In a
process of its own, because a damaged file may take down whoever opens it.
"""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import duckdb
from pydantic import BaseModel, ConfigDict

import app
from app.db import Tx
from app.db.transaction import read_only

T = TypeVar("T")

ROOT = Path(app.__file__).parent.parent
PATIENCE = 3600  # seconds; a database of many gigabytes takes minutes


class Table(BaseModel):
    """`checksum` is over all values of all rows, in whatever order they lie. Only that of the
    same version of DuckDB compares."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rows: int
    checksum: str


class Contents(BaseModel):
    """Tables and sequences by name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tables: dict[str, Table]
    sequences: dict[str, int]
    """The number last given out, or 0. Others may draw numbers meanwhile: no transaction holds
    a sequence still."""

    def is_copied_by(self, copy: "Contents") -> bool:
        """The same rows, and no number that would be given out a second time."""
        return (
            copy.tables == self.tables
            and copy.sequences.keys() == self.sequences.keys()
            and all(copy.sequences[name] >= last for name, last in self.sequences.items())
        )


class UnreadableFile(Exception):
    """This file does not open as a database, or cannot be read to its end."""


def contents(tx: Tx) -> Contents:
    """Reads everything there is, at some hundred megabytes per second."""
    sequences = tx.rows(
        """
        SELECT sequence_name AS name, coalesce(last_value, 0) AS last FROM duckdb_sequences()
         WHERE database_name = current_database() ORDER BY name
        """
    )
    return Contents(
        tables={name: _table(tx, name) for name in _tables(tx)},
        sequences={row["name"]: row["last"] for row in sequences},
    )


def row_counts(tx: Tx) -> dict[str, int]:
    """How many rows each table has."""
    return {name: _rows(tx, name) for name in _tables(tx)}


def contents_of(file: Path) -> Contents:
    """Of a database file that nobody has open. Blocks; raises UnreadableFile."""
    try:
        looked = subprocess.run(
            [sys.executable, "-P", "-s", "-m", "app.db.contents", str(file.absolute())],
            capture_output=True,
            timeout=PATIENCE,
            # Nothing of our own environment: it holds the gateway's key.
            env={"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile(f"{file} was not read within {PATIENCE} s") from error
    if looked.returncode != 0:
        lines = looked.stderr.decode(errors="replace").strip().splitlines()
        raise UnreadableFile(lines[-1] if lines else f"ended with {looked.returncode}")
    return Contents.model_validate_json(looked.stdout)


def read_file(file: Path, query: Callable[[Tx], T]) -> T:
    """Run `query` on a database file that nobody has open, in this process.

    Raises UnreadableFile for whatever DuckDB has to say about it.
    """
    try:
        with duckdb.connect(
            str(file),
            read_only=True,
            config={
                "threads": "1",
                "memory_limit": "1GB",
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            },
        ) as connection:
            for statement in ("SET enable_external_access=false", "SET lock_configuration=true"):
                connection.execute(statement).fetchall()
            return read_only(connection, query)
    except duckdb.Error as error:
        raise UnreadableFile(f"{file} cannot be read: {error}") from error


def _tables(tx: Tx) -> list[str]:
    found = tx.rows(
        """
        SELECT table_name AS name FROM duckdb_tables()
         WHERE database_name = current_database() ORDER BY name
        """
    )
    return [row["name"] for row in found]


def _rows(tx: Tx, name: str) -> int:
    row = tx.row("SELECT count(*) AS rows FROM query_table($name)", name=name)
    return int(row["rows"]) if row else 0


def _table(tx: Tx, name: str) -> Table:
    row = tx.row(
        """
        SELECT count(*) AS rows, coalesce(sum(hash(each)), 0)::TEXT AS checksum
          FROM query_table($name) AS each
        """,
        name=name,
    )
    return Table.model_validate(row)


if __name__ == "__main__":
    sys.stdout.write(read_file(Path(sys.argv[1]), contents).model_dump_json())
