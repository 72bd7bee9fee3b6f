"""Tell a file's type by its first bytes. What its sender calls it is not asked."""

HEAD = 64
"""Bytes that are enough to tell."""

HEIC = "image/heic"
"""What phones make and hardly anything reads. It is taken, and kept as JPEG."""

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"OggS\x00", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
)

_BRANDS: dict[bytes, str] = {
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"heic": HEIC,
    b"heix": HEIC,
    b"heim": HEIC,
    b"heis": HEIC,
    b"hevc": HEIC,
    b"hevx": HEIC,
    b"M4A ": "audio/mp4",
    b"M4B ": "audio/mp4",
    b"qt  ": "video/quicktime",
    b"isom": "video/mp4",
    b"iso2": "video/mp4",
    b"iso4": "video/mp4",
    b"iso5": "video/mp4",
    b"iso6": "video/mp4",
    b"mp41": "video/mp4",
    b"mp42": "video/mp4",
    b"avc1": "video/mp4",
    b"dash": "video/mp4",
    b"M4V ": "video/mp4",
    b"MSNV": "video/mp4",
}
"""The brands of ISO base media files (ISO/IEC 14496-12 §4.3) that we can show or play.

Not `mif1`, which says of AVIF and HEIC alike that it is a picture, and not which."""


def sniff(head: bytes) -> str | None:
    """The MIME type of a file that begins with `head`, or None for any we do not take."""
    for magic, mime in _MAGIC:
        if head.startswith(magic):
            return mime
    if head.startswith(b"RIFF"):
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _of_brands(head)
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        # Matroska without the limits of WebM has the same first bytes; browsers refuse it.
        return "video/webm" if b"\x42\x82\x84webm" in head[:HEAD] else None
    return "audio/mpeg" if _is_mp3_frame(head) else None


def _of_brands(head: bytes) -> str | None:
    """By the major brand, else by the first compatible one we know."""
    end = min(int.from_bytes(head[:4], "big"), HEAD)
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, end, 4))]
    return next((_BRANDS[brand] for brand in brands if brand in _BRANDS), None)


def _is_mp3_frame(head: bytes) -> bool:
    """A header of MPEG audio layer III whose every field has a meaning (ISO/IEC 11172-3)."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bitrate, rate = head[2] >> 4, head[2] >> 2 & 3
    return version != 1 and layer == 1 and bitrate not in (0, 15) and rate != 3
