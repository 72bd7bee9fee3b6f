"""A film of a gigabyte on its way in, and parts of it on their way out."""

import asyncio
import http.client
import tempfile
import time
from collections.abc import AsyncGenerator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp

from app.demo.art.film import Film, shoot
from bench.figures import Figure
from bench.load import client
from bench.process import MIB, cpu_seconds, forget_peak, peak_rss_mib, rss_mib
from bench.town import Town, sign_in, town

SIZE = 1024 * MIB
PIECE = bytes(MIB)
READERS = 4
PARTS = 40
"""Of this many bytes, for each reader."""
PART = 32 * MIB


def figures() -> list[Figure]:
    with (
        tempfile.TemporaryDirectory() as folder,
        town(folder=Path(folder), UPLOAD_MAX_BYTES=str(2 * SIZE)) as place,
    ):
        return asyncio.run(_measure(place))


async def _measure(place: Town) -> list[Figure]:
    async with client() as http:
        me = await sign_in(place.app, http)
        await _send(place, http, me, 8 * MIB)  # everything that an upload needs is loaded
        before = rss_mib(place.app_pid)
        forget_peak(place.app_pid)
        begun = time.perf_counter()
        film = await _send(place, http, me, SIZE)
        seconds = time.perf_counter() - begun
        added = peak_rss_mib(place.app_pid) - before
    cpu, begun = cpu_seconds(place.app_pid), time.perf_counter()
    await asyncio.to_thread(_read_all, place, f"/api/media/{film}", me)
    read, took = READERS * PARTS * PART / MIB, time.perf_counter() - begun
    spent = cpu_seconds(place.app_pid) - cpu
    return [
        Figure("upload of 1 GiB, RSS added", added, "MiB", most=30),
        Figure("… speed", SIZE / MIB / seconds, "MiB/s"),
        Figure("media range reads, 4 readers", read / took, "MiB/s", least=400),
        Figure("… CPU per GiB", spent / read * 1024, "s"),
    ]


async def _send(place: Town, http: aiohttp.ClientSession, me: dict[str, str], size: int) -> str:
    """A short film with a lot of nothing behind it. The id it was given."""
    form = aiohttp.FormData()
    form.add_field("file", _film(size), filename="film.mp4", content_type="video/mp4")
    async with http.post(f"{place.app}/api/media", data=form, headers=me) as answer:
        answer.raise_for_status()
        return (await answer.json())["id"]


async def _film(size: int) -> AsyncGenerator[bytes]:
    yield await asyncio.to_thread(shoot, Film("A boat", 1, 1, (320, 180), audio=False))
    # A box that players skip; 1 in place of its length says that a longer one follows.
    yield b"\0\0\0\1free" + (size + 16).to_bytes(8, "big")
    for _ in range(size // len(PIECE)):
        yield PIECE


def _read_all(place: Town, path: str, me: dict[str, str]) -> None:
    """In threads that do nothing but receive: a client in Python would be the slower end."""
    with ThreadPoolExecutor(READERS) as readers:
        for each in [readers.submit(_read, place, path, me) for _ in range(READERS)]:
            each.result()


def _read(place: Town, path: str, me: dict[str, str]) -> None:
    connection = http.client.HTTPConnection(urlsplit(place.app).netloc)
    buffer = bytearray(PART)
    for number in range(PARTS):
        first = number * 7 % (SIZE // PART) * PART
        part = {"Range": f"bytes={first}-{first + PART - 1}"}
        connection.request("GET", path, headers=me | part)
        answer = connection.getresponse()
        got, view = 0, memoryview(buffer)
        while got < PART and (more := answer.readinto(view[got:])):
            got += more
        answer.read()
        assert (answer.status, got) == (206, PART), (answer.status, got)
    connection.close()
