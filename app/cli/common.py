"""What every command needs: the settings, a way to end, and tables."""

import sys
from collections.abc import Iterable, Sequence
from typing import NoReturn, cast

from pydantic import ValidationError

from app.settings import Settings, UnreadableFile


def settings() -> Settings:
    """From the environment; a sentence for each that cannot be used, and the end."""
    try:
        return Settings()
    except UnreadableFile as error:
        end(str(error))
    except ValidationError as error:
        faults = (
            f"  {'.'.join(map(str, each['loc'])).upper()}: {each['msg']}"
            for each in error.errors()
            # What is derived from a faulty one is no fault of its own.
            if each["type"] != "default_factory_not_called"
        )
        end("These settings cannot be used:\n" + "\n".join(faults))


def end(sentence: str) -> NoReturn:
    """With exit code 1."""
    print(sentence, file=sys.stderr)
    raise SystemExit(1)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Columns side by side, as wide as what is in them."""
    lines = [tuple(head), *(tuple(map(_shown, row)) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        print("  ".join(cells).rstrip())


def _shown(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, list):
        return ", ".join(map(str, cast(list[object], value)))
    return str(value)
