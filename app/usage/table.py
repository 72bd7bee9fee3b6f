"""Spending as a table for spreadsheets."""

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

from app.money import DOLLAR
from app.usage.report import Line

COLUMNS = ("day", "kind", "model", "generations", "spent_micros", "spent_usd")

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_csv(lines: Iterable[Line]) -> str:
    """One line for each, below the names of the columns (RFC 4180)."""
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(COLUMNS)
    for line in lines:
        usd = Decimal(line.spent) / DOLLAR
        writer.writerow(
            (
                line.day,
                _words(line.kind),
                _words(line.model),
                line.generations,
                line.spent,
                f"{usd:f}",
            )
        )
    return table.getvalue()


def _words(text: str) -> str:
    """A model may have any name, and a spreadsheet takes some beginnings for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
