"""The command line: `python -m app …`, or `allucanget …` in the container."""

import typer

from app.cli import doctor, keeping, people, serving

cli = typer.Typer(
    name="allucanget", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)

ledger = typer.Typer(no_args_is_help=True, help="The ledger: where all money is written down.")


@cli.callback()
def main() -> None:
    """All You Can Get: text, images and videos for the people who share one OpenRouter key."""


cli.command()(serving.serve)
cli.command("demo")(serving.demo)
cli.command("doctor")(doctor.doctor)
cli.command()(people.create_admin)
cli.add_typer(people.users, name="users")
cli.add_typer(people.keys, name="keys")
cli.command()(keeping.retention)
cli.command()(keeping.backup)
cli.command()(keeping.restore)
cli.command()(keeping.recover)
cli.add_typer(ledger, name="ledger")
ledger.command("verify")(keeping.verify_ledger)
