"""One DuckDB connection, hardened, or a sentence for the operator why there is none.

Only this package knows the engine. The settings are measured: one thread is faster than two
for small statements, and the storage version keeps the way back to DuckDB 1.5 open.
"""

import re
from pathlib import Path

import duckdb

from app.db import DamagedDatabase, wal

READ_LIMIT = 30_000
"""Milliseconds a statement may take, so that no query can keep a reader for good."""

_UNFINISHED_SIZES = (0, 4096, 8192)
"""Bytes of a database file whose creation was killed between its three headers."""

_DAMAGED_AT = re.compile(r'\.wal": Corrupt WAL file: .*?at byte position (\d+)')
_FOREIGN_LOG = re.compile(r"WAL checkpoint iteration does not match|WAL does not match database")


def connect(path: Path, backups: Path, *, create: bool) -> duckdb.DuckDBPyConnection:
    """Open the file. SQL can touch no other file than those below `backups`.

    Raises DamagedDatabase when that is impossible, also when the file is missing and `create`
    is False.
    """
    if create:
        _make_way_for_new(path)
    elif not path.exists():
        raise DamagedDatabase(f"The database {path} is missing. Is its disk mounted?")
    connection = open_file(path)
    try:
        # In this order: after the last two, nothing can be opened or changed any more.
        for statement in (
            "SET GLOBAL TimeZone='UTC'",
            "SET GLOBAL late_materialization_max_rows=0",
            f"SET GLOBAL max_execution_time={READ_LIMIT}",
            f"SET allowed_directories=['{_quoted(backups.absolute())}/']",
            "SET allowed_configs=['max_execution_time']",
            "SET allow_extension_repositories='forbidden'",
            "SET enable_external_access=false",
            "SET lock_configuration=true",
        ):
            connection.execute(statement).fetchall()
    except duckdb.Error as error:
        connection.close()
        raise DamagedDatabase(
            f"The database {path} refuses its settings. Is it open in this process already? "
            f"({error})"
        ) from error
    return connection


def open_file(path: Path) -> duckdb.DuckDBPyConnection:
    """Open or create the file without the settings that concern SQL. Raises DamagedDatabase."""
    log = wal.log_of(path)
    if log.exists() and not path.exists():
        # DuckDB would begin an empty database here and delete the log.
        raise DamagedDatabase(
            f"The database {path} is missing, but its log {log} is there. Put the file back, or "
            "restore a backup (`allucanget restore`)."
        )
    wal.check(log)
    try:
        return duckdb.connect(
            str(path),
            config={
                "storage_compatibility_version": "v1.5.0",
                "threads": "1",
                "memory_limit": "1GB",
                "temp_directory": f"{path.absolute()}.tmp",
                "max_temp_directory_size": "4GB",
                # Never within a COMMIT: a checkpoint that fails there fails a change that is
                # already on disk, and whoever asked for it would ask again. See DuckDatabase.
                "checkpoint_threshold": "1TB",
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "allow_community_extensions": "false",
                "allow_unsigned_extensions": "false",
                "allow_persistent_secrets": "false",
                "python_enable_replacements": "false",
            },
        )
    except duckdb.Error as error:
        raise _explained(path, str(error)) from error


def _make_way_for_new(path: Path) -> None:
    """Remove what is left of a first start that was killed while it created the file."""
    if (
        path.is_file()
        and path.stat().st_size in _UNFINISHED_SIZES
        and not wal.log_of(path).exists()
    ):
        path.unlink()


def _explained(path: Path, message: str) -> DamagedDatabase:
    log = wal.log_of(path)
    if found := _DAMAGED_AT.search(message):
        return wal.DamagedLog(log, int(found[1]), message)
    if _FOREIGN_LOG.search(message):
        return wal.DamagedLog(log, 0, f"it belongs to another state of {path}. {message}")
    if "replaying WAL" in message:
        return wal.DamagedLog(log, 0, message)
    if "Conflicting lock" in message:
        return DamagedDatabase(
            f"The database {path} is in use by another process. Only one may open it. ({message})"
        )
    return DamagedDatabase(
        f"The database {path} does not open. If the file is damaged, restore a backup with "
        f"`allucanget restore`. ({message})"
    )


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
