"""Films: H.264 and AAC in an MP4 that browsers play while it is still loading."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, cast

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from app.demo.art.caption import caption
from app.demo.art.palette import Palette, dice_for, pick
from app.demo.art.scene import Size, cover, paint
from app.demo.art.sound import PIECE, SAMPLE_RATE, tone

if TYPE_CHECKING:
    from av.container import OutputContainer

MOST_FRAMES = 200
DRIFT = 1.12
"""How much larger than a frame the scene is, so that the view can wander over it."""


@dataclass(frozen=True, slots=True)
class Film:
    """What to shoot. `size` is what is really drawn; both sides are even."""

    prompt: str
    seed: int | None
    seconds: int
    size: Size
    audio: bool
    first_frame: Image.Image | None = None
    last_frame: Image.Image | None = None


def shoot(film: Film) -> bytes:
    """The film as a file, the same for the same film. A second or two: call it in a thread."""
    # Only now, here and below: FFmpeg takes 16 MiB, and time at each start that nobody has.
    import av

    # On disk, because the index can only be moved to the front of a file that can be read again.
    with TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        with av.open(str(path), "w", format="mp4", options={"movflags": "faststart"}) as container:
            _record(film, container)
        return path.read_bytes()


def _record(film: Film, container: OutputContainer) -> None:
    import av

    rate = max(8, min(24, MOST_FRAMES // film.seconds))
    picture = container.add_stream("libx264", rate=rate)
    picture.width, picture.height = film.size
    picture.pix_fmt = "yuv420p"
    picture.options = {"preset": "ultrafast", "crf": "24", "threads": "1"}
    sound = container.add_stream("aac", rate=SAMPLE_RATE, layout="mono") if film.audio else None
    tones = tone(film.prompt, film.seed, film.seconds) if film.audio else iter(())
    for number, image in enumerate(_frames(film, rate * film.seconds)):
        frame = cast(av.VideoFrame, av.VideoFrame.from_image(image))
        frame.pts, frame.time_base = number, Fraction(1, rate)
        container.mux(picture.encode(frame))
        if sound is not None:
            # Sound goes in beside its pictures, or players would have to look far ahead.
            for piece in islice(tones, SAMPLE_RATE // rate // PIECE + 1):
                container.mux(sound.encode(piece))
    container.mux(picture.encode())
    if sound is not None:
        container.mux(sound.encode())


def _frames(film: Film, count: int) -> Iterator[Image.Image]:
    width, height = film.size
    stage = _stage(film)
    closing = cover(film.last_frame, film.size) if film.last_frame else None
    strip = caption(film.prompt, width, height)
    lights = _Lights(film)
    for number in range(count):
        share = number / max(1, count - 1)
        frame = _view(stage, film.size, share)
        lights.shine(frame, share)
        if closing is not None and share > 0.6:
            frame = Image.blend(frame, closing, min(1.0, (share - 0.6) / 0.35))
        frame.paste(strip, (0, height - strip.height), strip)
        pen = ImageDraw.Draw(frame)
        pen.rectangle((0, height - 3, round(width * share), height), fill=lights.palette.line)
        yield frame


def _stage(film: Film) -> Image.Image:
    roomy = (round(film.size[0] * DRIFT), round(film.size[1] * DRIFT))
    if film.first_frame is not None:
        return cover(film.first_frame, roomy)
    return paint(film.prompt, film.seed, roomy)


def _view(stage: Image.Image, size: Size, share: float) -> Image.Image:
    # Begins and ends in the middle, so that the first frame is the one that was given.
    swing = math.sin(share * 2 * math.pi)
    left = (stage.width - size[0]) / 2 * (1 + swing)
    top = (stage.height - size[1]) / 2 * (1 - 0.6 * math.sin(share * math.pi))
    return stage.crop((round(left), round(top), round(left) + size[0], round(top) + size[1]))


class _Lights:
    """Soft lights that cross the picture."""

    def __init__(self, film: Film) -> None:
        dice = dice_for(film.prompt, film.seed)
        self.palette: Palette = pick(dice)
        self._size = film.size
        radius = min(film.size) // 5
        colours = (self.palette.glow, self.palette.line, self.palette.sun)
        self._orbs = [_orb(colour, round(radius * dice.uniform(0.5, 1.0))) for colour in colours]
        self._paths = [
            (dice.uniform(0, 7), dice.uniform(0.6, 1.4), dice.uniform(0, 7)) for _ in colours
        ]

    def shine(self, frame: Image.Image, share: float) -> None:
        width, height = self._size
        for orb, (begin, speed, sway) in zip(self._orbs, self._paths, strict=True):
            turn = begin + share * speed * 2 * math.pi
            left = round(width * (0.5 + 0.42 * math.cos(turn)) - orb.width / 2)
            top = round(height * (0.4 + 0.28 * math.sin(turn * 1.7 + sway)) - orb.height / 2)
            box = (left, top, left + orb.width, top + orb.height)
            frame.paste(ImageChops.screen(frame.crop(box), orb), box[:2])


def _orb(colour: tuple[int, int, int], radius: int) -> Image.Image:
    side = radius * 4
    orb = Image.new("RGB", (side, side))
    r = radius * 0.7
    ImageDraw.Draw(orb).ellipse(
        (side / 2 - r, side / 2 - r, side / 2 + r, side / 2 + r), fill=colour
    )
    return orb.filter(ImageFilter.GaussianBlur(radius * 0.45))
