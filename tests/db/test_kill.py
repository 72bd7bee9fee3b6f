"""`kill -9` of a real process in the middle of writing loses nothing it was promised."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.db import bank
from tests.db.conftest import opened

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize("kills", [4])
def test_what_was_acknowledged_survives_kill_9(tmp_path: Path, kills: int) -> None:
    path = tmp_path / "bank.duckdb"
    with opened(path) as db:
        db.write_now(bank.found)
    promised: set[int] = set()
    for kill in range(kills):
        promised |= _storm(path, first=1_000_000 * kill, promises=40 + 60 * kill)
        with opened(path) as db:
            found = Counter(db.read_now(bank.notes))
        assert promised <= found.keys()
        assert set(found.values()) <= {2}, "no half of a transaction, and none of them twice"


def _storm(path: Path, *, first: int, promises: int) -> set[int]:
    """What a storm was promised that is killed soon after `promises` promises."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.db.storm", path, str(first)], cwd=ROOT, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(promises)]
        process.kill()
        told += process.stdout.readlines()
    return {int(line) for line in told if line.endswith(b"\n")}
