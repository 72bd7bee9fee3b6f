"""Reading an error answer, in whichever of its shapes it came.

The shapes met in 2026: `{"error": {code, message, metadata}}`; Zod's
`{"success": false, "error": {name, message}}`; the availability form
`{"error": {message, error_type, http_status, availability}}`; the same inside a 200; and
what is no JSON at all, such as a page of the edge or nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.utils import parsedate_to_datetime

from app.gateway.lenient import Lenient, Listed, Maybe, Unreadable, decode, items, record, text
from app.gateway.scrub import Scrub

LONGEST_WAIT = timedelta(hours=1)
"""What we believe of a hint to come back later."""

_EMPTY_WORDS = {"", "provider returned error", "internal server error", "unknown error"}


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong, as told. `words` are the provider's, cleaned; the rest is for sorting."""

    status: int
    words: str = ""
    remedy: str = ""  # what the gateway tells the operator to do
    error_type: str = ""
    limit_source: str = ""
    flagged: bool = False  # the answer names what a filter objected to
    readable: bool = True  # it was one of the shapes above
    retry_after: timedelta | None = None
    raw: str = ""


class _Metadata(Lenient):
    error_type: Maybe[str] = None
    limit_source: Maybe[str] = None
    reason: Maybe[str] = None
    remedy_hint: Maybe[str] = None
    raw: Maybe[str] = None
    reasons: Listed[str] = None
    patterns: Listed[str] = None
    flagged_input: Maybe[str] = None
    retry_after_seconds: Maybe[Decimal] = None
    headers: Maybe[dict[str, str]] = None


class _Availability(Lenient):
    code: Maybe[str] = None
    retry_after: Maybe[Decimal] = None


class _Error(Lenient):
    name: Maybe[str] = None
    code: Maybe[int | str] = None
    http_status: Maybe[int] = None
    message: Maybe[str] = None
    error_type: Maybe[str] = None
    metadata: Maybe[_Metadata] = None
    availability: Maybe[_Availability] = None


@dataclass(frozen=True, slots=True)
class ErrorReader:
    """Reads error answers. `now` is when the answer came, for hints that name an instant."""

    scrub: Scrub
    now: datetime

    def answer(self, status: int, headers: Mapping[str, str], body: bytes) -> Trouble:
        """An answer whose status, or whose body in a 200, is an error."""
        try:
            found = record(decode(body)).get("error")
        except Unreadable:
            found = None
        raw = self.scrub.raw(body)
        if found is None:
            return Trouble(status, readable=False, retry_after=self._wait(headers), raw=raw)
        return self.error(found, status=status, headers=headers, raw=raw)

    def error(
        self,
        found: object,
        *,
        status: int,
        headers: Mapping[str, str] | None = None,
        raw: str = "",
    ) -> Trouble:
        """The `error` member itself, wherever it was found. In a 200 its code is the status."""
        error = _Error.model_validate(record(found) or {"message": found})
        metadata = error.metadata or _Metadata()
        return Trouble(
            status=status if status >= 300 else _own_status(error),
            words=self.scrub.line(_words(error, metadata)),
            remedy=self.scrub.line(metadata.remedy_hint or ""),
            error_type=_error_type(error, metadata),
            limit_source=metadata.limit_source or metadata.reason or "",
            flagged=bool(metadata.reasons or metadata.patterns or metadata.flagged_input),
            retry_after=self._hint(error, metadata, headers or {}),
            raw=raw or self.scrub.raw(str(found).encode("utf-8", "replace")),
        )

    def _hint(
        self, error: _Error, metadata: _Metadata, headers: Mapping[str, str]
    ) -> timedelta | None:
        told = metadata.retry_after_seconds
        if told is None and error.availability is not None:
            told = error.availability.retry_after
        own = self._wait(headers)
        if own is None and told is not None:
            return _capped(_seconds(told))
        return own if own is not None else self._wait(metadata.headers or {})

    def _wait(self, headers: Mapping[str, str]) -> timedelta | None:
        """Retry-After in seconds or as a date, or X-RateLimit-Reset in epoch milliseconds."""
        known = {name.lower(): value.strip() for name, value in headers.items()}
        if (after := known.get("retry-after")) is not None:
            return _capped(_seconds(after) if after[:1].isdigit() else self._until_date(after))
        return _capped(self._until_reset(known.get("x-ratelimit-reset", "")))

    def _until_date(self, date: str) -> timedelta | None:
        try:
            moment = parsedate_to_datetime(date)
        except ValueError:
            return None
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - self.now

    def _until_reset(self, milliseconds: str) -> timedelta | None:
        if not milliseconds.isdecimal() or len(milliseconds) > 15:
            return None
        return timedelta(milliseconds=int(milliseconds)) - (
            self.now - datetime.fromtimestamp(0, UTC)
        )


def _seconds(told: Decimal | str) -> timedelta | None:
    try:
        return timedelta(seconds=float(told))
    except (ValueError, OverflowError):
        return LONGEST_WAIT


def _capped(wait: timedelta | None) -> timedelta | None:
    return None if wait is None else min(max(wait, timedelta(0)), LONGEST_WAIT)


def _own_status(error: _Error) -> int:
    """The status that an error inside a 200 stands for; 500 where it gives none."""
    for code in (error.code, error.http_status):
        if isinstance(code, str) and code.isdecimal():
            code = int(code)
        if isinstance(code, int) and 400 <= code <= 599:
            return code
    return 500


def _error_type(error: _Error, metadata: _Metadata) -> str:
    own_code = error.code if isinstance(error.code, str) else ""
    availability = error.availability.code if error.availability else ""
    return metadata.error_type or availability or error.error_type or own_code or ""


def _words(error: _Error, metadata: _Metadata) -> str:
    """The most telling text there is: many errors only say "Provider returned error"."""
    message = error.message or ""
    if error.name == "ZodError":
        return _zod(message)
    if message.strip().lower().rstrip(".") not in _EMPTY_WORDS:
        return message
    return _inner(metadata.raw or "") or message


def _inner(raw: str) -> str:
    """What the provider wrote, without the JSON around it."""
    try:
        found = record(decode(raw.encode("utf-8", "replace"))).get("error")
    except Unreadable:
        return raw
    return text(found) or text(record(found).get("message")) or raw


def _zod(message: str) -> str:
    """Zod tells its complaints as a JSON array inside a string."""
    try:
        complaints = [record(item) for item in items(decode(message.encode()))]
    except Unreadable:
        return message
    told = [
        ": ".join(filter(None, [_path(item.get("path")), text(item.get("message"))]))
        for item in complaints
    ]
    return "; ".join(told) or message


def _path(path: object) -> str:
    return ".".join(str(step) for step in items(path))
