"""From the names of resolutions and shapes to pixels, on the high side.

Names are tiers, not sizes: "480p 1:1" was made as 544×544 by one model and 640×640 by
another. A tier therefore has at least the area of its 16:9 picture in every shape.
"""

import re
from fractions import Fraction
from math import ceil

WIDE = Fraction(16, 9)

NAMED_HEIGHTS = {"1k": 1080, "2k": 1440, "4k": 2160}

MARGIN = Fraction(105, 100)
"""Films came out up to 5 % larger than their tier."""

MEGAPIXEL = 1024 * 1024
"""What is billed as one, as measured: 1024×1024 cost exactly the price of one."""

IMAGE_SIDES = {
    "512": 512,
    "0.5k": 512,
    "768": 768,
    "1k": 1024,
    "1.5k": 1536,
    "2k": 2048,
    "4k": 4096,
}

_size = re.compile(r"(\d{1,5})[x×](\d{1,5})")
_lines = re.compile(r"(\d{2,4})p")
_shape = re.compile(r"(\d{1,3}(?:\.\d)?):(\d{1,3}(?:\.\d)?)")


def size_of(text: str) -> tuple[int, int] | None:
    """Width and height of "1280x720"."""
    found = _size.fullmatch(text.lower())
    return (int(found[1]), int(found[2])) if found and int(found[1]) and int(found[2]) else None


def film_area(resolution: str, shape: str) -> int | None:
    """Pixels of one frame, or None for a resolution we do not know."""
    height = _height(resolution)
    if height is None:
        return None
    return ceil(height * height * max(WIDE, _elongation(shape)) * MARGIN)


def sized_film_area(width: int, height: int) -> int:
    """Pixels of one frame of a film asked for by size: makers round it up to their tier."""
    tier = film_area(resolution_of(width, height), "")
    return max(ceil(width * height * MARGIN), tier or 0)


def resolution_of(width: int, height: int, tiers: tuple[int, ...] = (480, 720, 1080)) -> str:
    """The tier a size belongs to: the lowest that covers its shorter side."""
    short = min(width, height)
    return next((f"{tier}p" for tier in tiers if short <= tier), "4k")


def image_megapixels(resolution: str, size: str) -> int | None:
    """Billed megapixels of a picture: whole ones, at least one. None if we cannot tell."""
    exact = size_of(size)
    side = IMAGE_SIDES.get((resolution or size or "1k").lower())
    if exact:
        pixels = exact[0] * exact[1]
    elif side:
        pixels = side * side
    else:
        return None
    return ceil(Fraction(pixels, MEGAPIXEL))


def _height(resolution: str) -> int | None:
    name = resolution.lower()
    lines = _lines.fullmatch(name)
    return int(lines[1]) if lines else NAMED_HEIGHTS.get(name)


def _elongation(shape: str) -> Fraction:
    """The longer side by the shorter; 1 for a shape that is no ratio, such as "auto"."""
    found = _shape.fullmatch(shape)
    if not found:
        return Fraction(1)
    one, other = sorted((Fraction(found[1]), Fraction(found[2])))
    return other / one if one else Fraction(1)
