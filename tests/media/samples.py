"""Real little files, made anew: pictures with Pillow, films and sound with FFmpeg."""

import array
import io
import random
import struct
import zlib
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.stream import VideoStream
from PIL import Image

RATE = 48_000
FPS = 12


def picture(
    type_: str = "PNG", size: tuple[int, int] = (64, 48), mode: str = "RGB", **options: object
) -> bytes:
    """Noise, so that no two are the same and none is small."""
    layers = [Image.effect_noise(size, 80) for _ in Image.new(mode, (1, 1)).getbands()]
    out = io.BytesIO()
    Image.merge(mode, layers).save(out, type_, **cast(dict[str, Any], options))
    return out.getvalue()


def heic(
    size: tuple[int, int] = (64, 64), drawn: Image.Image | None = None, **options: object
) -> bytes:
    """Noise, or what is `drawn`, as phones keep pictures."""
    from pillow_heif import from_pillow

    noise = Image.merge("RGB", [Image.effect_noise(size, 80) for _ in "RGB"])
    out = io.BytesIO()
    from_pillow(drawn or noise).save(out, **cast(dict[str, Any], options))
    return out.getvalue()


def heic_that_claims(width: int, height: int) -> bytes:
    """A little picture whose head says another size."""
    head, name, rest = heic((64, 64)).partition(b"ispe")
    return head + name + rest[:4] + struct.pack(">II", width, height) + rest[12:]


def half_red_half_blue(size: tuple[int, int]) -> Image.Image:
    """Red on the left, blue on the right."""
    drawn = Image.new("RGB", size, (255, 0, 0))
    drawn.paste((0, 0, 255), (size[0] // 2, 0, size[0], size[1]))
    return drawn


def png_that_claims(width: int, height: int) -> bytes:
    """A header, one row of nothing, and an end."""

    def chunk(name: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + check

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(100)))
        + chunk(b"IEND", b"")
    )


def film(
    folder: Path,
    *,
    ending: str = "mp4",
    video: str | None = "libx264",
    audio: str | None = "aac",
    seconds: int = 2,
    size: tuple[int, int] = (64, 48),
    rotation: int = 0,
    **options: str,
) -> bytes:
    """A little film, or sound when `video` is None. `options` go to the muxer."""
    path = folder / f"sample.{ending}"
    with av.open(path, "w", options=options) as container:
        pictures = _picture_track(container, video, size, rotation) if video else None
        sound = _sound_track(container, audio) if audio else None
        if pictures:
            _draw(container, pictures, seconds)
        if sound:
            _play(container, sound, seconds)
    return path.read_bytes()


def _picture_track(
    container: OutputContainer, codec: str, size: tuple[int, int], rotation: int
) -> VideoStream:
    stream = cast(VideoStream, container.add_stream(codec, rate=FPS))
    stream.width, stream.height = size
    stream.pix_fmt = "yuv420p"
    if rotation:
        stream.set_display_rotation(rotation)
    return stream


def _sound_track(container: OutputContainer, codec: str) -> AudioStream:
    return cast(AudioStream, container.add_stream(codec, rate=RATE, layout="mono"))


def _draw(container: OutputContainer, stream: VideoStream, seconds: int) -> None:
    image = half_red_half_blue((stream.width, stream.height))
    for at in range(seconds * FPS):
        frame = cast(av.VideoFrame, av.VideoFrame.from_image(image))
        frame.pts, frame.time_base = at, Fraction(1, FPS)
        container.mux(stream.encode(frame))
    container.mux(stream.encode())


def _play(container: OutputContainer, stream: AudioStream, seconds: int) -> None:
    noise = random.Random(1)
    for at in range(0, seconds * RATE, RATE // 10):
        frame = av.AudioFrame("s16", "mono", RATE // 10)
        samples = array.array("h", (noise.randrange(-3000, 3000) for _ in range(RATE // 10)))
        frame.planes[0].update(samples.tobytes())
        frame.sample_rate, frame.pts, frame.time_base = RATE, at, Fraction(1, RATE)
        container.mux(stream.encode(frame))
    container.mux(stream.encode())
