"""Paints a scene without words: a sky, something that glows in it, and what stands before it."""

import math
import random
from collections.abc import Callable

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from app.demo.art.palette import Colour, Palette, dice_for, pick

Size = tuple[int, int]
LONGEST_CANVAS = 1280
"""Scenes are painted no larger and then stretched: they are soft anyway, and it saves seconds."""


def paint(prompt: str, seed: int | None, size: Size) -> Image.Image:
    """A scene of exactly `size`, the same for the same prompt and seed."""
    dice = dice_for(prompt, seed)
    palette = pick(dice)
    shrink = min(1.0, LONGEST_CANVAS / max(size))
    canvas = _sky(palette, (max(2, round(size[0] * shrink)), max(2, round(size[1] * shrink))))
    _stars(canvas, dice)
    scene = dice.choice(SCENES)(canvas, palette, dice)
    return scene if scene.size == size else scene.resize(size, Image.Resampling.BICUBIC)


def cover(picture: Image.Image, size: Size) -> Image.Image:
    """The picture cut and scaled so that it fills `size`."""
    return ImageOps.fit(picture.convert("RGB"), size, Image.Resampling.BICUBIC)


def tinted(picture: Image.Image, prompt: str, seed: int | None) -> Image.Image:
    """An "edited" picture: still itself, but in the colours of the prompt."""
    palette = pick(dice_for(prompt, seed))
    neon = ImageOps.colorize(
        picture.convert("L"), black=palette.sky, mid=palette.glow, white=(255, 255, 255)
    )
    return Image.blend(picture, neon, 0.45)


def glow(layer: Image.Image, radius: float) -> Image.Image:
    """The layer with light around everything bright in it."""
    halo = layer.filter(ImageFilter.GaussianBlur(radius))
    return ImageChops.screen(layer, ImageChops.screen(halo, halo))


def _sky(palette: Palette, size: Size) -> Image.Image:
    shades = Image.linear_gradient("L").resize(size, Image.Resampling.BICUBIC)
    return ImageOps.colorize(
        shades, black=palette.sky, mid=palette.middle, white=palette.horizon, midpoint=120
    )


