"""The command line: `python -m app …`."""

import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from pydantic import ValidationError

from app import logs
from app.backup import commands
from app.backup.restore import NotRestored
from app.clock import utc_now
from app.db import DamagedDatabase
from app.db.migrate import MigrationError
from app.db.recover import recover as recover_database
from app.main import create_app, open_database
from app.serve import serve as serve_app
from app.settings import Settings, UnreadableFile
from app.usage.verify import verify

cli = typer.Typer(
    name="allucanget", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)


ledger_cli = typer.Typer(no_args_is_help=True, help="The ledger: where all money is written down.")
cli.add_typer(ledger_cli, name="ledger")


@cli.callback()
def main() -> None:
    """All You Can Get: text, images and videos for the people who share one OpenRouter key."""


@cli.command()
def serve() -> None:
    """Serve until stopped. Settings come from the environment."""
    settings = _settings()
    logs.set_up(settings.log_format, settings.log_level)
    # Opened and closed once before serving: what is wrong is told as a sentence, not a trace.
    try:
        open_database(settings).close()
    except (DamagedDatabase, MigrationError, NotRestored) as error:
        _end(str(error))
    except OSError as error:
        _end(f"DATA_DIR cannot be used: {error}")
    _greet(settings)
    if not serve_app(create_app(settings), settings):
        _end("The server could not start; the lines above say why.")


@cli.command()
def backup(
    path: Annotated[Path, typer.Argument(help="A folder, empty or yet to be made.")],
) -> None:
    """Save everything, also while the server runs. Ends with 3 if files were missing already."""
    raise SystemExit(commands.backup(_settings(), path, utc_now()))


@cli.command()
def restore(
    path: Annotated[
        Path, typer.Argument(help="What `backup` has saved, or one copy of the database.")
    ],
) -> None:
    """Bring everything back into an empty DATA_DIR, or only the database into this one."""
    raise SystemExit(commands.restore(_settings(), path, utc_now()))


@cli.command()
def recover() -> None:
    """Open a database whose log is damaged, keeping all that was written before the damage."""
    path = _settings().database_path
    if not path.exists():
        _end(f"There is no database at {path}.")
    try:
        done = recover_database(path, utc_now())
    except DamagedDatabase as error:
        _end(str(error))
    for copy in done.copies:
        print(f"Kept as it was: {copy}")
    print(f"Cut {done.cut_bytes} bytes off the log. The database opens.")


@ledger_cli.command("verify")
def verify_ledger() -> None:
    """Recompute all money and print what differs. Ends with 1 if anything does."""
    settings = _settings()
    if not settings.database_path.exists():
        _end(f"There is no database at {settings.database_path}.")
    try:
        database = open_database(settings)
    except (DamagedDatabase, MigrationError, OSError) as error:
        _end(str(error))
    try:
        # As a write, because that has no time limit; and nobody else can be here.
        verdict = database.write_now(verify)
    finally:
        database.close()
    for difference in verdict.differences:
        print(difference)
    print(verdict)
    raise SystemExit(1 if verdict.differences else 0)


def _settings() -> Settings:
    try:
        return Settings()
    except UnreadableFile as error:
        _end(str(error))
    except ValidationError as error:
        faults = (
            f"  {'.'.join(map(str, each['loc'])).upper()}: {each['msg']}"
            for each in error.errors()
            # What is derived from a faulty one is no fault of its own.
            if each["type"] != "default_factory_not_called"
        )
        _end("These settings cannot be used:\n" + "\n".join(faults))


def _greet(settings: Settings) -> None:
    host = settings.host if settings.host not in ("127.0.0.1", "0.0.0.0", "::") else "localhost"
    print(f"allucanget is at http://{host}:{settings.port}{settings.root_path}", flush=True)
    if settings.demo:
        print("No OPENROUTER_API_KEY: the demo gateway answers, and nothing costs money.")


def _end(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    raise SystemExit(1)
