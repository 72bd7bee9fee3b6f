"""What a model offers, as a person would say it."""

import json
from collections.abc import Iterable, Sequence

from app.catalog.model import Control, Role, Scalar

MOST_SHOWN = 40

UNITS = {
    "duration": ("second", "seconds"),
    "n": ("image at once", "images at once"),
    "max_tokens": ("token", "tokens"),
}

NAMES = {
    "duration": "duration",
    "resolution": "resolution",
    "aspect_ratio": "aspect ratio",
    "size": "size",
    "generate_audio": "sound",
    "seed": "seed",
    "n": "number of images",
    "quality": "quality",
    "output_format": "file format",
    "background": "background",
    "temperature": "temperature",
    "top_p": "top-p",
    "max_tokens": "longest answer",
    "reasoning_effort": "reasoning effort",
    "web_search": "a search on the web",
}

ROLES = {
    Role.REFERENCE: ("reference image", "reference images"),
    Role.FIRST_FRAME: ("first frame", "first frames"),
    Role.LAST_FRAME: ("last frame", "last frames"),
    Role.ATTACHMENT: ("attached image", "attached images"),
}


def name_of(param: str) -> str:
    return NAMES.get(param, _short(param))


def offered(param: str, control: Control) -> str:
    """ "4, 6 or 8 seconds", "720p or 1080p as resolution", "1 to 10 images at once"."""
    choices = _choices(control)
    if param not in UNITS:
        return f"{choices} as {name_of(param)}"
    one, many = UNITS[param]
    return f"{choices} {one if choices == '1' else many}"


def one_of(choices: Iterable[str], last: str = "or") -> str:
    """ "a", "a or b", "a, b or c"."""
    *others, final = list(choices) or ["nothing"]
    return f"{', '.join(others)} {last} {final}" if others else final


def shown(value: object) -> str:
    """A refused value: words in quotes, so that "8" is not mistaken for 8."""
    if isinstance(value, int) and value.bit_length() > 64:
        return "so large a number"
    return _short(json.dumps(value, ensure_ascii=False, default=str))


def how_many(role: Role, count: int) -> str:
    one, many = ROLES[role]
    return f"{count} {one if count == 1 else many}"


def _choices(control: Control) -> str:
    if control.type == "boolean":
        return "yes (true) or no (false)"
    if control.type == "enum":
        return _run(control.values) or one_of(str(value) for value in control.values)
    whole = "whole numbers " if control.type == "integer" else ""
    low, high = _number(control.min), _number(control.max)
    if low is not None and high is not None:
        return low if low == high else f"{whole}{low} to {high}"
    return f"{whole}from {low} up" if low is not None else whole or "numbers"


def _run(values: Sequence[Scalar]) -> str:
    """ "3 to 15" for whole numbers without a gap."""
    whole = [value for value in values if isinstance(value, int)]
    if len(whole) < 4 or whole != list(range(whole[0], whole[0] + len(values))):
        return ""
    return f"{whole[0]} to {whole[-1]}"


def _number(value: float | None) -> str | None:
    return None if value is None else f"{value:g}" if value < 1e6 else str(int(value))


def _short(text: str) -> str:
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…"
