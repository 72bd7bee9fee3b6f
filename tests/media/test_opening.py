"""Opening foreign files: every type we take, the traps we know, and a process that may die."""

import asyncio
import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image

from app.errors import Unavailable, UnsupportedMedia
from app.media.opener import ROOT, DamagedMedia, Opener
from app.media.service import MediaStore
from tests.media.samples import film, half_red_half_blue, picture

RED, BLUE = (255, 0, 0), (0, 0, 255)


def is_near(shown: Image.Image, at: tuple[int, int], colour: tuple[int, int, int]) -> bool:
    seen = shown.convert("RGB").getpixel(at)
    assert isinstance(seen, tuple)
    return all(abs(a - b) < 60 for a, b in zip(seen, colour, strict=True))


def thumbnail_of(store: MediaStore, media_id: str) -> Image.Image:
    return Image.open(io.BytesIO(store.files.thumbnail_path(media_id).read_bytes()))


@pytest.mark.parametrize("type_", ["PNG", "JPEG", "WEBP", "GIF", "AVIF"])
async def test_every_type_of_picture_opens(store: MediaStore, type_: str) -> None:
    kept = await store.keep_bytes(picture(type_, (1000, 500)))

    assert (kept.mime, kept.width, kept.height) == (f"image/{type_.lower()}", 1000, 500)
    assert thumbnail_of(store, kept.id).size == (400, 200)


@pytest.mark.parametrize("mode", ["L", "LA", "RGBA", "CMYK"])
async def test_every_kind_of_colour_gets_a_thumbnail(store: MediaStore, mode: str) -> None:
    kept = await store.keep_bytes(picture("JPEG" if mode == "CMYK" else "PNG", mode=mode))

    assert thumbnail_of(store, kept.id).mode == ("RGBA" if "A" in mode else "RGB")


@pytest.mark.parametrize(
    ("ending", "video", "audio", "mime"),
    [
        ("mp4", "libx264", "aac", "video/mp4"),
        ("mov", "libx264", "aac", "video/quicktime"),
        ("webm", "libvpx-vp9", "libopus", "video/webm"),
        ("mp4", "libx264", None, "video/mp4"),
        ("m4a", None, "aac", "audio/mp4"),
        ("mp4", None, "aac", "audio/mp4"),
        ("webm", None, "libopus", "audio/webm"),
        ("mp3", None, "libmp3lame", "audio/mpeg"),
        ("wav", None, "pcm_s16le", "audio/wav"),
        ("ogg", None, "libopus", "audio/ogg"),
    ],
)
async def test_every_type_of_film_and_sound_opens(
    store: MediaStore, tmp_path: Path, ending: str, video: str | None, audio: str | None, mime: str
) -> None:
    kept = await store.keep_bytes(film(tmp_path, ending=ending, video=video, audio=audio))

    assert kept.mime == mime
    assert kept.duration_s == pytest.approx(2, abs=0.1)
    assert kept.has_audio is (audio is not None)
    assert kept.has_thumbnail is (video is not None)
    assert (kept.width, kept.height) == ((64, 48) if video else (None, None))


async def test_a_film_is_told_in_its_own_size_and_not_in_that_of_its_poster(
    store: MediaStore, tmp_path: Path
) -> None:
    kept = await store.keep_bytes(film(tmp_path, size=(960, 540)))

    assert (kept.width, kept.height) == (960, 540)
    assert thumbnail_of(store, kept.id).size == (400, 225)


async def test_a_film_in_pieces_opens(store: MediaStore, tmp_path: Path) -> None:
    kept = await store.keep_bytes(film(tmp_path, movflags="frag_keyframe+empty_moov"))

    assert kept.duration_s == pytest.approx(2, abs=0.2)


async def test_a_film_that_calls_itself_sound_is_refused(store: MediaStore, tmp_path: Path) -> None:
    disguised = film(tmp_path).replace(b"ftypisom", b"ftypM4A ", 1)
    with pytest.raises(UnsupportedMedia):
        await store.keep_bytes(disguised)


async def test_a_film_with_a_rare_codec_is_refused(store: MediaStore, tmp_path: Path) -> None:
    with pytest.raises(UnsupportedMedia):
        await store.keep_bytes(film(tmp_path, ending="mov", video="jpeg2000", audio=None))


