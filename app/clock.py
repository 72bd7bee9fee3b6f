"""The time, and new ids. Everything else is handed a `Clock`, so that tests can turn it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import uuid_utils

Clock = Callable[[], datetime]
"""Tells the time, as an aware datetime in UTC."""

Sleep = Callable[[float], Awaitable[None]]
"""Lets so many seconds pass."""


def utc_now() -> datetime:
    """The real clock. Only `app.main` and the command line use it."""
    return datetime.now(UTC)


def new_id() -> str:
    """A UUIDv7: later ids sort after earlier ones, which is what keeps the database fast."""
    return str(uuid_utils.uuid7())
