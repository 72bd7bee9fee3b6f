"""Names for files that leave the house: safe in every file system, and telling what is inside."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from itertools import count

LONGEST = 60


def slug(words: str) -> str:
    """The first words of a prompt as part of a name: letters and digits of any language, joined
    by hyphens. Nothing in it can be a path, an ending or a command."""
    plain = unicodedata.normalize("NFKC", words[: 4 * LONGEST]).lower()
    parts = re.findall(r"[^\W_]+", plain)
    joined = "-".join(parts)[:LONGEST].strip("-")
    return joined or "untitled"


class Names:
    """Gives every file of one archive a name of its own."""

    def __init__(self) -> None:
        self._taken = {"metadata.json"}

    def of(self, words: str, at: datetime, ending: str) -> str:
        """Such as `2026-11-29-a-red-kite.png`, or `…-2.png` when that is taken."""
        stem = f"{at:%Y-%m-%d}-{slug(words)}"
        name = next(each for each in _variants(stem, ending) if each.casefold() not in self._taken)
        self._taken.add(name.casefold())
        return name


def _variants(stem: str, ending: str) -> Iterator[str]:
    yield f"{stem}{ending}"
    for number in count(2):
        yield f"{stem}-{number}{ending}"
