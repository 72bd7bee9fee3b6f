"""What the page behind a link says, in the languages of the house.

It is read by people who have never been here, so it goes by what their browser asks for.
"""

import re
from dataclasses import dataclass

from app.catalog.model import Kind


@dataclass(frozen=True)
class Words:
    language: str
    title: dict[Kind, str]
    alt: str
    """Of a picture, about which nothing is known that may be told."""
    download: str
    may_flash: str
    """Of a film, which nobody has looked through."""
    prompt: str
    locked: str
    locked_hint: str
    label: str
    enter: str
    wrong: str
    too_often: str
    gone: str
    gone_hint: str


ENGLISH = Words(
    language="en",
    title={Kind.TEXT: "A shared text", Kind.IMAGE: "A shared picture", Kind.VIDEO: "A shared film"},
    alt="Shared picture",
    download="Download",
    may_flash="Generated films may flash.",
    prompt="What was asked for",
    locked="Password needed",
    locked_hint="Whoever sent you this link can tell you the password.",
    label="Password",
    enter="Open",
    wrong="That is not the password.",
    too_often="Too many attempts. Please try again in a few minutes.",
    gone="There is nothing here",
    gone_hint="The link is wrong, has run out, or was taken back.",
)

GERMAN = Words(
    language="de",
    title={
        Kind.TEXT: "Ein geteilter Text",
        Kind.IMAGE: "Ein geteiltes Bild",
        Kind.VIDEO: "Ein geteilter Film",
    },
    alt="Geteiltes Bild",
    download="Herunterladen",
    may_flash="Erzeugte Filme können flackern.",
    prompt="Was gewünscht war",
    locked="Passwort nötig",
    locked_hint="Wer dir diesen Link geschickt hat, kann dir das Passwort sagen.",
    label="Passwort",
    enter="Öffnen",
    wrong="Das ist nicht das Passwort.",
    too_often="Zu viele Versuche. Bitte versuche es in ein paar Minuten noch einmal.",
    gone="Hier ist nichts",
    gone_hint="Der Link stimmt nicht, ist abgelaufen oder wurde zurückgenommen.",
)

_BY_TAG = {each.language: each for each in (ENGLISH, GERMAN)}
_RANGE = re.compile(r"\s*([A-Za-z]{2})(?:-[\w-]*)?\s*(?:;\s*q=([01](?:\.\d{1,3})?)\s*)?", re.ASCII)


def words_for(accept_language: str) -> Words:
    """In the language that a browser likes best of ours; in English if it likes none."""
    liked: list[tuple[float, Words]] = []
    for each in accept_language.split(",")[:20]:
        found = _RANGE.fullmatch(each)
        words = _BY_TAG.get(found[1].lower()) if found else None
        if found and words and (weight := float(found[2] or 1)):
            liked.append((weight, words))
    return max(liked, key=lambda each: each[0], default=(0, ENGLISH))[1]