def _stars(canvas: Image.Image, dice: random.Random) -> None:
    pen = ImageDraw.Draw(canvas)
    width, height = canvas.size
    for _ in range(width * height // 6000):
        x, y = dice.uniform(0, width), dice.uniform(0, height) * 0.7
        shine = dice.randint(120, 255)
        r = dice.choice((0.6, 0.8, 1.4))
        pen.ellipse((x - r, y - r, x + r, y + r), fill=(shine, shine, shine))


def _sunset(canvas: Image.Image, palette: Palette, dice: random.Random) -> Image.Image:
    """A sun behind ridges, and a grid that runs towards us."""
    width, height = canvas.size
    short = min(width, height)
    sun = Image.new("RGB", canvas.size)
    x, y, r = width * dice.uniform(0.35, 0.65), height * 0.5, short * dice.uniform(0.2, 0.27)
    disc = Image.linear_gradient("L").resize((round(2 * r), round(2 * r)))
    _disc(sun, (x - r, y - r), ImageOps.colorize(disc, black=palette.sun, white=palette.horizon))
    pen = ImageDraw.Draw(sun)
    for slit in range(6):
        top = y + r * (0.12 + slit * 0.15)
        pen.rectangle((x - r, top, x + r, top + r * 0.018 * (slit + 1)), fill=(0, 0, 0))
    scene = ImageChops.screen(canvas, glow(sun, short / 28))
    for depth in range(3):
        _ridge(scene, dice, depth, palette)
    return ImageChops.screen(scene, glow(_grid(scene.size, palette.line), short / 200))


def _ridge(scene: Image.Image, dice: random.Random, depth: int, palette: Palette) -> None:
    width, height = scene.size
    base = height * (0.62 + 0.05 * depth)
    waves = [(dice.uniform(1, 5), dice.uniform(0, 7), dice.uniform(0.01, 0.05)) for _ in range(4)]
    crest = [
        (
            x,
            base
            - sum(abs(math.sin(x / width * f * 3 + p)) * a * height for f, p, a in waves) * 0.7,
        )
        for x in range(0, width + 8, 8)
    ]
    shade = _mix(palette.middle, palette.sky, 0.35 + 0.3 * depth)
    ImageDraw.Draw(scene).polygon([(0, height), *crest, (width, height)], fill=shade)


def _grid(size: Size, colour: Colour) -> Image.Image:
    width, height = size
    layer = Image.new("RGB", size)
    pen = ImageDraw.Draw(layer)
    horizon, line = height * 0.74, max(1, height // 480)
    for step in range(12):
        y = horizon + (height - horizon) * (step / 11) ** 2
        pen.line((0, y, width, y), fill=_mix((0, 0, 0), colour, 0.25 + 0.6 * step / 11), width=line)
    for step in range(-14, 15):
        near, far = width / 2 + step * width / 7, width / 2 + step * width / 28
        pen.line((far, horizon, near, height), fill=_mix((0, 0, 0), colour, 0.6), width=line)
    return layer


def _ribbons(canvas: Image.Image, palette: Palette, dice: random.Random) -> Image.Image:
    """Bands of light, as an aurora."""
    width, height = canvas.size
    layer = Image.new("RGB", canvas.size)
    pen = ImageDraw.Draw(layer)
    colours = (palette.glow, palette.line, palette.sun)
    for ribbon in range(9):
        f, p, a = dice.uniform(0.6, 2.2), dice.uniform(0, 7), dice.uniform(0.05, 0.2)
        level = height * dice.uniform(0.2, 0.75)
        curve = [
            (x, level + math.sin(x / width * f * 6 + p) * a * height * (0.4 + x / width))
            for x in range(-8, width + 16, 8)
        ]
        colour = _mix((0, 0, 0), colours[ribbon % 3], dice.uniform(0.4, 0.9))
        pen.line(curve, fill=colour, width=max(2, round(height * dice.uniform(0.003, 0.014))))
    return ImageChops.screen(canvas, glow(layer, min(width, height) / 36))


def _orbits(canvas: Image.Image, palette: Palette, dice: random.Random) -> Image.Image:
    """A planet with rings and moons."""
    width, height = canvas.size
    short = min(width, height)
    layer = Image.new("RGB", canvas.size)
    pen = ImageDraw.Draw(layer)
    x, y = width * dice.uniform(0.4, 0.6), height * dice.uniform(0.36, 0.46)
    for ring in range(5):
        rx, ry = short * (0.22 + ring * 0.09), short * (0.07 + ring * 0.035)
        pen.ellipse(
            (x - rx, y - ry, x + rx, y + ry), outline=palette.line, width=max(1, short // 300)
        )
        turn, r = dice.uniform(0, 2 * math.pi), short * dice.uniform(0.008, 0.026)
        mx, my = x + rx * math.cos(turn), y + ry * math.sin(turn)
        pen.ellipse((mx - r, my - r, mx + r, my + r), fill=palette.glow)
    r = short * dice.uniform(0.12, 0.17)
    scene = ImageChops.screen(canvas, glow(layer, short / 40))
    _disc(scene, (x - r, y - r), _planet(round(2 * r), palette))
    return scene


def _planet(side: int, palette: Palette) -> Image.Image:
    """Lit from above left."""
    shades = Image.radial_gradient("L").resize((side * 2, side * 2), Image.Resampling.BICUBIC)
    near = round(side * 0.65)
    shades = shades.crop((near, near, near + side, near + side))
    return ImageOps.colorize(
        shades, black=palette.sun, mid=palette.glow, white=palette.sky, midpoint=90
    )


def _disc(scene: Image.Image, corner: tuple[float, float], surface: Image.Image) -> None:
    # Drawn four times as large and made small again, or its edge would have steps.
    mask = Image.new("L", (surface.width * 4, surface.height * 4))
    ImageDraw.Draw(mask).ellipse((0, 0, mask.width - 1, mask.height - 1), fill=255)
    scene.paste(surface, (round(corner[0]), round(corner[1])), mask.resize(surface.size))


SCENES: tuple[Callable[[Image.Image, Palette, random.Random], Image.Image], ...] = (
    _sunset,
    _ribbons,
    _orbits,
)


def _mix(one: Colour, other: Colour, share: float) -> Colour:
    mixed = [round(a + (b - a) * min(share, 1.0)) for a, b in zip(one, other, strict=True)]
    return mixed[0], mixed[1], mixed[2]
