"""Embeddings and speech: what is sent, and what comes back whole."""

import base64
import binascii
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from app.gateway import answers
from app.gateway.errors import Facts, OutcomeUnknown
from app.gateway.lenient import Unreadable, decode, items, record, text
from app.gateway.model import Usage
from app.gateway.trouble import ErrorReader
from app.gateway.verdict import UNREADABLE, Route, problem_inside
from app.gateway.wire import Answer

Vector = str | list[float]
"""Base64 of little-endian floats of four bytes, or numbers."""


@dataclass(frozen=True, slots=True)
class CallRequest:
    """`fields` go on as they are, beside the model."""

    model: str
    fields: Mapping[str, object]
    user: str | None = None

    @property
    def body(self) -> dict[str, object]:
        own = {"model": self.model, "user": self.user}
        return {**self.fields, **{name: value for name, value in own.items() if value is not None}}


@dataclass(frozen=True, slots=True)
class Embedded:
    """One vector for each input, in order, in the form that was asked for."""

    vectors: tuple[Vector, ...]
    usage: Usage | None
    generation_id: str | None


@dataclass(frozen=True, slots=True)
class Voiced:
    """`mime` as the gateway says it: of headerless PCM it tells the rate."""

    data: bytes
    mime: str
    generation_id: str | None


def embedded(answer: Answer, errors: ErrorReader, *, packed: bool) -> Embedded:
    """The vectors in an answer, `packed` in base64. Raises if they are not all there. Blocks."""
    facts = Facts(status_code=200, generation_id=answer.generation_id)
    try:
        document = record(decode(answer.body))
        usage = facts["usage"] = answers.usage(document.get("usage"))
        named = facts["generation_id"] = answer.generation_id or text(document.get("id")) or None
        _raise_inside(document, errors, facts)
        return Embedded(_vectors(document.get("data"), packed=packed), usage, named)
    except Unreadable as error:
        raise OutcomeUnknown(UNREADABLE, **facts) from error


def voiced(answer: Answer, errors: ErrorReader) -> Voiced:
    """The sound in an answer. Raises if there is none."""
    facts = Facts(status_code=200, generation_id=answer.generation_id)
    if answer.media_type.lower().startswith("audio/") and answer.body:
        return Voiced(answer.body, answer.media_type, answer.generation_id)
    facts["raw"] = errors.scrub.raw(answer.body)
    try:
        _raise_inside(record(decode(answer.body)), errors, facts)
    except Unreadable as error:
        raise OutcomeUnknown(UNREADABLE, **facts) from error
    raise OutcomeUnknown(UNREADABLE, **facts)


def _raise_inside(document: Mapping[str, object], errors: ErrorReader, facts: Facts) -> None:
    error = document.get("error")
    if error is not None:
        trouble = errors.error(error, status=200)
        named = facts.get("generation_id")
        raise problem_inside(trouble, Route.CALL, usage=facts.get("usage"), generation_id=named)


def _vectors(data: object, *, packed: bool) -> tuple[Vector, ...]:
    """In the order of their index, which must not have a gap."""
    found = [record(each) for each in items(data)]
    by_index = {each.get("index"): each.get("embedding") for each in found}
    if not found or set(by_index) != set(range(len(found))):
        raise Unreadable("no vector for every input")
    ordered = (by_index[index] for index in range(len(found)))
    return tuple((_packed if packed else _plain)(each) for each in ordered)


def _packed(vector: object) -> str:
    if isinstance(vector, str):
        _bytes(vector)
        return vector
    numbers = _numbers(vector)
    return base64.b64encode(struct.pack(f"<{len(numbers)}f", *numbers)).decode("ascii")


def _plain(vector: object) -> list[float]:
    if not isinstance(vector, str):
        return _numbers(vector)
    data = _bytes(vector)
    return list(struct.unpack(f"<{len(data) // 4}f", data))


def _bytes(vector: str) -> bytes:
    try:
        data = base64.b64decode(vector, validate=True)
    except binascii.Error as error:
        raise Unreadable("no base64") from error
    if not data or len(data) % 4:
        raise Unreadable("not made of floats")
    return data


def _numbers(vector: object) -> list[float]:
    try:
        # Numbers of the wire: int or Decimal, and whatever else is none raises.
        return [float(cast(float, each)) for each in _some(items(vector))]
    except (TypeError, ValueError, OverflowError) as error:
        raise Unreadable("not made of numbers") from error


def _some(numbers: list[object]) -> list[object]:
    if not numbers:
        raise Unreadable("an empty vector")
    return numbers
