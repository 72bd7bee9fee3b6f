"""`backup`, `restore`, `recover` and `ledger verify`: what keeps the data whole."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from app.admin.errands import SweepOld
from app.backup import commands
from app.backup.requests import NotAnswered, copy_from_server
from app.cli.common import end, settings, table
from app.cli.errand import done
from app.clock import utc_now
from app.db import DamagedDatabase
from app.db.backup import in_use
from app.db.contents import UnreadableFile, read_file
from app.db.migrate import MigrationError
from app.db.recover import recover as recover_database
from app.main import open_database
from app.media.files import MIB
from app.settings import Settings
from app.usage.verify import Verdict, verify


def backup(
    path: Annotated[Path, typer.Argument(help="A folder, empty or yet to be made.")],
) -> None:
    """Save everything, also while the server runs. Ends with 3 if files were missing already."""
    raise SystemExit(commands.backup(settings(), path, utc_now()))


def restore(
    path: Annotated[
        Path, typer.Argument(help="What `backup` has saved, or one copy of the database.")
    ],
) -> None:
    """Bring everything back into an empty DATA_DIR, or only the database into this one."""
    raise SystemExit(commands.restore(settings(), path, utc_now()))


def recover() -> None:
    """Open a database whose log is damaged, keeping all that was written before the damage."""
    path = settings().database_path
    if not path.exists():
        end(f"There is no database at {path}.")
    try:
        recovery = recover_database(path, utc_now())
    except DamagedDatabase as error:
        end(str(error))
    for copy in recovery.copies:
        print(f"Kept as it was: {copy}")
    print(f"Cut {recovery.cut_bytes} bytes off the log. The database opens.")


def retention(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would go.")] = False,
) -> None:
    """Take what is older than the rules of the house let it be, as every night does by itself."""
    told = done(settings(), SweepOld(dry_run=dry_run))
    if not told["rules"]:
        print("There are no rules, so everything is kept for ever (see /admin/settings).")
        return
    going = told["going"]
    table(
        ("WHOSE", "KIND", "THINGS", "MIB", "INTO THE TRASH"),
        [
            (
                each["email"],
                each["kind"],
                each["generations"],
                f"{each['bytes'] / MIB:,.1f}",
                "no, for good" if each["delete"] else "yes",
            )
            for each in going
        ],
    )
    count = sum(each["generations"] for each in going)
    size = sum(each["bytes"] for each in going) / MIB
    print(f"{count} things of {size:,.1f} MiB {'would go' if dry_run else 'went'}.")


def verify_ledger() -> None:
    """Recompute all money and print what differs, also while the server runs. Ends with 1 if
    anything does."""
    chosen = settings()
    if not chosen.database_path.exists():
        end(f"There is no database at {chosen.database_path}.")
    try:
        verdict = _verdict(chosen)
    except (DamagedDatabase, MigrationError, NotAnswered, UnreadableFile, OSError) as error:
        end(str(error))
    for difference in verdict.differences:
        print(difference)
    print(verdict)
    raise SystemExit(1 if verdict.differences else 0)


def _verdict(chosen: Settings) -> Verdict:
    path = chosen.database_path
    if in_use(path):
        lives = partial(in_use, path)
        with copy_from_server(chosen.data_dir, chosen.requests_dir, lives) as copied:
            return read_file(copied, verify)
    database = open_database(chosen)
    try:
        # As a write, because that has no time limit; and nobody else can be here.
        return database.write_now(verify)
    finally:
        database.close()
