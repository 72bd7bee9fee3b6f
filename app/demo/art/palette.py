"""The neon colours everything is drawn in."""

import random
from dataclasses import dataclass

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Palette:
    """From the top of the sky to its horizon, then what glows in it."""

    sky: Colour
    middle: Colour
    horizon: Colour
    sun: Colour
    glow: Colour
    line: Colour


PALETTES = (
    Palette(
        (8, 10, 28), (56, 18, 92), (214, 60, 140), (255, 214, 110), (189, 89, 255), (0, 229, 255)
    ),
    Palette(
        (6, 16, 26), (10, 54, 84), (40, 150, 160), (67, 255, 201), (0, 229, 255), (189, 89, 255)
    ),
    Palette(
        (14, 8, 20), (74, 16, 60), (240, 96, 72), (255, 170, 80), (255, 64, 129), (67, 255, 201)
    ),
    Palette(
        (7, 12, 34), (24, 40, 110), (110, 120, 240), (240, 240, 255), (0, 229, 255), (255, 120, 210)
    ),
    Palette(
        (8, 20, 20), (12, 66, 58), (120, 190, 90), (250, 255, 170), (67, 255, 201), (0, 229, 255)
    ),
)


def dice_for(prompt: str, seed: int | None) -> random.Random:
    """The same throws for the same prompt and seed."""
    return random.Random(f"{seed}|{prompt}")


def pick(dice: random.Random) -> Palette:
    return dice.choice(PALETTES)
