"""Spending as a table for spreadsheets."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from app.money import DOLLAR
from app.usage.report import Line

COLUMNS = ("day", "kind", "model", "generations", "spent_micros", "spent_usd")

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_csv(lines: Iterable[Line]) -> str:
    """One line for each, below the names of the columns."""
    return written(
        COLUMNS,
        (
            (each.day, each.kind, each.model, each.generations, each.spent, usd(each.spent))
            for each in lines
        ),
    )


def written(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows below the names of their columns (RFC 4180). No text in them is a formula to a
    spreadsheet."""
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(columns)
    writer.writerows([_cell(each) for each in row] for row in rows)
    return table.getvalue()


def usd(micros: int) -> Decimal:
    """Dollars, with every digit there is."""
    return Decimal(micros) / DOLLAR


def _cell(value: object) -> object:
    """Models, people and keys may have any name, and a spreadsheet takes some beginnings for a
    formula. Numbers and days are none: what is below zero may stay so."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
