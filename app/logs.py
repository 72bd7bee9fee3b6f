"""Log lines for people or for machines, with the request they belong to and without secrets."""

import json
import logging
import sys
from typing import Any, Literal

from app.web.guard import request_id, user_id


class _Lines(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%H:%M:%S")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - as logging has it
        """Within a request with its id, and whose it is."""
        line = super().formatMessage(record)
        whose = [each for each in (request_id.get(), user_id.get()) if each != "-"]
        return f"{line} [{' '.join(whose)}]" if whose else line


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": request_id.get(),
            "user_id": user_id.get(),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class _ToStderr(logging.Handler):
    """Writes to what stderr is at that moment. One that is bound to what it was at the start goes
    on writing there after it was replaced and closed."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stderr.write(self.format(record) + "\n")
            sys.stderr.flush()
        except Exception:
            self.handleError(record)


def set_up(style: Literal["console", "json"], level: str) -> None:
    """For the whole process; called once, before anything is logged."""
    handler = _ToStderr()
    handler.setFormatter(_Json() if style == "json" else _Lines())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    # One line per request is the proxy's business, and httpx would log addresses with ids.
    for talkative in ("uvicorn.access", "httpx", "httpcore", "aiohttp"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
