"""Names of files: shown, sent back as a suggestion, and never believed."""

import pytest

from app.clock import new_id, utc_now
from app.media.model import KeptFile, Measures, Media
from app.media.names import LONGEST, display_name, disposition, file_name


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("holiday.png", "holiday.png"),
        ("Käse  und\tBrot 🧀.jpg", "Käse und Brot 🧀.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\a.png", "a.png"),
        ("..", ""),
        (".htaccess", "htaccess"),
        ("a\0b\r\nSet-Cookie: x.png", "a b Set-Cookie: x.png"),
        ("exe.\u202egnp.evil", "exe. gnp.evil"),
        ("x" * 1000, "x" * LONGEST),
        ("", ""),
    ],
)
def test_a_name_is_one_visible_line_without_a_path(given: str, shown: str) -> None:
    assert display_name(given) == shown


@pytest.mark.parametrize(
    ("name", "mime", "saved_as"),
    [
        ("cat.png", "image/png", "cat.png"),
        ("cat.JPG", "image/jpeg", "cat.JPG"),
        ("cat.html", "image/png", "cat.html.png"),
        ("cat", "video/mp4", "cat.mp4"),
        ("IMG_1.HEIC", "image/jpeg", "IMG_1.jpg"),
        ("IMG_1.heic", "image/png", "IMG_1.png"),
    ],
)
def test_a_saved_file_ends_like_what_it_is(name: str, mime: str, saved_as: str) -> None:
    assert file_name(media(name, mime)) == saved_as


def test_an_output_has_a_name_too() -> None:
    nameless = media("", "audio/mpeg")

    assert file_name(nameless) == f"allucanget-{nameless.id[-12:]}.mp3"


def test_a_disposition_is_plain_for_the_old_and_right_for_the_new() -> None:
    assert disposition("attachment", 'Kä"se;\\.png') == (
        "attachment; filename=\"K__se__.png\"; filename*=UTF-8''K%C3%A4%22se%3B%5C.png"
    )


def media(name: str, mime: str) -> Media:
    kept = KeptFile.measured(new_id(), Measures(mime), size=1, sha256="")
    return Media.uploaded(kept, user_id=new_id(), name=name, now=utc_now())
