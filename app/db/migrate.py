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


class MigrationError(Exception):
    """The database and the program do not fit together. The message is for the operator."""


@dataclass(frozen=True)
class Migration:
    number: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()


def migrations_in(folder: Path) -> list[Migration]:
    """All of `folder`, in order. Files are named `0001_accounts.sql`."""
    found = [
        Migration(int(match[1]), match[2], path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.sql"))
        if (match := re.fullmatch(r"(\d{4})_(\w+)", path.stem))
    ]
    if [each.number for each in found] != list(range(1, len(found) + 1)):
        raise MigrationError(f"The migrations in {folder} are not numbered 1, 2, 3, …")
    return found


def pending(database: DuckDatabase, known: list[Migration]) -> list[Migration]:
    """What has not run yet. Raises MigrationError if the database is not one of ours, or newer."""
    done = database.write_now(_applied)
    newest = max(done, default=0)
    if newest > len(known):
        raise MigrationError(
            f"This database was written by a newer version (migration {newest}; this program knows "
            f"{len(known)}). Start that version again, or restore a backup made by this one."
        )
    for migration in known[:newest]:
        if done[migration.number] != migration.checksum:
            raise MigrationError(
                f"Migration {migration.number:04}_{migration.name} is not the one that ran on this "
                "database. A migration must never be edited; restore the file as it was."
            )
    return known[newest:]


def migrate(database: DuckDatabase, folder: Path) -> None:
    """Run what is pending, each file in its own transaction. Blocks; raises MigrationError."""
    for migration in pending(database, migrations_in(folder)):
        try:
            database.write_now(lambda tx, each=migration: _apply(tx, each))
        except Exception as error:
            raise MigrationError(
                f"Migration {migration.number:04}_{migration.name} failed and was undone: {error}"
            ) from error
        logger.info("migrated to %04d_%s", migration.number, migration.name)


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
    return {row["number"]: row["checksum"] for row in tx.rows("SELECT * FROM migrations")}


def _apply(tx: Tx, migration: Migration) -> None:
    # The one text that is not literal in the program: a file that ships with it.
    tx.run(cast(LiteralString, migration.sql))
    tx.run(
        "INSERT INTO migrations (number, name, checksum) VALUES ($number, $name, $checksum)",
        number=migration.number,
        name=migration.name,
        checksum=migration.checksum,
    )
