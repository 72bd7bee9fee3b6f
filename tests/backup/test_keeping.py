"""Old copies go by number and by size, the oldest first, and the newest never."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.backup.keeping import Kept, all_kept, name_of, superfluous

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def copies(*sizes: int) -> list[Kept]:
    """Of these sizes, the newest first."""
    return [
        Kept(Path(str(position)), NOON - timedelta(hours=position), size)
        for position, size in enumerate(sizes)
    ]


@pytest.mark.parametrize(
    ("sizes", "keep", "max_bytes", "left"),
    [
        ([], 8, 100, 0),
        ([1, 1, 1], 8, 100, 3),
        ([1, 1, 1], 2, 100, 2),
        ([1, 1, 1], 1, 100, 1),
        ([40, 40, 20, 1], 8, 100, 3),
        ([40, 40, 21], 8, 100, 2),
        ([101], 8, 100, 1),
        ([101, 1], 8, 100, 1),
        ([1, 1], 8, 0, 1),
    ],
)
def test_the_oldest_go_first(sizes: list[int], keep: int, max_bytes: int, left: int) -> None:
    going = superfluous(copies(*sizes), keep=keep, max_bytes=max_bytes)
    assert going == copies(*sizes)[left:]


def test_a_small_old_one_does_not_outlive_a_large_newer_one() -> None:
    going = superfluous(copies(10, 100, 1), keep=8, max_bytes=50)
    assert [each.bytes for each in going] == [100, 1]


def test_a_name_tells_the_time(tmp_path: Path) -> None:
    (tmp_path / name_of(NOON)).write_bytes(b"12345")
    assert all_kept(tmp_path) == [Kept(tmp_path / name_of(NOON), NOON, 5)]


@pytest.mark.parametrize(
    "name",
    [
        "before-migration-0003-20261121T120000Z.duckdb",
        "requested-01a1fe89-b62c-70ec-85e7-c50c885ae6d8.duckdb",
        "allucanget-20261121T120000Z.duckdb.unfinished",
        "allucanget-20261121T120000Z.duckdb.wal",
        "my allucanget-20261121T120000Z.duckdb",
        "notes.txt",
    ],
)
def test_other_files_are_none_of_our_business(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    assert all_kept(tmp_path) == []
