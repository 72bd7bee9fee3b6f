"""Pictures on their way to the gateway: small, upright, and without what they know about us."""

import base64
import io
from pathlib import Path

import pytest
from PIL import Image

from app.errors import BadInput
from app.media.service import MediaStore
from tests.media.samples import film, half_red_half_blue, picture


def drawn(url: str) -> tuple[str, bytes, Image.Image]:
    head, _, body = url.partition(";base64,")
    data = base64.b64decode(body)
    return head.removeprefix("data:"), data, Image.open(io.BytesIO(data))


@pytest.mark.parametrize(
    ("type_", "mime"),
    [
        ("PNG", "image/png"),
        ("JPEG", "image/jpeg"),
        ("WEBP", "image/webp"),
        ("GIF", "image/png"),
        ("AVIF", "image/png"),
    ],
)
async def test_every_picture_becomes_one_that_models_know(
    store: MediaStore, type_: str, mime: str
) -> None:
    kept = await store.keep_bytes(picture(type_, (90, 60)))

    told, _, shown = drawn(await store.as_data_url(kept))

    assert (told, f"image/{(shown.format or '').lower()}") == (mime, mime)
    assert shown.size == (90, 60)


async def test_the_place_where_it_was_taken_stays_here(store: MediaStore) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010F] = "Canary Cameras"
    out = io.BytesIO()
    half_red_half_blue((100, 40)).save(out, "JPEG", exif=exif, comment=b"Canary")
    kept = await store.keep_bytes(out.getvalue())

    _, data, shown = drawn(await store.as_data_url(kept))

    assert shown.size == (40, 100)
    assert dict(shown.getexif()) == {}
    assert b"Canary" not in data


async def test_a_large_picture_is_made_smaller(store: MediaStore) -> None:
    kept = await store.keep_bytes(picture("JPEG", (900, 300)))

    _, _, shown = drawn(await store.as_data_url(kept, max_edge=300))

    assert shown.size == (300, 100)


async def test_a_heavy_picture_is_made_lighter_until_it_fits(store: MediaStore) -> None:
    kept = await store.keep_bytes(picture("PNG", (600, 600), "RGBA"))

    told, data, shown = drawn(await store.as_data_url(kept, max_bytes=30_000))

    assert len(data) <= 30_000
    assert told == "image/webp"
    assert shown.mode == "RGBA"


async def test_sixteen_bits_of_grey_stay_grey(store: MediaStore) -> None:
    out = io.BytesIO()
    Image.new("I;16", (1200, 900), 128 * 256).save(out, "PNG")
    kept = await store.keep_bytes(out.getvalue())

    _, _, shown = drawn(await store.as_data_url(kept))

    assert shown.convert("RGB").getpixel((0, 0)) == (128, 128, 128)


async def test_only_pictures_are_sent_along(store: MediaStore, tmp_path: Path) -> None:
    kept = await store.keep_bytes(film(tmp_path))

    with pytest.raises(BadInput):
        await store.as_data_url(kept)


async def test_nothing_is_left_of_the_drawing(store: MediaStore) -> None:
    await store.as_data_url(await store.keep_bytes(picture()))

    assert list((store.files.folder / "tmp").iterdir()) == []
