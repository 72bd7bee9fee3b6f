"""E-mail addresses: which we accept, and in which form two of them are the same."""

import re
import unicodedata

MAX_LENGTH = 254

_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_SHAPE = re.compile(
    rf"""[^\s@()<>\[\]\\,:;"]{{1,64}}@(?:{_LABEL}(?:\.{_LABEL})+|localhost)""", re.IGNORECASE
)


def email_key(email: str) -> str:
    """The form in which addresses are unique and looked up: neither case nor width matters."""
    # JSON can carry half a surrogate pair, which nothing further down can.
    whole = email.encode("utf-8", "replace").decode()
    return unicodedata.normalize("NFKC", whole.strip()).casefold()


def checked_email(email: str) -> str:
    """The address as it will be kept. ValueError, with a sentence, if it cannot be one.

    Only its shape is looked at; whether somebody reads it, no pattern can tell.
    """
    shown = unicodedata.normalize("NFC", email.strip())
    # The key is what is compared, so that is what must have the shape.
    if not shown.isprintable() or len(shown) > MAX_LENGTH or not _SHAPE.fullmatch(email_key(shown)):
        raise ValueError("This is not an e-mail address.")
    return shown


def local_part(email: str) -> str:
    """What stands before the @: a first name for somebody who gave none."""
    return email.rpartition("@")[0]
