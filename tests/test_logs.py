"""Log lines reach stderr whatever it is just now, and say which request they belong to."""

import io
import json
import logging
import sys
from collections.abc import Iterator

import pytest

from app import logs

logger = logging.getLogger("tests.logs")


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Logging is of the whole process: leave it as it was found."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def test_a_line_goes_to_the_stderr_of_its_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = io.StringIO(), io.StringIO()
    monkeypatch.setattr(sys, "stderr", first)
    logs.set_up("console", "info")
    logger.info("one")
    assert first.getvalue().endswith("INFO    tests.logs: one\n")

    monkeypatch.setattr(sys, "stderr", second)
    first.close()
    logger.info("two")

    assert second.getvalue().endswith("INFO    tests.logs: two\n")


def test_for_machines_every_line_is_one_json_object(monkeypatch: pytest.MonkeyPatch) -> None:
    told = io.StringIO()
    monkeypatch.setattr(sys, "stderr", told)
    logs.set_up("json", "info")
    try:
        raise ValueError("a\nb")
    except ValueError:
        logger.exception("it broke\nhere")

    line = json.loads(told.getvalue())
    assert told.getvalue().count("\n") == 1
    assert (line["level"], line["message"], line["request_id"]) == ("error", "it broke\nhere", "-")
    assert "ValueError: a\nb" in line["exception"]
