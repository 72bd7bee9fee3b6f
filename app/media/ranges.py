"""Which part of a file a request asks for (RFC 9110 §14)."""

import re
from dataclasses import dataclass

_ONE = re.compile(r"bytes=[ \t]*(\d{0,30})-(\d{0,30})[ \t]*", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Span:
    """From byte `first` up to but without `end`."""

    first: int
    end: int


class Unsatisfiable(Exception):
    """A proper range, but nothing of the file lies in it: 416."""


def asked_span(header: str | None, size: int) -> Span | None:
    """The one range asked for. None means the whole file.

    That is also the answer to what is malformed, in another unit, or several ranges at once:
    a server may ignore Range, and no player asks for more than one.
    """
    found = _ONE.fullmatch(header or "")
    if found is None or found[1] == found[2] == "":
        return None
    if found[1] == "":
        first, end = max(size - int(found[2]), 0), size
    else:
        first, end = int(found[1]), min(int(found[2]) + 1, size) if found[2] else size
        if found[2] and int(found[2]) < first:
            return None
    if first >= size:
        raise Unsatisfiable
    return Span(first, end)
