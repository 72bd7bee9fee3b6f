"""Keeping a file: whole and measured under its final name, or not there at all."""

import asyncio
import hashlib
import os
import resource
import subprocess
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from app.clock import new_id
from app.errors import DiskFull, TooLarge, UnsupportedMedia
from app.media.files import MIB, MediaFiles
from app.media.model import MediaKind
from app.media.opener import DamagedMedia
from app.media.service import MediaStore
from tests.media.samples import film, picture, png_that_claims

JPEG = b"\xff\xd8\xff"


def everything_in(store: MediaStore) -> list[str]:
    return sorted(path.name for path in store.files.folder.rglob("*") if path.is_file())


async def chunks(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def test_a_kept_picture_is_measured_by_us(store: MediaStore) -> None:
    data = picture("PNG", (120, 80))

    kept = await store.keep(chunks(data[:10], data[10:]), cap=MIB)

    assert (kept.kind, kept.mime) == (MediaKind.IMAGE, "image/png")
    assert (kept.width, kept.height, kept.duration_s) == (120, 80, None)
    assert (kept.bytes, kept.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert store.files.path(kept.id).read_bytes() == data
    assert everything_in(store) == [kept.id, f"{kept.id}.thumbnail"]


async def test_a_kept_film_has_length_sound_and_a_poster(store: MediaStore, tmp_path: Path) -> None:
    kept = await store.keep_bytes(film(tmp_path))

    assert (kept.mime, kept.width, kept.height) == ("video/mp4", 64, 48)
    assert kept.duration_s == pytest.approx(2, abs=0.1)
    assert kept.has_audio
    assert store.files.thumbnail_path(kept.id).read_bytes()[8:12] == b"WEBP"


async def test_a_file_lies_under_the_random_end_of_its_id(store: MediaStore) -> None:
    kept = await store.keep_bytes(picture())

    where = store.files.path(kept.id).relative_to(store.files.folder)
    assert where == Path(kept.id[-4:-2]) / kept.id[-2:] / kept.id


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "a" * 36, "/etc/passwd", "%2e%2e"])
def test_a_path_is_made_from_nothing_but_an_id(store: MediaStore, name: str) -> None:
    with pytest.raises(ValueError, match="not an id"):
        store.files.path(name)


async def test_a_step_done_twice_leaves_one_file(store: MediaStore) -> None:
    media_id, second = new_id(), picture("JPEG")
    await store.keep_bytes(picture(), media_id=media_id)

    kept = await store.keep_bytes(second, media_id=media_id)

    assert store.files.path(kept.id).read_bytes() == second
    assert everything_in(store) == [media_id, f"{media_id}.thumbnail"]


async def test_a_discarded_file_is_gone(store: MediaStore) -> None:
    await store.discard(await store.keep_bytes(picture()))

    assert everything_in(store) == []


@pytest.mark.parametrize(
    "data",
    [
        b"<!doctype html><script>alert(1)</script>",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"PK\x03\x04" + bytes(1000),
        b"%PDF-1.7",
        b"MZ" + bytes(1000),
        b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
        b"",
    ],
    ids=["html", "svg", "zip", "pdf", "exe", "playlist", "nothing"],
)
async def test_only_known_types_are_kept(store: MediaStore, data: bytes) -> None:
    with pytest.raises(UnsupportedMedia):
        await store.keep_bytes(data)
    assert everything_in(store) == []


async def test_a_torn_film_is_refused_wherever_it_was_torn(
    store: MediaStore, tmp_path: Path
) -> None:
    for data in (film(tmp_path), film(tmp_path, movflags="faststart")):
        for end in (len(data) // 3, len(data) * 2 // 3, len(data) - 200):
            with pytest.raises(DamagedMedia):
                await store.keep_bytes(data[:end])
    assert everything_in(store) == []


@pytest.mark.parametrize("type_", ["PNG", "JPEG", "WEBP", "GIF", "AVIF"])
async def test_a_torn_picture_is_refused(store: MediaStore, type_: str) -> None:
    data = picture(type_, (200, 150))
    with pytest.raises(DamagedMedia):
        await store.keep_bytes(data[: len(data) // 2])


async def test_a_pixel_bomb_is_refused_by_its_header(store: MediaStore) -> None:
    with pytest.raises(TooLarge):
        await store.keep_bytes(png_that_claims(50_000, 50_000))


async def test_a_pixel_bomb_that_compresses_well_is_refused(
    store: MediaStore, tmp_path: Path
) -> None:
    bomb = picture_of_nothing(tmp_path, 9_000, 7_000)
    assert len(bomb) < MIB
    with pytest.raises(TooLarge):
        await store.keep_bytes(bomb)


def picture_of_nothing(folder: Path, width: int, height: int) -> bytes:
    Image.new("1", (width, height)).save(folder / "bomb.png")
    return (folder / "bomb.png").read_bytes()


async def test_a_file_over_the_cap_is_cut_off_early(store: MediaStore) -> None:
    taken = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal taken
        yield picture()
        while True:
            taken += 64 * 1024
            yield bytes(64 * 1024)

    with pytest.raises(TooLarge):
        await store.keep(endless(), cap=3 * MIB)
    assert taken <= 4 * MIB
    assert everything_in(store) == []


async def test_a_sender_that_goes_away_leaves_nothing(store: MediaStore) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield picture("PNG", (900, 900))
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await store.keep(broken(), cap=4 * MIB)
    assert everything_in(store) == []


async def test_a_cancelled_step_leaves_nothing(store: MediaStore) -> None:
    begun = asyncio.Event()

    async def stuck() -> AsyncIterator[bytes]:
        yield picture("PNG", (900, 900))
        begun.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(store.keep(stuck(), cap=4 * MIB))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert everything_in(store) == []


def test_a_start_empties_what_was_on_its_way(tmp_path: Path) -> None:
    left_over = MediaFiles(tmp_path).incoming(cap=MIB)
    left_over.write(picture())
    left_over.seal()

    MediaFiles(tmp_path)

    assert not left_over.path.exists()


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder that takes one MiB: a disk of its own for root, else a limit on every file."""
    folder = tmp_path / "little"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if (
        os.geteuid() == 0
        and subprocess.run(mount, check=False, capture_output=True).returncode == 0
    ):
        yield folder
        subprocess.run(["umount", str(folder)], check=True)
        return
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (MIB, before[1]))
    yield folder
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def test_a_full_disk_is_told_and_leaves_nothing_behind(
    store: MediaStore, full_disk: Path
) -> None:
    store = replace(store, files=MediaFiles(full_disk))

    with pytest.raises(DiskFull):
        await store.keep_bytes(picture("BMP", (1000, 1000)).replace(b"BM", JPEG, 1))

    assert everything_in(store) == []
    assert (await store.keep_bytes(picture())).bytes > 0


async def test_uploads_leave_room_for_what_people_paid_for(store: MediaStore) -> None:
    nearly_full = replace(store, min_free_bytes=1 << 60)

    with pytest.raises(DiskFull):
        await nearly_full.upload(new_id(), chunks(picture()), name="")

    assert (await nearly_full.keep_bytes(picture())).bytes > 0
