"""Pictures as they come over the wire: base64, with or without a data: prefix."""

import binascii

from app.gateway.model import Picture

_SIGNATURES = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF8", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypavis", "image/avif"),
)
_HEAD = 1_024  # an SVG may begin with a declaration and comments


def picture(encoded: str) -> Picture | None:
    """The picture in a base64 text or data: URL; None if there is none.

    Other URLs are never followed.
    """
    head, comma, rest = encoded.partition(",")
    if comma and not head.startswith("data:"):
        return None
    try:
        data = binascii.a2b_base64(rest if comma else encoded)
    except ValueError:
        return None
    mime = sniff(data)
    return Picture(data, mime) if mime else None


def sniff(data: bytes) -> str | None:
    """The media type that the bytes themselves claim, None if they are no picture."""
    for offset, signature, mime in _SIGNATURES:
        if data.startswith(signature, offset):
            return mime
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"<svg") or (head.startswith((b"<?xml", b"<!")) and b"<svg" in head):
        return "image/svg+xml"
    return None
