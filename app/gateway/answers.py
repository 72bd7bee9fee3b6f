"""The gateway's good answers, read into our values. Errors inside them are found here too."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

from app.gateway.lenient import (
    Cost,
    Count,
    Lenient,
    Listed,
    Maybe,
    Unreadable,
    decode,
    items,
    record,
    text,
)
from app.gateway.model import (
    GenerationCost,
    KeyInfo,
    Picture,
    Usage,
    VideoAccepted,
    VideoFailed,
    VideoProgress,
    VideoReady,
    VideoWaiting,
)
from app.gateway.pictures import picture
from app.gateway.scrub import Scrub
from app.gateway.verdict import is_moderation

_ENDED: Mapping[str, Literal["failed", "cancelled", "expired"]] = {
    "failed": "failed",
    "cancelled": "cancelled",
    "expired": "expired",
}


class _Written(Lenient):
    reasoning_tokens: Count = None


class _Sent(Lenient):
    cached_tokens: Count = None


class _Usage(Lenient):
    cost: Cost = None
    prompt_tokens: Count = None
    completion_tokens: Count = None
    prompt_tokens_details: Maybe[_Sent] = None
    completion_tokens_details: Maybe[_Written] = None


def usage(value: object) -> Usage | None:
    """A `usage` object, chat-shaped as all of them are."""
    if not isinstance(value, dict):
        return None
    read = _Usage.model_validate(value)
    sent = read.prompt_tokens_details or _Sent()
    written = read.completion_tokens_details or _Written()
    return Usage(
        read.cost,
        read.prompt_tokens,
        read.completion_tokens,
        written.reasoning_tokens,
        sent.cached_tokens,
    )


@dataclass(frozen=True, slots=True)
class Drawing:
    """What an image request brought, before anybody judges whether it is enough.

    `sent` is how many pictures the answer claims to hold, readable or not.
    """

    pictures: tuple[Picture, ...]
    sent: int
    usage: Usage | None
    text: str = ""
    refusal: str = ""
    finish_reason: str = ""
    generation_id: str | None = None
    error: object = None


def drawing(body: bytes) -> Drawing:
    """The answer of POST /images. Raises `Unreadable`."""
    answer = _answer(body)
    sent = [text(record(item).get("b64_json")) for item in items(answer.get("data"))]
    if answer.get("error") is None and not isinstance(answer.get("data"), list):
        raise Unreadable("neither data nor error")
    return Drawing(
        _pictures(sent), len(sent), usage(answer.get("usage")), error=answer.get("error")
    )


def chat_drawing(body: bytes) -> Drawing:
    """The answer of the chat route to a wish for a picture. Raises `Unreadable`."""
    answer = _answer(body)
    choice = record(next(iter(items(answer.get("choices"))), None))
    error = answer.get("error") or choice.get("error")
    if error is None and not choice:
        raise Unreadable("neither choices nor error")
    message = record(choice.get("message"))
    sent = [_url(item) for item in items(message.get("images"))]
    return Drawing(
        pictures=_pictures(sent),
        sent=len(sent),
        usage=usage(answer.get("usage")),
        text=text(message.get("content")),
        refusal=text(message.get("refusal")),
        finish_reason=text(choice.get("finish_reason")),
        generation_id=text(answer.get("id")) or None,
        error=error,
    )


class _Job(Lenient):
    id: Maybe[str] = None
    status: Maybe[str] = None
    generation_id: Maybe[str] = None
    unsigned_urls: Listed[str] = None
    usage: Maybe[_Usage] = None
    error: object = None


def accepted(body: bytes) -> VideoAccepted | None:
    """The job a submit began, or None where the answer names none. Raises `Unreadable`."""
    job = _Job.model_validate(_answer(body))
    return VideoAccepted(job.id) if job.id else None


def progress(body: bytes, scrub: Scrub) -> VideoProgress:
    """How far a job is. A status we do not know is a job under way. Raises `Unreadable`."""
    job = _Job.model_validate(_answer(body))
    if job.status is None:
        raise Unreadable("a job without a status")
    cost = job.usage.cost if job.usage else None
    if job.status == "completed":
        return VideoReady(len(job.unsigned_urls or ()) or 1, cost, job.generation_id)
    if (status := _ENDED.get(job.status)) is None:
        return VideoWaiting()
    reason, error_type = _complaint(job.error)
    moderated = is_moderation(words=reason, error_type=error_type)
    return VideoFailed(scrub.line(reason), status, moderated, cost)


class _Key(Lenient):
    label: Maybe[str] = None
    limit: Cost = None
    limit_remaining: Cost = None
    usage: Cost = None


def key(body: bytes) -> KeyInfo:
    """Raises `Unreadable`."""
    read = _Key.model_validate(_data(body))
    return KeyInfo(read.label or "", read.limit, read.limit_remaining, read.usage)


class _Generation(Lenient):
    total_cost: Cost = None
    model: Maybe[str] = None
    provider_name: Maybe[str] = None


def generation_cost(body: bytes) -> GenerationCost | None:
    """None while the gateway knows the generation but not its cost. Raises `Unreadable`."""
    read = _Generation.model_validate(_data(body))
    if read.total_cost is None:
        return None
    return GenerationCost(read.total_cost, read.model, read.provider_name)


def _answer(body: bytes) -> Mapping[str, object]:
    answer = decode(body)
    if not isinstance(answer, dict):
        raise Unreadable("not an object")
    return cast(Mapping[str, object], answer)


def _data(body: bytes) -> Mapping[str, object]:
    data = _answer(body).get("data")
    if not isinstance(data, dict):
        raise Unreadable("no data")
    return cast(Mapping[str, object], data)


def _pictures(sent: list[str]) -> tuple[Picture, ...]:
    return tuple(found for found in map(picture, sent) if found is not None)


def _url(image: object) -> str:
    return text(record(record(image).get("image_url")).get("url"))


def _complaint(error: object) -> tuple[str, str]:
    """The words and the type of a job's error, which is a string or an object."""
    if isinstance(error, str):
        return error, ""
    told = record(error)
    return text(told.get("message")), text(told.get("code"))
