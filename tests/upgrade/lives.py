"""What the people of every kept data folder did, and the folders: `tests/data/0016.zip` and so on.

One for each migration that was ever the newest of a program that could run. The first five came
before there was one, and 0011 and 0014 came together with the next.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_LZMA, ZipFile

from tests.conftest import ROOT

KEPT = ROOT / "tests" / "data"
IMAGE: Mapping[str, Any] = {
    "model": "google/gemini-3.1-flash-image",
    "params": {"resolution": "512"},
}
FILM: Mapping[str, Any] = {
    "model": "x-ai/grok-imagine-video",
    "params": {"duration": 1, "resolution": "480p", "aspect_ratio": "1:1"},
}
# Both small: they are kept for ever.
WAITING = "A paper boat that is still on its way"
"""The film the gateway had accepted and not delivered when its server was stopped."""


@dataclass(frozen=True)
class Wish:
    kind: str
    prompt: str
    settings: Mapping[str, Any]


LIVES: Mapping[str, tuple[Wish, ...]] = {
    "ada": (
        Wish("text", "Tell me about paper boats", {}),
        Wish("image", "Fog", IMAGE),
        Wish("video", "The river at dawn", FILM),
    ),
    "grace": (Wish("text", "Tell me about moths", {}),),
}
"""What each asked for and got. Ada, who was there first, also waits for a film."""


LATER: tuple[tuple[str, str, Mapping[str, Any]], ...] = (
    ("0009", "/api/collections", {"name": "Best of all"}),
    ("0014", "/api/keys", {"name": "For scripts"}),
    ("0016", "/api/webhooks", {"name": "The door bell", "url": "https://bell.example.org/"}),
)
"""What Grace keeps besides, from that migration on."""


SHARED = "0017"
"""Since that migration Grace shows her text to whoever has a link, which Ada allows."""


def kept() -> list[Path]:
    return sorted(KEPT.glob("[0-9][0-9][0-9][0-9].zip"))


def newest_migration(program: Path) -> str:
    """The number of the last, such as `0016`."""
    return max(path.name[:4] for path in (program / "migrations").glob("*.sql"))


def pack(data: Path, archive: Path, now: datetime) -> None:
    """Keep a data folder, without its backups: they are copies of the rest."""
    files = [path for path in sorted(data.rglob("*")) if path.is_file()]
    with ZipFile(archive, "w", ZIP_LZMA) as packed:
        packed.comment = now.isoformat().encode()
        for path in files:
            name = path.relative_to(data)
            if name.parts[0] != "backups":
                packed.write(path, name)


def unpack(archive: Path, data: Path) -> datetime:
    """Put one back. Returns when it was left."""
    with ZipFile(archive) as packed:
        packed.extractall(data)
        return datetime.fromisoformat(packed.comment.decode())
