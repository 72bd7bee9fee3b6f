"""Every request as it came in, for tests to look at: without keys, with base64 shortened."""

import json
import re
from collections import deque
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from app.demo.wire import Json, Request

MOST_KEPT = 50_000
LONG_BASE64 = re.compile(r"[A-Za-z0-9+/=]{120,}")
TOLD_HEADERS = ("content-type", "accept", "user-agent", "idempotency-key", "range", "http-referer")


@dataclass(slots=True)
class Recorded:
    """One request. `status` is None while it is unanswered, and stays so if it never was."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    with_key: bool
    body: Any
    at: datetime
    status: int | None = None


@dataclass(slots=True)
class Records:
    """The newest requests, oldest first."""

    _kept: "deque[Recorded]" = field(default_factory=lambda: deque(maxlen=MOST_KEPT))

    def note(self, request: Request, now: datetime) -> Recorded:
        noted = Recorded(
            request.method,
            request.path,
            dict(request.query),
            {name: request.headers[name] for name in TOLD_HEADERS if name in request.headers},
            request.key is not None,
            _body_of(request),
            now,
        )
        self._kept.append(noted)
        return noted

    def of(self, method: str, path: str) -> list[Recorded]:
        return [one for one in self._kept if (one.method, one.path) == (method, path)]

    def all(self) -> list[Recorded]:
        return list(self._kept)

    def clear(self) -> None:
        self._kept.clear()


def record_view(one: Recorded) -> Json:
    return asdict(one) | {"at": one.at.isoformat()}


def _body_of(request: Request) -> Any:
    if not request.body:
        return None
    text = LONG_BASE64.sub(_shortened, request.body.decode(errors="replace"))
    try:
        return json.loads(text)
    except ValueError:
        return text[:2000]


def _shortened(found: "re.Match[str]") -> str:
    return f"{found[0][:24]}…({len(found[0])} letters)"
