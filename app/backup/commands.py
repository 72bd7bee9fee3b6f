"""`backup` and `restore` as the command line has them: what they print, and how they end."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import typer

from app.backup.files import Advance, NoRoom
from app.backup.manifest import Manifest, NotABackup
from app.backup.repository import Sums
from app.backup.restore import NotRestored, restore_all, restore_database
from app.backup.save import NotSaved, save
from app.db import DamagedDatabase
from app.db.contents import UnreadableFile
from app.money import Micros, show
from app.settings import Settings

DONE, FAILED, INCOMPLETE = 0, 1, 3
"""Exit codes. 2 is that of a command that cannot be understood."""

T = TypeVar("T")


def backup(settings: Settings, target: Path, now: datetime) -> int:
    """Save everything into `target`. Returns the exit code."""
    typer.echo("Copying the database …")
    manifest = _done(lambda: save(settings, target, now, _progress))
    if manifest is None:
        return FAILED
    typer.echo(f"Saved in {target}: {len(manifest.files)} files, {_mib(manifest.bytes)}.")
    _tell(manifest.sums)
    return _end_with(manifest)


def restore(settings: Settings, source: Path, now: datetime) -> int:
    """Bring back `source`, a saved folder or one copy of the database. Returns the exit code."""
    if source.is_file():
        return _restore_database(settings, source, now)
    done = _done(lambda: restore_all(settings, source, _progress))
    if done is None:
        return FAILED
    manifest, held_back = done
    typer.echo(
        f"Restored into {settings.data_dir}: {len(manifest.files)} files, "
        f"{_mib(manifest.bytes)}, as of {manifest.made_at:%Y-%m-%d %H:%M} UTC."
    )
    _tell(manifest.sums)
    _tell_held_back(held_back)
    return _end_with(manifest)


def _restore_database(settings: Settings, source: Path, now: datetime) -> int:
    done = _done(lambda: restore_database(settings, source, now))
    if done is None:
        return FAILED
    sums, aside, held_back = done
    typer.echo(f"Restored the database {settings.database_path} from {source}.")
    if aside is not None:
        typer.echo(f"Kept the one that was there: {aside}")
    _tell(sums)
    _tell_held_back(held_back)
    return DONE


def _done(work: Callable[[], T]) -> T | None:
    """None when it failed, which has been told then."""
    try:
        return work()
    except (
        NotSaved,
        NotRestored,
        NotABackup,
        NoRoom,
        DamagedDatabase,
        UnreadableFile,
        OSError,
    ) as error:
        typer.echo(str(error), err=True)
        return None


def _tell(sums: Sums) -> None:
    typer.echo(
        f"  {sums.users} users, {sums.generations} generations, "
        f"{sums.media} media files of {_mib(sums.media_bytes)}\n"
        f"  {sums.ledger_entries} ledger entries: {show(Micros(sums.spent_micros))} spent, "
        f"{show(Micros(sums.held_micros))} set aside"
    )


def _tell_held_back(requests: int) -> None:
    if requests:
        typer.echo(
            f"{requests} requests were still waiting to be sent. They may have been sent since "
            "this backup was made, so they are not sent again: an administrator settles or "
            "releases their money."
        )


def _end_with(manifest: Manifest) -> int:
    for what, paths in (("missing", manifest.missing), ("damaged", manifest.damaged)):
        for path in paths:
            typer.echo(f"This file was {what} already when it was saved: {path}", err=True)
    return INCOMPLETE if manifest.missing or manifest.damaged else DONE


@contextmanager
def _progress(name: str, size: int) -> Generator[Advance]:
    with typer.progressbar(length=size, label=name) as bar:
        yield bar.update


def _mib(size: int) -> str:
    return f"{size / 1024**2:,.1f} MiB"
