"""Everything that may go wrong on the way, for tests to script.

A fault decides what becomes of a request: whether the gateway gets to answer it (and so accepts
what was ordered), and what of the answer arrives. How a connection fails is told by exceptions
that each door turns into its own:

    ConnectionRefusedError   nobody listens; nothing was accepted
    ConnectionAbortedError   the connection is closed without an answer, or in the middle of one
    ConnectionResetError     the same, but harshly
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Concatenate, ParamSpec

from app.demo import fault_bodies
from app.demo.catalogue import refusals
from app.demo.wire import COMMON_HEADERS, Answer, Body, Json, json_answer, pieces

P = ParamSpec("P")
Proceed = Callable[[], Awaitable[Answer]]
"""Lets the gateway do what was asked. A fault that never calls it accepts nothing."""

CLOUDFLARE_PAGE = (
    "<!DOCTYPE html>\n<html><head><title>openrouter.ai | {code}: Bad gateway</title></head>"
    "<body><h1>Bad gateway</h1></body></html>"
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to a request. Over HTTP it is `{"fault": <name of the method>, <arguments>}`."""

    act: Callable[[Proceed], Awaitable[Answer]]

    @classmethod
    def status(
        cls, code: int, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> "Fault":
        """This status; nothing is accepted. Without a body it has OpenRouter's usual shape."""
        document = _plain_error(code) if body is None else body
        return cls(partial(_instead, lambda: json_answer(document, code, headers)))

    @classmethod
    def known(cls, name: str) -> "Fault":
        """One of OpenRouter's own refusals, such as "402_in_flight_budget"; nothing is accepted.

        The names are in catalogue/refusals.json. Those with 200 are errors inside a success.
        """
        refusal = refusals()[name]
        return cls.status(refusal["status"], refusal["body"], refusal["headers"])

    @classmethod
    def accepted_status(cls, code: int) -> "Fault":
        """Accepts what was ordered and answers an error all the same, as a 504 may."""
        return cls(partial(_afterwards, lambda: json_answer(_plain_error(code), code)))

    @classmethod
    def html(cls, code: int = 502) -> "Fault":
        """A page of the edge instead of JSON; nothing is accepted."""
        page = CLOUDFLARE_PAGE.format(code=code).encode()
        return cls(partial(_instead, lambda: _raw(code, "text/html; charset=UTF-8", page)))

    @classmethod
    def garbage(cls, code: int = 200) -> "Fault":
        """Bytes that say they are JSON and are not; nothing is accepted."""
        noise = b'{"id": "gen-\xff\xfe\x00, <<<'
        return cls(partial(_instead, lambda: _raw(code, "application/json", noise)))

    @classmethod
    def refuse(cls) -> "Fault":
        """Nobody listens. The real server does listen, so it hangs up without reading instead."""
        return cls(partial(_instead, partial(_hang_up, ConnectionRefusedError)))

    @classmethod
    def drop_before_answer(cls, reset: bool = False) -> "Fault":
        """Accepts what was ordered, then hangs up without a word: the lost 202."""
        return cls(partial(_afterwards, partial(_hang_up, _breaking(reset))))

    @classmethod
    def silence(cls) -> "Fault":
        """Accepts what was ordered and never answers, with the connection left open."""
        return cls(_silence)

    @classmethod
    def delay(cls, seconds: float) -> "Fault":
        """The usual answer, late."""
        return cls(partial(_delay, seconds))

    @classmethod
    def stall(cls, after: int = 0) -> "Fault":
        """So many pieces of the body, then nothing, with the connection left open."""
        return cls(_rewritten(fault_bodies.stalled, after))

    @classmethod
    def cut_stream(cls, after_chunks: int = 1, reset: bool = False) -> "Fault":
        """So many pieces of the body, then the connection breaks."""
        return cls(_rewritten(fault_bodies.cut, after_chunks, _breaking(reset)))

    @classmethod
    def end_early(cls, after_chunks: int = 1) -> "Fault":
        """So many pieces, then an end as if that were all: no finish reason, no [DONE]."""
        return cls(_rewritten(fault_bodies.first, after_chunks))

    @classmethod
    def truncate(cls, to_bytes: int) -> "Fault":
        """So many bytes, then an end as if that were all: half a film."""
        return cls(_rewritten(fault_bodies.first_bytes, to_bytes))

    @classmethod
    def midstream_error(
        cls,
        after_chunks: int = 3,
        code: int | str = 502,
        message: str = "Provider disconnected mid-stream",
        error_type: str = "provider_unavailable",
        done: bool = False,
    ) -> "Fault":
        """Text breaks off with an error event after so many pieces; the status stays 200."""
        error = {"code": code, "message": message, "metadata": {"error_type": error_type}}
        return cls(_rewritten(fault_bodies.broken_off, after_chunks, error, done))

    @classmethod
    def huge(cls, size: int) -> "Fault":
        """A body of `size` bytes that begins like a film."""
        return cls(_rewritten(fault_bodies.huge, size))


FAULTS: Mapping[str, Callable[..., Fault]] = {
    "status": Fault.status,
    "known": Fault.known,
    "accepted_status": Fault.accepted_status,
    "html": Fault.html,
    "garbage": Fault.garbage,
    "refuse": Fault.refuse,
    "drop_before_answer": Fault.drop_before_answer,
    "silence": Fault.silence,
    "delay": Fault.delay,
    "stall": Fault.stall,
    "cut_stream": Fault.cut_stream,
    "end_early": Fault.end_early,
    "truncate": Fault.truncate,
    "midstream_error": Fault.midstream_error,
    "huge": Fault.huge,
}


def fault_from_json(document: Json) -> Fault:
    """What `{"fault": "status", "code": 503}` and its like describe."""
    arguments = dict(document)
    name = arguments.pop("fault", None)
    if name not in FAULTS:
        raise ValueError(f"no such fault: {name}; there are {', '.join(FAULTS)}")
    return FAULTS[name](**arguments)


async def _instead(answering: Callable[[], Answer], proceed: Proceed) -> Answer:
    return answering()


async def _afterwards(answering: Callable[[], Answer], proceed: Proceed) -> Answer:
    accepted = await proceed()
    await accepted.body.aclose()
    return answering()


async def _silence(proceed: Proceed) -> Answer:
    accepted = await proceed()
    await asyncio.Event().wait()
    return accepted


async def _delay(seconds: float, proceed: Proceed) -> Answer:
    await asyncio.sleep(seconds)
    return await proceed()


def _rewritten(
    how: Callable[Concatenate[Body, P], Body], *args: P.args, **kwargs: P.kwargs
) -> Callable[[Proceed], Awaitable[Answer]]:
    async def act(proceed: Proceed) -> Answer:
        answer = await proceed()
        return replace(answer, body=how(answer.body, *args, **kwargs))

    return act


def _hang_up(error: type[ConnectionError]) -> Answer:
    raise error


def _breaking(reset: bool) -> type[ConnectionError]:
    return ConnectionResetError if reset else ConnectionAbortedError


def _raw(code: int, media_type: str, body: bytes) -> Answer:
    return Answer(code, COMMON_HEADERS | {"content-type": media_type}, pieces(body))


def _plain_error(code: int) -> Json:
    return {"error": {"message": f"Scripted {code}", "code": code}}
