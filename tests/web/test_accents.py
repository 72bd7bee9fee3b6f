"""Whatever accent administrators choose, everything can be read, in both themes."""

import re

import pytest

from app.admin.choices import Accent
from tests.conftest import ROOT

Colour = tuple[float, float, float]

TOKENS = (ROOT / "static/css/tokens.css").read_text()
TEXT, CONTROL = 4.5, 3.0  # WCAG 2.2: 1.4.3 and 1.4.11
GROUNDS = {"dark": ("void", "hull", "deck", "#0c131a"), "light": ("paper", "sheet", "#e4eaf1")}
WORDS = {"dark": ("mist", "fog"), "light": ("ink", "slate")}
TINTS = (0.07, 0.11)  # --hover, --selected
ACTION = {"dark": ("neon", "#04141a"), "light": ("ink", "pale-neon")}
ACTION_HOVER = {"dark": ("pale-neon", "#04141a"), "light": ("#17283a", "pale-neon")}

each_accent_and_theme = [
    pytest.param(accent, theme, id=f"{accent}-{theme}")
    for accent in Accent
    for theme in ("dark", "light")
]


def test_there_are_colours_for_every_accent_but_the_one_of_the_design() -> None:
    assert set(re.findall(r'data-accent="(\w+)"', TOKENS)) == set(Accent) - {Accent.CYAN}


@pytest.mark.parametrize(("accent", "theme"), each_accent_and_theme)
def test_the_accent_can_be_read_on_every_ground(accent: Accent, theme: str) -> None:
    palette = palette_of(accent)
    for name in ("neon", "holo") if theme == "dark" else ("deep-neon", "deep-holo"):
        for ground in GROUNDS[theme]:
            found = contrast(palette[name], colour(palette, ground))
            assert found >= TEXT, (name, ground, found)


@pytest.mark.parametrize(("accent", "theme"), each_accent_and_theme)
def test_words_can_be_read_where_the_accent_marks_them(accent: Accent, theme: str) -> None:
    palette = palette_of(accent)
    tint = palette["neon" if theme == "dark" else "deep-neon"]
    for ground in GROUNDS[theme][:3]:
        for share in TINTS:
            marked = mixed(tint, colour(palette, ground), share)
            for word in WORDS[theme]:
                found = contrast(palette[word], marked)
                assert found >= TEXT, (word, ground, share, found)


@pytest.mark.parametrize(("accent", "theme"), each_accent_and_theme)
def test_a_button_stands_out_and_says_what_it_does(accent: Accent, theme: str) -> None:
    palette = palette_of(accent)
    for fill, text in (ACTION[theme], ACTION_HOVER[theme]):
        assert contrast(colour(palette, fill), colour(palette, text)) >= TEXT
        for ground in GROUNDS[theme]:
            assert contrast(colour(palette, fill), colour(palette, ground)) >= CONTROL


def palette_of(accent: Accent) -> dict[str, Colour]:
    """The raw values of the page, with those of this accent in their place."""
    rules = re.search(rf'data-accent="{accent}"\] {{(.+?)}}', TOKENS, re.DOTALL)
    found = _values(TOKENS.partition("/* what a colour is for")[0])
    if rules is not None:
        found |= _values(rules[1])
    return found | {"pale-neon": mixed(found["neon"], (255, 255, 255), 0.5)}


def _values(text: str) -> dict[str, Colour]:
    return {name: _hex(value) for name, value in re.findall(r"--([\w-]+): (#\w+);", text)}


def colour(palette: dict[str, Colour], name: str) -> Colour:
    return _hex(name) if name.startswith("#") else palette[name]


def _hex(value: str) -> Colour:
    digits = value[1:] if len(value) == 7 else "".join(2 * each for each in value[1:])
    red, green, blue = (int(digits[at : at + 2], 16) for at in (0, 2, 4))
    return red, green, blue


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """`share` of the one, as color-mix(in srgb) does it, or its transparency over the other."""
    red, green, blue = (a * share + b * (1 - share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(of: Colour) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (each / 255 for each in of)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
