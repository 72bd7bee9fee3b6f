"""Writes the prompt into a picture, on a strip of dark glass along its lower edge."""

import unicodedata

from PIL import Image, ImageDraw, ImageFont

MOST_LINES = 3
REPLACED = str.maketrans({"–": "-", "—": "-", "ß": "ss", "“": '"', "”": '"', "’": "'", "„": '"'})
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def caption(text: str, width: int, height: int) -> Image.Image:
    """A transparent picture as wide as asked, as high as its text needs, to lay over another."""
    size = max(11, min(width, height) // 18)
    font = ImageFont.load_default(size)
    lines = _wrapped(_drawable(text) or "…", font, width - 3 * size)
    strip = Image.new("RGBA", (width, round(size * (1.35 * len(lines) + 1.6))), (0, 0, 0, 0))
    pen = ImageDraw.Draw(strip)
    frame = (size // 2, 0, width - size // 2 - 1, strip.height - size // 2 - 1)
    pen.rounded_rectangle(frame, size // 2, fill=(8, 12, 20, 178), outline=(0, 229, 255, 150))
    for number, line in enumerate(lines):
        place = (1.5 * size, size * (0.4 + 1.35 * number))
        pen.text(place, line, font=font, fill=(240, 248, 255, 255))
    return strip


def with_caption(picture: Image.Image, text: str) -> Image.Image:
    """The picture with the text along its lower edge."""
    strip = caption(text, *picture.size)
    picture.paste(strip, (0, max(0, picture.height - strip.height)), strip)
    return picture


def _drawable(text: str) -> str:
    """The text on one line, in letters the built-in font has: ü becomes u, 空 goes."""
    plain = unicodedata.normalize("NFKD", text.translate(REPLACED))
    return " ".join("".join(letter for letter in plain if letter < "\x7f").split())


def _wrapped(text: str, font: Font, width: float) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width:
            lines[-1] = longer
        elif len(lines) == MOST_LINES:
            lines[-1] = _shortened(lines[-1] + " …", font, width)
            break
        else:
            lines.append(_shortened(word, font, width))
    return [line for line in lines if line]


def _shortened(text: str, font: Font, width: float) -> str:
    while len(text) > 2 and font.getlength(text) > width:
        text = text[:-2] + "…"
    return text