async def test_pictures_from_phones_are_shown_upright(store: MediaStore) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it a quarter to the right to see it
    out = io.BytesIO()
    half_red_half_blue((100, 40)).save(out, "JPEG", exif=exif, quality=95)

    kept = await store.keep_bytes(out.getvalue())

    assert (kept.width, kept.height) == (40, 100)
    shown = thumbnail_of(store, kept.id)
    assert shown.size == (40, 100)
    assert is_near(shown, (20, 10), RED)
    assert is_near(shown, (20, 90), BLUE)


async def test_films_from_phones_are_shown_upright(store: MediaStore, tmp_path: Path) -> None:
    kept = await store.keep_bytes(film(tmp_path, rotation=-90))

    assert (kept.width, kept.height) == (48, 64)
    shown = thumbnail_of(store, kept.id)
    assert is_near(shown, (24, 8), RED)
    assert is_near(shown, (24, 56), BLUE)


async def test_a_picture_with_a_page_behind_it_stays_a_picture(store: MediaStore) -> None:
    polyglot = picture("GIF") + b"<html><script>alert(document.domain)</script></html>"

    assert (await store.keep_bytes(polyglot)).mime == "image/gif"


@pytest.mark.parametrize(
    "data",
    [
        b"GIF89a/*" + b"<svg/onload=alert(1)>" * 20 + b"*/=1;alert(1)",
        b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script></html>",
        b"\xff\xd8\xff<?php system($_GET['c']);",
        b"\0\0\0\x18ftypisom\0\0\0\0isommp42" + bytes(500),
        b"ID3" + bytes(500),
        b"OggS\x00" + bytes(500),
        b"RIFF\x10\0\0\0WEBPVP8 " + bytes(500),
        b"\x1a\x45\xdf\xa3\x8b\x42\x82\x84webm" + bytes(500),
    ],
)
async def test_the_right_first_bytes_are_not_enough(store: MediaStore, data: bytes) -> None:
    with pytest.raises((DamagedMedia, UnsupportedMedia)):
        await store.keep_bytes(data)


async def test_a_worker_that_gets_no_time_says_nothing_about_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(picture())
    impatient = Opener(seconds=0)

    with pytest.raises(Unavailable):
        await impatient.measure(tmp_path / "a.png", "image/png", tmp_path / "b.webp")


def test_the_worker_has_a_limit_for_all_it_could_use_up() -> None:
    code = (
        "import resource, app.media.worker as worker\n"
        "worker.limit_myself()\n"
        "print(*(resource.getrlimit(what)[0] for what in worker.LIMITS))"
    )
    limits = subprocess.run(
        [sys.executable, "-P", "-c", code],
        capture_output=True,
        check=True,
        env={"PYTHONPATH": str(ROOT)},
    )
    assert [int(limit) >= 0 for limit in limits.stdout.split()] == [True] * 5


async def test_the_worker_knows_no_secret_and_ends_with_its_caller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENROUTER_API_KEY", "sk-or-canary")
    os.mkfifo(pipe := tmp_path / "stuck.png")
    caller = asyncio.create_task(Opener().measure(pipe, "image/png", tmp_path / "t.webp"))

    # Opening a pipe takes until somebody opens its other end.
    with await asyncio.to_thread(pipe.open, "wb"):
        worker = next(process for process in children() if is_about(process, pipe))
        assert b"canary" not in (worker / "environ").read_bytes()
        caller.cancel()
        with pytest.raises(asyncio.CancelledError):
            await caller
    assert not worker.exists()


async def test_a_worker_the_kernel_had_no_memory_for_says_nothing_about_the_file(
    tmp_path: Path,
) -> None:
    os.mkfifo(pipe := tmp_path / "stuck.png")
    caller = asyncio.create_task(Opener().measure(pipe, "image/png", tmp_path / "t.webp"))

    with await asyncio.to_thread(pipe.open, "wb"):
        worker = next(process for process in children() if is_about(process, pipe))
        os.kill(int(worker.name), signal.SIGKILL)
        with pytest.raises(Unavailable):
            await caller


def children() -> Iterator[Path]:
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            after_name = (process / "stat").read_text().rpartition(")")[2]
            if int(after_name.split()[1]) == os.getpid():
                yield process


def is_about(process: Path, path: Path) -> bool:
    return str(path).encode() in (process / "cmdline").read_bytes()
