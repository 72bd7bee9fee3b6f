"""What phones make: taken for what it is, kept as JPEG, and no more to be feared than the rest."""

import asyncio
import hashlib
import io
import random
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from app.errors import TooLarge, UnsupportedMedia
from app.media.opener import ROOT
from app.media.service import MediaStore
from app.media.sniff import sniff
from tests.media.conftest import Site
from tests.media.samples import half_red_half_blue, heic, heic_that_claims, picture
from tests.media.test_opening import BLUE, RED, is_near


def kept_picture(store: MediaStore, media_id: str) -> Image.Image:
    return Image.open(io.BytesIO(store.files.path(media_id).read_bytes()))


def everything_in(store: MediaStore) -> list[str]:
    return sorted(path.name for path in store.files.folder.rglob("*") if path.is_file())


async def test_a_heic_is_kept_as_a_jpeg_whatever_it_is_called(
    site: Site, store: MediaStore
) -> None:
    sent = {"file": ("IMG_0001.png", heic((1000, 500)), "image/png")}
    media = (await site.anna.post("/api/media", files=sent)).json()

    assert (media["kind"], media["mime"]) == ("image", "image/jpeg")
    assert (media["width"], media["height"]) == (1000, 500)
    answer = await site.anna.get(media["url"])
    assert answer.headers["content-type"] == "image/jpeg"
    assert sniff(answer.content) == "image/jpeg"
    assert len(answer.content) == media["bytes"]
    assert everything_in(store) == [media["id"], f"{media['id']}.thumbnail"]


async def test_what_is_kept_is_measured_and_not_what_was_sent(store: MediaStore) -> None:
    kept = await store.keep_bytes(heic((640, 320)))

    data = store.files.path(kept.id).read_bytes()
    assert (kept.bytes, kept.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert kept.has_thumbnail


async def test_it_stands_upright_and_tells_nothing_of_where_it_was_taken(store: MediaStore) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "A camera"
    data = heic(drawn=half_red_half_blue((200, 80)), exif=exif.tobytes(), quality=95)
    assert b"A camera" in data

    kept = await store.keep_bytes(data)

    shown = kept_picture(store, kept.id)
    assert shown.size == (kept.width, kept.height) == (80, 200)
    assert is_near(shown, (40, 20), RED)
    assert is_near(shown, (40, 180), BLUE)
    assert b"A camera" not in store.files.path(kept.id).read_bytes()


async def test_what_one_sees_through_becomes_white(store: MediaStore) -> None:
    kept = await store.keep_bytes(heic(drawn=Image.new("RGBA", (64, 64), (255, 0, 0, 0))))

    assert is_near(kept_picture(store, kept.id), (32, 32), (255, 255, 255))


async def test_the_head_of_an_avif_may_name_the_family_as_well(store: MediaStore) -> None:
    head = b"\0\0\0\x20ftyp%b\0\0\0\0mif1%bmiafMA1B"
    assert sniff(head % (b"avif", b"heic")) == sniff(head % (b"mif1", b"avif")) == "image/avif"
    assert sniff(head % (b"mif1", b"heic")) == sniff(head % (b"heix", b"avif")) == "image/heic"
    assert sniff(head % (b"mif1", b"jpeg")) is None
    assert (await store.keep_bytes(picture("AVIF"))).mime == "image/avif"


async def test_a_torn_one_is_refused_wherever_it_was_torn(store: MediaStore) -> None:
    data = heic((300, 200))
    for end in (12, 100, len(data) // 3, len(data) * 2 // 3, len(data) - 1):
        with pytest.raises(UnsupportedMedia):
            await store.keep_bytes(data[:end])
    assert everything_in(store) == []


@pytest.mark.parametrize("size", [(9_000, 7_000), (32_000, 32_000)])
async def test_too_many_pixels_are_refused_by_the_head(
    store: MediaStore, size: tuple[int, int]
) -> None:
    with pytest.raises(TooLarge):
        await store.keep_bytes(heic_that_claims(*size))
    assert everything_in(store) == []


@pytest.mark.parametrize("size", [(0, 64), (640, 480), (60_000, 60_000)])
async def test_a_size_that_is_not_the_real_one_is_refused(
    store: MediaStore, size: tuple[int, int]
) -> None:
    with pytest.raises((UnsupportedMedia, TooLarge)):
        await store.keep_bytes(heic_that_claims(*size))


async def test_whatever_is_damaged_in_it_becomes_a_jpeg_or_nothing(store: MediaStore) -> None:
    """Nonsense may be drawn as nonsense, as with a JPEG; the house stays whole."""
    data, chance = heic((200, 100)), random.Random(7)

    async def attempt(among: int) -> str | None:
        torn = bytearray(data)
        for _ in range(4):
            torn[chance.randrange(8, among)] = chance.randrange(256)
        try:
            return (await store.keep_bytes(bytes(torn))).mime
        except (UnsupportedMedia, TooLarge):
            return None

    ends = await asyncio.gather(*(attempt(among) for among in (400, len(data)) for _ in range(8)))
    assert set(ends) <= {"image/jpeg", None}
    assert list((store.files.folder / "tmp").iterdir()) == []


def test_its_decoder_is_loaded_for_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(picture())
    code = (
        "import sys; from pathlib import Path; import app.studio, app.media.worker\n"
        "from app.media.pictures import measure_picture\n"
        "measure_picture(Path(sys.argv[1]), Path(sys.argv[2]), 'image/png')\n"
        "print([name for name in sys.modules if 'heif' in name])"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, str(tmp_path / "a.png"), str(tmp_path / "b.webp")],
        capture_output=True,
        check=True,
        text=True,
        env={"PYTHONPATH": str(ROOT)},
    )
    assert done.stdout.strip() == "[]"
