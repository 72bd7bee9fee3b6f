"""Open pictures with Pillow: measure, make small, draw again. Runs in the worker only."""

import warnings
from collections.abc import Generator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import AvifImagePlugin, Image, ImageOps, UnidentifiedImageError

from app.media.model import Measures, Refusal
from app.media.refused import Refused
from app.media.sniff import HEIC

MAX_PIXELS = 50_000_000
THUMBNAIL_EDGE = 400
THUMBNAIL_QUALITY = 60
"""A quarter smaller than with 80, and at the size of a tile nobody sees which is which."""
EXIF_ORIENTATION = 0x0112
_FORMATS = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/webp": "WEBP",
    "image/gif": "GIF",
    "image/avif": "AVIF",
    HEIC: "HEIF",
}
_REDRAWN = {"image/jpeg": "image/jpeg", "image/webp": "image/webp"}

_FAULTS = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, RuntimeError)

Image.MAX_IMAGE_PIXELS = MAX_PIXELS
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
# Pillow only warns up to twice its limit.
warnings.simplefilter("error", Image.DecompressionBombWarning)


def measure_picture(source: Path, thumbnail: Path, mime: str) -> Measures:
    """Decode it whole, so that a torn file is found out, and leave a thumbnail behind."""
    with _opened(source, mime) as picture:
        width, height = _upright_size(picture)
        save_thumbnail(picture, thumbnail)
    return Measures(mime, width, height, has_thumbnail=True)


def redraw_picture(
    source: Path, target: Path, mime: str, max_edge: int, max_bytes: int
) -> Measures:
    """Draw it again, upright, without its metadata, within both limits.

    JPEG and WebP keep their type, all others become PNG. What is still too heavy becomes WebP,
    and smaller, until it fits.
    """
    with _opened(source, mime) as picture:
        drawn = _drawn(picture, max_edge)
    new_mime = _REDRAWN.get(mime, "image/png")
    _write(drawn, target, _FORMATS[new_mime], quality=92)
    while target.stat().st_size > max_bytes:
        if new_mime == "image/webp":
            drawn.thumbnail((drawn.width * 3 // 4, drawn.height * 3 // 4))
        new_mime = "image/webp"
        _write(drawn, target, "WEBP", quality=85)
    return Measures(new_mime, drawn.width, drawn.height)


def draw_jpeg(source: Path, target: Path) -> Measures:
    """Draw a HEIC as JPEG: whole, upright, without its metadata, on white where one sees through.

    Of several pictures in it the one that is meant to be seen, and no map of how far things are.
    """
    _register_heic()
    with _opened(source, HEIC) as picture:
        drawn = _drawn(picture, max(picture.size))
    if drawn.mode == "RGBA":
        ground = Image.new("RGBA", drawn.size, "white")
        ground.alpha_composite(drawn)
        ground.info = drawn.info
        drawn = ground.convert("RGB")
    _write(drawn, target, "JPEG", quality=92)
    return Measures("image/jpeg", drawn.width, drawn.height)


def _register_heic() -> None:
    # Only now: its libraries take memory and time that no other picture needs.
    from pillow_heif import HeifImageFile, options

    options.DECODE_THREADS = 1
    options.THUMBNAILS = options.DEPTH_IMAGES = options.AUX_IMAGES = False
    Image.register_open("HEIF", HeifImageFile)


def save_thumbnail(picture: Image.Image, target: Path) -> None:
    """At most 400 pixels on its longer side, as WebP."""
    _write(_drawn(picture, THUMBNAIL_EDGE), target, "WEBP", quality=THUMBNAIL_QUALITY)


@contextmanager
def _opened(source: Path, mime: str) -> Generator[Image.Image]:
    """Opened as the one format its first bytes told; whatever goes wrong is its fault."""
    try:
        with Image.open(source, formats=[_FORMATS[mime]]) as picture:
            yield picture
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise Refused(Refusal.TOO_MANY_PIXELS, str(error)) from error
    except _FAULTS as error:
        raise Refused(Refusal.DAMAGED, f"{type(error).__name__}: {error}") from error


def _write(picture: Image.Image, target: Path, file_format: str, *, quality: int) -> None:
    # By way of the memory: Pillow tells a full disk no better than a picture that is damaged.
    encoded = BytesIO()
    picture.save(encoded, file_format, quality=quality)
    try:
        target.write_bytes(encoded.getbuffer())
    except OSError as error:
        raise Refused(Refusal.NO_ROOM, str(error)) from error


def _upright_size(picture: Image.Image) -> tuple[int, int]:
    # Orientations 5 to 8 of EXIF lie on their side.
    lying = picture.getexif().get(EXIF_ORIENTATION, 1) in (5, 6, 7, 8)
    return (picture.height, picture.width) if lying else picture.size


def _drawn(picture: Image.Image, edge: int) -> Image.Image:
    """Small enough, upright, in RGB or RGBA, with its colours but no other metadata."""
    if picture.mode in ("P", "PA"):  # the colours of a palette cannot be mixed
        picture = picture.convert(_mode(picture))
    elif picture.mode.startswith("I"):  # 16 bits of grey; Pillow would cut off the upper 8
        picture = picture.point(lambda value: value / 256).convert("L")
    profile = picture.info.get("icc_profile") if picture.mode in ("RGB", "RGBA") else None
    picture.thumbnail((edge, edge), Image.Resampling.LANCZOS)
    upright = ImageOps.exif_transpose(picture)
    drawn = upright.convert(_mode(upright))
    drawn.info = {"icc_profile": profile} if profile else {}
    return drawn


def _mode(picture: Image.Image) -> str:
    return "RGBA" if picture.has_transparency_data else "RGB"
