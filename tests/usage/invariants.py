"""What must be true of the ledger and of every generation, whatever has happened."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from app.db import Row

MOVES = {
    "queued": {"running", "cancelled"},
    "running": {"queued", "succeeded", "failed", "cancelled", "interrupted", "unknown"},
    "cancelled": {"succeeded", "unknown"},
    "unknown": {"succeeded", "failed"},
    "failed": {"succeeded"},
    "interrupted": set[str](),
    "succeeded": set[str](),
}
"""Which state may follow which. What has ended moves once more only because we learn the truth."""


@dataclass(frozen=True)
class Seen:
    """Every generation, and every entry of the ledger in the order it was written."""

    generations: Sequence[Row] = field(default_factory=list[Row])
    entries: Sequence[Row] = field(default_factory=list[Row])

    @property
    def held(self) -> int:
        return sum(each["held_micros"] for each in self.entries)

    def spent_on(self, day: date) -> int:
        """What budgets count for this day: a correction belongs to the day it corrects."""
        today = {
            each["generation_id"]
            for each in self.entries
            if each["kind"] == "settle" and each["created_at"].date() == day
        }
        return sum(each["spent_micros"] for each in self.entries if each["generation_id"] in today)

    def spent_for(self, generation_id: str) -> int:
        ours = (each for each in self.entries if each["generation_id"] == generation_id)
        return sum(each["spent_micros"] for each in ours)

    def row(self, generation_id: str) -> Row:
        return next(each for each in self.generations if each["id"] == generation_id)


def check(before: Seen, now: Seen) -> Seen:
    """Assert everything; returns `now`."""
    assert list(now.entries[: len(before.entries)]) == list(before.entries), "only appended to"
    for row in before.generations:
        state = now.row(row["id"])["state"]
        assert state == row["state"] or state in MOVES[row["state"]], (row["state"], state)
    for row in now.generations:
        _check_money(row, [one for one in now.entries if one["generation_id"] == row["id"]])
    known = {row["id"] for row in now.generations}
    assert {each["generation_id"] for each in now.entries} == known
    return now


def _check_money(row: Row, entries: Sequence[Row]) -> None:
    count = Counter(each["kind"] for each in entries)
    assert entries[0]["kind"] == "hold"
    assert count["settle"] <= 1
    assert count["release"] <= 1
    assert all(each["amount_micros"] >= 0 for each in entries if each["kind"] != "adjust")
    assert {each["user_id"] for each in entries} == {row["user_id"]}
    hold = sum(each["amount_micros"] for each in entries if each["kind"] == "hold")
    held = sum(each["held_micros"] for each in entries)
    spent = sum(each["spent_micros"] for each in entries)
    over = count["settle"] + count["release"] > 0
    assert held == (0 if over else hold)
    assert all(each["amount_micros"] <= hold for each in entries if each["kind"] == "release")
    assert spent >= 0
    assert row["cost_micros"] == (spent if over else None)
    assert over == _is_over(row), (row["state"], count)


def _is_over(row: Row) -> bool:
    """Ended, and nothing more to come: only then has its money been decided on."""
    if row["state"] == "cancelled":
        return not row["under_way"]
    return row["state"] not in ("queued", "running", "unknown")
