"""What was measured, held against its goal, as a table for people and JSON for programs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One line. `direct` is the same without us in between, in the same run. Without a goal it is
    there to be known."""

    what: str
    value: float
    unit: str = ""
    direct: float | None = None
    most: float | None = None
    least: float | None = None

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; None without one."""
        if self.most is not None:
            return self.value <= self.most
        return self.value >= self.least if self.least is not None else None

    @property
    def goal(self) -> str:
        if self.most is not None:
            return f"≤ {number(self.most)}"
        return f"≥ {number(self.least)}" if self.least is not None else ""

    def as_json(self) -> dict[str, Any]:
        return {
            "what": self.what,
            "value": round(self.value, 4),
            "unit": self.unit,
            "direct": self.direct,
            "most": self.most,
            "least": self.least,
            "met": self.met,
        }


MARKS = {True: "yes", False: "NO", None: ""}


def table(figures: Sequence[Figure]) -> str:
    """All of them, one below the other."""
    head = ("what", "measured", "", "direct", "goal", "reached")
    rows = [head, *map(_cells, figures)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(head))]
    return "\n".join(_line(row, widths) for row in rows)


def number(value: float) -> str:
    """With as many digits as tell something."""
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def _cells(figure: Figure) -> tuple[str, ...]:
    direct = "" if figure.direct is None else number(figure.direct)
    return (
        *(figure.what, number(figure.value), figure.unit),
        *(direct, figure.goal, MARKS[figure.met]),
    )


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    what, measured, unit, direct, goal, reached = row
    return (
        f"{what:{widths[0]}}  {measured:>{widths[1]}} {unit:{widths[2]}}  {direct:>{widths[3]}}  "
        f"{goal:>{widths[4]}}  {reached}"
    ).rstrip()
