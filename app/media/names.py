"""Names for people. A file's name is only ever shown; it is never part of a path of ours."""

import re
import unicodedata
from pathlib import PurePath
from typing import Literal
from urllib.parse import quote

from app.media.model import SUFFIXES, Media

LONGEST = 200
_DRAWN_AGAIN = (".heic", ".heif", ".hif")


def display_name(given: str) -> str:
    """What is left of a name somebody sent: one line, no path, nothing invisible."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    # Categories C…: controls, and the marks that turn "gpj.exe" around.
    visible = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in last)
    return " ".join(visible.split()).lstrip(". ")[:LONGEST].rstrip()


def file_name(media: Media) -> str:
    """The name to save it under. Its ending is that of the measured type."""
    name = media.name or f"allucanget-{media.id[-12:]}"
    suffixes = SUFFIXES[media.mime]
    suffix = PurePath(name).suffix
    if suffix.lower() in suffixes:
        return name
    # What it was sent as, before it was drawn again.
    return (name.removesuffix(suffix) if suffix.lower() in _DRAWN_AGAIN else name) + suffixes[0]


def disposition(how: Literal["inline", "attachment"], name: str) -> str:
    """A Content-Disposition of RFC 6266, with a plain name for those who know no UTF-8."""
    plain = re.sub(r"[^A-Za-z0-9 ._-]", "_", name)
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
