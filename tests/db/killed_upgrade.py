"""Upgrades the database at the given paths and dies after the first migration:
`python -m tests.db.killed_upgrade DATABASE BACKUPS MIGRATIONS`."""

import logging
import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from app.db.upgrade import open_newest


class _Dies(logging.Handler):
    """The only word between two migrations is that the first has run."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.getMessage().startswith("migrated to"):
            os.kill(os.getpid(), signal.SIGKILL)


logging.basicConfig(level="INFO", handlers=[_Dies()])
database, backups, migrations = map(Path, sys.argv[1:])
open_newest(database, backups, migrations, datetime(2026, 11, 21, 13, tzinfo=UTC))
