"""The page's own code: what it listens to, and what an address can make it do."""

import re
from pathlib import Path

STATIC = Path(__file__).parents[2] / "static"

LISTENING = re.compile(
    r"(?:^|[^.\w])(?:(?:window|self|globalThis)\.)?addEventListener\(\s*[\"']message|\.onmessage\s*=",
    re.MULTILINE,
)
MARKUP = re.compile(
    r"\beval\(|new Function\(|\.(?:inner|outer)HTML\s*=|insertAdjacentHTML|document\.write"
)
READING = re.compile(r"searchParams|location\.search")

READERS = {
    "lib/router.js": "hands it to the page",
    "pages/jobs.js": "filters of a list",
    "pages/library.js": "filters of a list",
    "sw.js": "whether an answer may be kept for a time without a network",
}
"""Who reads the question of an address, and what for: to show something, never to send it."""


def modules() -> dict[str, str]:
    """Every module of ours, by its path."""
    return {
        path.relative_to(STATIC).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(STATIC.rglob("*.js"))
        if "vendor" not in path.parts
    }


def found_by(pattern: re.Pattern[str]) -> set[str]:
    return {path for path, source in modules().items() if pattern.search(source)}


def test_no_module_listens_to_other_windows() -> None:
    """A worker hears the page that started it. Channels carry words within the site only."""
    assert {path for path in found_by(LISTENING) if not path.startswith("workers/")} == set()
    assert "workers/scribe.js" in found_by(LISTENING), "or this would find nothing at all"


def test_an_address_shows_something_and_sends_nothing() -> None:
    assert found_by(READING) == READERS.keys()


def test_no_module_makes_code_or_markup_of_a_string() -> None:
    assert found_by(MARKUP) == set()
