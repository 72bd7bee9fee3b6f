"""How hard fuzzing tries: little in CI, and the same each time; as hard as one likes by hand."""

import os

from hypothesis import HealthCheck, settings

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "0"))
"""So many for each property, and others each time. 0: as many as each says for itself."""

_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def effort(usual: int) -> settings:
    """A test that fails on some days only helps nobody: without FUZZ_EXAMPLES nothing is left to
    chance."""
    return settings(
        max_examples=EXAMPLES or usual,
        derandomize=not EXAMPLES,
        database=None,
        deadline=None,
        suppress_health_check=_SLOW,
    )
