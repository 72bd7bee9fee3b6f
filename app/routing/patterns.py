"""Patterns of names: `*` stands for anything, `?` for one character, `!` before one forbids."""

from collections.abc import Iterable
from fnmatch import fnmatchcase


def allows(patterns: Iterable[str], name: str) -> bool:
    """Whether one pattern fits and none forbids. Their order means nothing."""
    allowed = False
    for pattern in patterns:
        if pattern.startswith("!"):
            if fnmatchcase(name, pattern[1:]):
                return False
        else:
            allowed = allowed or fnmatchcase(name, pattern)
    return allowed
