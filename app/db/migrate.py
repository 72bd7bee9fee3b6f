"""Bring the database to the shape the program expects: numbered SQL files, each run once.

A file that has run is never edited: its checksum is kept, and a difference stops the start.
"""

import hashlib
import logging
import re
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString, cast

from app.db import Tx
from app.db.duck import DuckDatabase

logger = logging.getLogger(__name__)

_FILE_NAME = re.compile(r"(\d{4})_(\w+)\.sql")
_TRANSACTION_CONTROL = re.compile(r"^\s*(BEGIN|START|COMMIT|ROLLBACK)\b", re.I | re.M)


class MigrationError(Exception):
    """The database and the program do not fit together. The message is for the operator."""


@dataclass(frozen=True)
class Migration:
    number: int
    name: str
    sql: str

    def __str__(self) -> str:
        return f"{self.number:04}_{self.name}"

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()


def migrate(database: DuckDatabase, folder: Path) -> None:
    """Run what is pending, each file in its own transaction. Blocks; raises MigrationError."""
    for migration in pending(database, migrations_in(folder)):
        try:
            database.write_now(lambda tx, each=migration: _apply(tx, each))
        except Exception as error:
            raise MigrationError(f"Migration {migration} failed and was undone: {error}") from error
        logger.info("migrated to %s", migration)


def migrations_in(folder: Path) -> list[Migration]:
    """All SQL files of `folder`, in order. They are named `0001_accounts.sql` and so on."""
    found = [_read(path) for path in sorted(folder.glob("*.sql"))]
    if [each.number for each in found] != list(range(1, len(found) + 1)):
        raise MigrationError(f"The migrations in {folder} are not numbered 1, 2, 3, …")
    return found


def pending(database: DuckDatabase, known: list[Migration]) -> list[Migration]:
    """What has not run yet. Raises MigrationError if the database is newer, or another's."""
    done = database.write_now(_applied)
    newest = max(done, default=0)
    if newest > len(known):
        raise MigrationError(
            f"This database was written by a newer version (migration {newest}; this program knows "
            f"{len(known)}). Start that version again, or restore a backup made by this one."
        )
    for migration in known[:newest]:
        if done.get(migration.number) != migration.checksum:
            raise MigrationError(
                f"Migration {migration} is not the one that ran on this database. A migration "
                "must never be edited; restore the file as it was."
            )
    return known[newest:]


def _read(path: Path) -> Migration:
    match = _FILE_NAME.fullmatch(path.name)
    if match is None:
        raise MigrationError(f"{path} is not named like a migration, 0001_accounts.sql")
    sql = path.read_text(encoding="utf-8")
    if _TRANSACTION_CONTROL.search(sql):
        raise MigrationError(f"{path} runs within a transaction, so it may not control one itself")
    return Migration(int(match[1]), match[2], sql)


def _applied(tx: Tx) -> dict[int, str]:
    tx.run(
        """
        CREATE TABLE IF NOT EXISTS migrations (
            number     INTEGER PRIMARY KEY,
            name       TEXT NOT NULL,
            checksum   TEXT NOT NULL,
            applied_at TIMESTAMPTZ NOT NULL DEFAULT now()
        )
        """
    )
    rows = tx.rows("SELECT number, checksum FROM migrations")
    return {row["number"]: row["checksum"] for row in rows}


def _apply(tx: Tx, migration: Migration) -> None:
    # The one text that is not literal in the program: a file that ships with it.
    tx.run(cast(LiteralString, migration.sql))
    tx.run(
        "INSERT INTO migrations (number, name, checksum) VALUES ($number, $name, $checksum)",
        number=migration.number,
        name=migration.name,
        checksum=migration.checksum,
    )
