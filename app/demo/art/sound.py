"""Soft tones: under films, and as the demo's idea of speech and music.

FFmpeg is loaded when the first is made, see `film`.
"""

from __future__ import annotations

import array
import io
import math
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from app.demo.art.palette import dice_for

if TYPE_CHECKING:
    import av

SAMPLE_RATE = 24_000
PIECE = 1024
CHORDS = (
    (220.0, 277.2, 329.6),
    (196.0, 246.9, 293.7),
    (174.6, 220.0, 261.6),
    (164.8, 196.0, 246.9),
)


def tone(prompt: str, seed: int | None, seconds: float) -> Iterator[av.AudioFrame]:
    """A slow chord that fades in and out, as mono frames."""
    import av

    samples = wave(prompt, seed, seconds)
    for start in range(0, len(samples), PIECE):
        piece = samples[start : start + PIECE]
        frame = av.AudioFrame(format="s16", layout="mono", samples=len(piece))
        frame.planes[0].update(piece.tobytes().ljust(frame.planes[0].buffer_size, b"\0"))
        frame.sample_rate, frame.pts = SAMPLE_RATE, start
        frame.time_base = Fraction(1, SAMPLE_RATE)
        yield frame


def wave(prompt: str, seed: int | None, seconds: float) -> array.array[int]:
    """The same as 16-bit samples. One cycle of two seconds is computed and repeated."""
    dice = dice_for(prompt, seed)
    chord = dice.choice(CHORDS)
    cycle = [
        sum(math.sin(2 * math.pi * round(note * 2) / 2 * t / SAMPLE_RATE) for note in chord)
        * (0.6 + 0.4 * math.cos(math.pi * t / SAMPLE_RATE))
        for t in range(2 * SAMPLE_RATE)
    ]
    total = round(seconds * SAMPLE_RATE)
    fade = min(SAMPLE_RATE // 2, max(1, total // 4))
    return array.array(
        "h",
        (
            int(2600 * min(1.0, t / fade, (total - t) / fade) * cycle[t % len(cycle)])
            for t in range(total)
        ),
    )


def as_mp3(samples: array.array[int]) -> bytes:
    import av

    file = io.BytesIO()
    with av.open(file, "w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=SAMPLE_RATE, layout="mono")
        for start in range(0, len(samples), PIECE):
            piece = samples[start : start + PIECE]
            frame = av.AudioFrame(format="s16", layout="mono", samples=len(piece))
            frame.planes[0].update(piece.tobytes().ljust(frame.planes[0].buffer_size, b"\0"))
            frame.sample_rate, frame.pts = SAMPLE_RATE, start
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return file.getvalue()
