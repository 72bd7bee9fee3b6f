"""From an answer of the wire to what became of the request: a value of ours, or an error."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress

import httpx

from app.gateway import answers
from app.gateway.answers import Drawing
from app.gateway.chat_reader import ChatReader
from app.gateway.errors import (
    Facts,
    GatewayBusy,
    GatewayFailed,
    GatewayProblem,
    GatewayRefused,
    OutcomeUnknown,
)
from app.gateway.lenient import Unreadable, decode, record
from app.gateway.model import ChatEvent, Pictures, VideoAccepted
from app.gateway.trouble import ErrorReader
from app.gateway.verdict import MISSED, UNREADABLE, Route, problem_inside
from app.gateway.wire import Answer, generation_id_of

LAST_BYTES = 0.1
"""Seconds for the end of a stream that has said all, so that its connection can serve again."""


async def chat_events(response: httpx.Response, errors: ErrorReader) -> AsyncGenerator[ChatEvent]:
    """The events of a chat answer; the last one is `Finished`, or an error is raised."""
    reader = _chat_reader(response, errors)
    chunks = response.aiter_bytes()
    try:
        async for chunk in chunks:
            for event in reader.feed(chunk):
                yield event
            if reader.done or reader.problem is not None:
                break
    except httpx.RequestError as error:
        # A connection that breaks after the last word has broken nothing.
        if not reader.finished:
            stalled = isinstance(error, httpx.ReadTimeout)
            raise reader.broken("stalled" if stalled else "cut") from error
    for event in reader.end():
        yield event
    if reader.problem is not None:
        raise reader.problem
    with suppress(TimeoutError, httpx.RequestError):
        async with asyncio.timeout(LAST_BYTES):
            async for _ in chunks:
                pass


def _chat_reader(response: httpx.Response, errors: ErrorReader) -> ChatReader:
    media_type = _media_type(response)
    generation_id = generation_id_of(response)
    if media_type == "text/html":
        raise OutcomeUnknown(UNREADABLE, status_code=200, generation_id=generation_id)
    streamed = not media_type.endswith("json")
    return ChatReader(errors, generation_id, streamed=streamed)


async def file_chunks(response: httpx.Response) -> AsyncGenerator[bytes]:
    """The bytes of a file. What is plainly no file, or breaks off, is a missed look."""
    if _media_type(response) in ("text/html", "application/json"):
        raise GatewayBusy(MISSED, status_code=response.status_code)
    try:
        async for chunk in response.aiter_bytes():
            yield chunk
    except httpx.RequestError as error:
        raise GatewayBusy("The download broke off.") from error


def submitted(answer: Answer, errors: ErrorReader) -> VideoAccepted:
    """The job of a submitted film. A good status without one leaves its fate open."""
    facts = Facts(status_code=202, raw=errors.scrub.raw(answer.body))
    try:
        job = answers.accepted(answer.body)
        error = record(decode(answer.body)).get("error")
    except Unreadable as unreadable:
        raise OutcomeUnknown(UNREADABLE, **facts) from unreadable
    if job is not None:
        return job
    if error is None:
        raise OutcomeUnknown(UNREADABLE, **facts)
    raise problem_inside(errors.error(error, status=202), Route.VIDEO)


def pictures(
    read: Callable[[bytes], Drawing], answer: Answer, route: Route, errors: ErrorReader
) -> Pictures:
    """The pictures in an answer. Raises if there is none; what it cost is then in the error."""
    facts = Facts(status_code=200, generation_id=answer.generation_id)
    try:
        drawing = read(answer.body)
    except Unreadable as error:
        facts["raw"] = errors.scrub.raw(answer.body)
        raise OutcomeUnknown(UNREADABLE, **facts) from error
    generation_id = answer.generation_id or drawing.generation_id
    if drawing.pictures:
        return Pictures(drawing.pictures, drawing.usage, generation_id, drawing.text)
    facts["generation_id"], facts["usage"] = generation_id, drawing.usage
    facts["raw"] = errors.scrub.raw(answer.body)
    if drawing.error is not None:
        trouble = errors.error(drawing.error, status=200, raw=facts["raw"])
        raise problem_inside(trouble, route, usage=drawing.usage, generation_id=generation_id)
    facts["reason"] = errors.scrub.line(drawing.refusal or drawing.text)
    raise _without_picture(drawing, facts)


def _without_picture(drawing: Drawing, facts: Facts) -> GatewayProblem:
    if drawing.sent:
        return OutcomeUnknown(UNREADABLE, **facts)
    if drawing.refusal or drawing.finish_reason == "content_filter":
        told = "A content filter of the model's provider refused this."
        return GatewayRefused(told, moderated=True, **facts)
    if drawing.text:
        return GatewayRefused("The model answered with words and no picture.", **facts)
    return GatewayFailed("The model made no picture.", **facts)


def _media_type(response: httpx.Response) -> str:
    content_type: str = response.headers.get("Content-Type", "")
    return content_type.partition(";")[0].strip().lower()
