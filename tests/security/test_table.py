"""docs/security.md promises nothing without naming the tests that prove it, and those exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
CHECKS = range(1, 35)

_LINE = re.compile(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


def lines() -> dict[int, tuple[str, str]]:
    """Each check: the promise, and what is said to prove it."""
    table = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    return {int(number): (promise, proof) for number, promise, proof in _LINE.findall(table)}


def test_every_check_has_a_promise() -> None:
    assert sorted(lines()) == list(CHECKS)


def test_every_test_that_is_named_exists() -> None:
    missing: list[str] = []
    for number, (_, proof) in lines().items():
        for named in proof.split(" · "):
            file, _, tests = named.partition(": ")
            source = (ROOT / file).read_text(encoding="utf-8") if (ROOT / file).is_file() else ""
            there = set(re.findall(r"^(?:async )?def (test_\w+)\(", source, re.MULTILINE))
            missing += [f"{number}: {file}: {test}" for test in set(tests.split(", ")) - there]
    assert not missing, "\n".join(sorted(missing))
