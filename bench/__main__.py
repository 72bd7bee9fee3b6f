"""`python -m bench` measures everything, `python -m bench streams files` only that.

One table for people, and `bench/results.json` for programs: where, when, and every figure.
"""

import importlib
import json
import os
import platform
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.figures import Figure, table

SUBJECTS = (
    "streams",
    "answers",
    "writes",
    "waiting",
    "videos",
    "million",
    "library",
    "models",
    "files",
    "face",
)
"""Each a module with a function `figures`."""

RESULTS = Path(__file__).parent / "results.json"


def main(wanted: Sequence[str]) -> int:
    """0, whether or not the goals are reached: a busy machine is no mistake."""
    unknown = [each for each in wanted if each not in SUBJECTS]
    if unknown:
        print(f"There is no {unknown[0]}; there are {', '.join(SUBJECTS)}.", file=sys.stderr)
        return 2
    found: dict[str, Sequence[Figure]] = {}
    for subject in wanted or SUBJECTS:
        print(f"measuring {subject} …", file=sys.stderr, flush=True)
        found[subject] = importlib.import_module(f"bench.{subject}").figures()
    print(table([each for figures in found.values() for each in figures]))
    RESULTS.write_text(json.dumps(_document(found), indent=2) + "\n")
    return 0


def _document(found: dict[str, Sequence[Figure]]) -> dict[str, object]:
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": os.getloadavg(),
        "figures": {name: [each.as_json() for each in all] for name, all in found.items()},
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
