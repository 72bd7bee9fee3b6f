"""Patterns of names, as tiers hold them."""

import time

import pytest

from app.routing.patterns import allows


@pytest.mark.parametrize(
    ("patterns", "name", "allowed"),
    [
        ((), "google/veo-3.1", False),
        (("*",), "google/veo-3.1", True),
        (("google/*",), "google/veo-3.1", True),
        (("google/*",), "openai/sora-2-pro", False),
        (("google/veo-3.?",), "google/veo-3.1", True),
        (("*", "!*-pro"), "openai/sora-2-pro", False),
        (("!*-pro", "*"), "openai/sora-2-pro", False),
        (("!*-pro", "*"), "google/veo-3.1", True),
        (("!*-pro",), "google/veo-3.1", False),
        (("*:free",), "liquid/lfm-2.5-2.6b:free", True),
        (("google/veo",), "google/veo-3.1", False),
        (("GOOGLE/*",), "google/veo-3.1", False),
    ],
)
def test_a_name_needs_a_pattern_that_fits_and_none_that_forbids(
    patterns: tuple[str, ...], name: str, allowed: bool
) -> None:
    assert allows(patterns, name) is allowed


def test_no_pattern_takes_long() -> None:
    began = time.perf_counter()
    assert not allows(("*a" * 100 + "!",), "a" * 200)
    assert time.perf_counter() - began < 1
