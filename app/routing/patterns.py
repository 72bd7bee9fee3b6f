"""Patterns of names: `*` stands for anything, `?` for one character, `!` before one forbids."""

from collections.abc import Iterable
from fnmatch import fnmatchcase


def allows_within(patterns: Iterable[str], route: str, name: str) -> bool:
    """Whether a model may stand in for a route: its own name fits, or the route's does and nothing
    forbids the model. No patterns at all forbid nothing."""
    own = tuple(patterns)
    return allows(("*", *own) if not own or allows(own, route) else own, name)


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
