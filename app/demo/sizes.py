"""From OpenRouter's names of sizes to pixels."""

import re

Size = tuple[int, int]

TIERS = {"512": 512, "0.5K": 512, "768": 768, "1K": 1024, "1.5K": 1536, "2K": 2048, "4K": 4096}
EXACT = re.compile(r"(\d{2,5})x(\d{2,5})")


def ratio_of(aspect_ratio: str | None, otherwise: str = "1:1") -> float:
    """Width by height of "16:9" and its like; "auto" is as good as nothing said."""
    named = otherwise if aspect_ratio in (None, "", "auto") else aspect_ratio
    width, _, height = str(named).partition(":")
    try:
        return float(width) / float(height)
    except (ValueError, ZeroDivisionError):
        return 1.0


def picture_size(
    *, size: str | None = None, resolution: str | None = None, aspect_ratio: str | None = None
) -> Size:
    """Pixels of a picture: an exact size as it is, else as many as the tier's square has."""
    exact = EXACT.fullmatch(size or "")
    if exact:
        return int(exact[1]), int(exact[2])
    side = TIERS.get(size or "") or TIERS.get(resolution or "") or 1024
    return _with_area(side * side, ratio_of(aspect_ratio), 16)


def film_size(resolution: str, aspect_ratio: str | None) -> Size:
    """What a film of this tier has by name: the tier is its shorter side."""
    named = {"1k": 1024, "2k": 1440, "4k": 2160}
    short = named.get(resolution.lower()) or int(resolution.rstrip("pP") or 720)
    ratio = ratio_of(aspect_ratio, "16:9")
    return _even(short * max(1.0, ratio)), _even(short * max(1.0, 1 / ratio))


def drawn_film_size(nominal: Size) -> Size:
    """What the demo really draws: the same shape, small enough to be made in a second or two."""
    width, height = nominal
    shrink = min(1.0, (400_000 / (width * height)) ** 0.5)
    return _even(width * shrink), _even(height * shrink)


def _with_area(area: int, ratio: float, step: int) -> Size:
    height = (area / ratio) ** 0.5
    return max(step, round(height * ratio / step) * step), max(step, round(height / step) * step)


def _even(pixels: float) -> int:
    return max(2, round(pixels / 2) * 2)
