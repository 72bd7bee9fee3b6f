"""Open films and sound with FFmpeg: measure, make a poster. Runs in the worker only.

The demuxer and the decoders are named, and no protocol is allowed: a file can make FFmpeg
neither guess its way into a rare parser nor open another file or address.
"""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

import av
import av.error
from av.stream import Disposition
from PIL.Image import Image

from app.media.model import Measures, Refusal
from app.media.pictures import MAX_PIXELS, save_thumbnail
from app.media.refused import Refused

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.video.stream import VideoStream

FrameT = TypeVar("FrameT")

_DEMUXERS = {
    "video/mp4": "mov",
    "video/quicktime": "mov",
    "audio/mp4": "mov",
    "video/webm": "matroska",
    "audio/mpeg": "mp3",
    "audio/wav": "wav",
    "audio/ogg": "ogg",
}
_SOUND = {
    "video/mp4": "audio/mp4",
    "video/quicktime": "audio/mp4",
    "video/webm": "audio/webm",
}
"""What a film without a picture is."""

_DECODERS = (
    *("h264", "hevc", "vp8", "vp9", "av1", "libdav1d", "mpeg4", "prores"),
    *("aac", "mp3float", "mp3", "opus", "libopus", "vorbis", "flac", "alac"),
    *("pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_s16be", "pcm_s24be"),
)
POSTER_AT = 1.0  # seconds; many films begin with black


def measure_film(source: Path, poster: Path, mime: str) -> Measures:
    """Read it to its end, so that a torn file is found out, and leave a poster behind.

    A film without a picture is sound: it comes back as the audio type of its container.
    """
    with _opened(source, mime) as film:
        duration = _read_to_the_end(film)
    with _opened(source, mime) as film:
        has_audio = len(film.streams.audio) > 0
        video = next((each for each in film.streams.video if not _is_cover(each)), None)
        if video is None:
            _check_sound(film)
            return Measures(_SOUND.get(mime, mime), duration_s=duration, has_audio=True)
        if mime not in _SOUND:
            raise Refused(Refusal.UNSUPPORTED, "a film called sound")
        picture = _poster(film, video)
    width, height = picture.size  # before it is made small
    save_thumbnail(picture, poster)
    return Measures(mime, width, height, duration, has_audio, has_thumbnail=True)


@contextmanager
def _opened(source: Path, mime: str) -> "Generator[InputContainer]":
    options = {"protocol_whitelist": "none", "codec_whitelist": ",".join(_DECODERS)}
    try:
        with (
            source.open("rb") as file,
            av.open(
                *(file, "r", _DEMUXERS[mime], options),
                metadata_errors="ignore",
                buffer_size=256 * 1024,
            ) as film,
        ):
            yield film
    except (av.error.FFmpegError, ValueError, OSError) as error:
        raise Refused(Refusal.DAMAGED, f"{type(error).__name__}: {error}") from error


def _read_to_the_end(film: "InputContainer") -> float:
    """Every packet, undecoded, in a fraction of its playing time. Returns seconds."""
    begin, end = float("inf"), 0.0
    for packet in film.demux():
        if packet.is_corrupt:
            raise Refused(Refusal.DAMAGED, "a packet is cut off")
        if packet.pts is not None:
            begin = min(begin, float(packet.pts * packet.time_base))
            end = max(end, float((packet.pts + (packet.duration or 0)) * packet.time_base))
    if end <= begin:
        raise Refused(Refusal.DAMAGED, "nothing in it")
    announced = film.duration / av.time_base if film.duration else end - begin
    # Edit lists and lead-ins make honest films differ a little from what they announce.
    if end - begin < announced * 0.95 - 1:
        raise Refused(Refusal.DAMAGED, f"it ends at {end:.1f} of {announced:.1f} s")
    return announced


def _check_sound(film: "InputContainer") -> None:
    if not film.streams.audio:
        raise Refused(Refusal.UNSUPPORTED, "neither picture nor sound")
    _check_decodable(film.streams.audio[0])
    _first(film.decode(film.streams.audio[0]))


def _check_decodable(stream: "VideoStream | AudioStream") -> None:
    if stream.codec_context.name not in _DECODERS:
        raise Refused(Refusal.UNSUPPORTED, f"codec {stream.codec_context.name}")
    # Each more would reserve memory for itself, and the other core has people to serve.
    stream.codec_context.thread_count = 1


def _poster(film: "InputContainer", video: "VideoStream") -> Image:
    """A picture from a second into it, or the middle of shorter films; upright."""
    _check_decodable(video)
    if video.width * video.height > MAX_PIXELS:
        raise Refused(Refusal.TOO_MANY_PIXELS, f"{video.width} x {video.height}")
    length = film.duration or 0
    film.seek(min(int(POSTER_AT * av.time_base), length // 2))
    frame = _first(film.decode(video))
    picture = cast(Image, frame.to_image())
    return picture.rotate(frame.rotation, expand=True)


def _first(frames: Iterator[FrameT]) -> FrameT:
    frame = next(frames, None)
    if frame is None:
        raise Refused(Refusal.DAMAGED, "nothing can be decoded")
    return frame


def _is_cover(stream: "VideoStream") -> bool:
    """A picture of the album in a sound file is no film."""
    return bool(stream.disposition & Disposition.attached_pic)
