"""Finished pictures as PNG, JPEG or WebP files."""

import base64
import binascii
import io
from dataclasses import dataclass

from PIL import Image

from app.demo.art.caption import with_caption
from app.demo.art.scene import Size, cover, paint, tinted
from app.demo.wire import Refusal

FORMATS = {"png": "image/png", "jpeg": "image/jpeg", "webp": "image/webp"}
LARGEST_INPUT = 64_000_000
"""In pixels. What is larger is refused before it is opened."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What to draw. `references` are URLs; only `data:` ones can be seen from here."""

    prompt: str
    seed: int | None
    size: Size
    format: str = "png"
    transparent: bool = False
    references: tuple[str, ...] = ()


def draw(picture: Picture) -> bytes:
    """The picture as a file. Takes up to a second of processor time: call it in a thread."""
    seen = next((url for url in picture.references if url.startswith("data:")), None)
    if seen is None:
        image = paint(picture.prompt, picture.seed, picture.size)
    else:
        image = tinted(cover(open_data_url(seen), picture.size), picture.prompt, picture.seed)
    image = with_caption(image, picture.prompt)
    if picture.transparent and picture.format != "jpeg":
        image.putalpha(Image.radial_gradient("L").resize(image.size).point(_fading))
    return _encoded(image, picture.format)


def open_data_url(url: str) -> Image.Image:
    """The picture inside a `data:` URL, or OpenRouter's 400 for one that cannot be opened."""
    try:
        image = Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2], validate=True)))
        if image.width * image.height > LARGEST_INPUT:
            raise ValueError("too large")
        image.load()
    except (binascii.Error, ValueError, OSError, SyntaxError) as error:
        metadata = {"error_type": "invalid_image", "raw": "The image could not be decoded."}
        raise Refusal(400, "Provider returned error", metadata=metadata) from error
    return image


def as_data_url(file: bytes, format: str) -> str:
    return f"data:{FORMATS[format]};base64,{base64.b64encode(file).decode()}"


def _fading(distance: int) -> int:
    return max(0, 255 - max(0, distance - 128) * 2)


def _encoded(image: Image.Image, format: str) -> bytes:
    file = io.BytesIO()
    if format == "png":
        image.save(file, "PNG", compress_level=4)
    elif format == "webp":
        image.save(file, "WEBP", quality=88, method=2)
    else:
        image.convert("RGB").save(file, "JPEG", quality=90)
    return file.getvalue()
