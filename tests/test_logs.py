"""Log lines reach stderr whatever it is just now, and say which request they belong to."""

import contextvars
import io
import json
import logging
import sys
from collections.abc import Iterator

import pytest

from app import logs
from app.demo.faults import Fault
from app.web.guard import request_id, user_id
from tests.scripts import key_for, with_secret
from tests.studio import PASSWORD, Studio

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


def test_within_a_request_every_line_says_which_and_whose(monkeypatch: pytest.MonkeyPatch) -> None:
    told = io.StringIO()
    monkeypatch.setattr(sys, "stderr", told)

    def speak() -> None:
        request_id.set("the-request")
        user_id.set("the-person")
        logger.info("hello")

    for style in ("console", "json"):
        logs.set_up("console" if style == "console" else "json", "info")
        contextvars.copy_context().run(speak)
    plain, document = told.getvalue().splitlines()
    assert plain.endswith("hello [the-request the-person]")
    line = json.loads(document)
    assert (line["request_id"], line["user_id"]) == ("the-request", "the-person")


async def test_no_secret_prompt_or_key_is_ever_logged(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = io.StringIO()
    monkeypatch.setattr(sys, "stderr", told)
    logs.set_up("json", "debug")
    words = "nobody shall read these words"
    ada = await studio.person()
    key = await key_for(ada)
    await ada.say(words)
    for fault in (Fault.status(500), Fault.status(401), Fault.drop_before_answer()):
        studio.demo.script(path="/chat/completions", answer=fault)
        await ada.say(words)
    async with with_secret(studio, key["secret"]) as http:
        body = {"model": "openai/text-embedding-3-small", "input": words}
        assert (await http.post("/v1/embeddings", json=body)).status_code == 200
    await ada.http.post("/api/auth/login", json={"email": ada.user["email"], "password": "wrong"})
    lines = [json.loads(line) for line in told.getvalue().splitlines()]
    assert ada.user["id"] in {line["user_id"] for line in lines}
    assert len({line["request_id"] for line in lines}) > 3
    for secret in (words, key["secret"], PASSWORD, "wrong", "sk-or"):
        assert secret not in told.getvalue()
