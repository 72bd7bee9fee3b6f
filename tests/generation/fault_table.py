"""The lines of docs/faults.md, each fault with each thing asked for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from app.demo import Fault
from app.demo.faults import FAULTS

TABLE = Path(__file__).parents[2] / "docs" / "faults.md"
NOTHING = "—"


@dataclass(frozen=True)
class Line:
    """One fault met by one request, and what the document promises of it."""

    fault: str
    asked_for: str
    ends: str
    error: str
    can_act: str
    charged: str
    sent: str
    money: str
    reads: str

    @classmethod
    def of(cls, fault: str, asked_for: str, cells: list[str]) -> Self:
        return cls(fault, asked_for, *cells)

    def __str__(self) -> str:
        return f"{self.fault} on {self.asked_for}"


def lines() -> Iterator[Line]:
    rows = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    for row in rows[2:]:
        faults, asked_for, *cells = [cell.strip() for cell in row.strip("|").split("|")]
        for fault in re.findall("`([^`]+)`", faults):
            for each in asked_for.split(", "):
                yield Line.of(fault, each, cells)


def fault_of(name: str) -> Fault:
    """`503`, `429_upstream` or `html 502` as the demo gateway does it."""
    if name.isdecimal():
        told = {"error": {"message": "Provider returned error", "code": int(name)}}
        return Fault.status(int(name), told)
    if name[0].isdecimal():
        return Fault.known(name)
    kind, *arguments = name.split()
    return FAULTS[kind](*map(int, arguments))
