"""Builds every part of the studio from its settings, in the order in which they lean on each
other. Only `app.main` and the command line use this."""

from app.studio.address import OPENROUTER
from app.studio.floor import Floor, World, open_floor
from app.studio.parts import build
from app.studio.workshop import Workshop, retention_of, trash_of

__all__ = [
    "OPENROUTER",
    "Floor",
    "Workshop",
    "World",
    "build",
    "open_floor",
    "retention_of",
    "trash_of",
]
