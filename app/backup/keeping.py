"""The folder of copies that are made by themselves: how they are named, and which have to go."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

_NAME = re.compile(r"allucanget-(\d{8}T\d{6})Z\.duckdb")
_TIME = "%Y%m%dT%H%M%S"


@dataclass(frozen=True, slots=True)
class Kept:
    """One copy: whole, and of the time in its name."""

    path: Path
    made_at: datetime
    bytes: int

    @classmethod
    def found(cls, path: Path) -> Self | None:
        """None for any other file, which is none of our business."""
        match = _NAME.fullmatch(path.name)
        if match is None:
            return None
        made_at = datetime.strptime(match[1], _TIME).replace(tzinfo=UTC)
        return cls(path, made_at, path.stat().st_size)


def name_of(now: datetime) -> str:
    return f"allucanget-{now:{_TIME}}Z.duckdb"


def all_kept(folder: Path) -> list[Kept]:
    """The newest first."""
    found = [Kept.found(path) for path in folder.iterdir()]
    return sorted(filter(None, found), key=lambda each: each.made_at, reverse=True)


def superfluous(newest_first: Sequence[Kept], *, keep: int, max_bytes: int) -> list[Kept]:
    """What lies beyond `keep` copies or `max_bytes` of them. Never the newest."""
    total, going = 0, list[Kept]()
    for position, copy in enumerate(newest_first):
        total += copy.bytes
        if position > 0 and (position >= keep or total > max_bytes):
            going.append(copy)
    return going
