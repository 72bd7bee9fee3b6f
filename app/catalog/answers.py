"""What the gateway last answered to our questions, as values and as JSON to keep."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from app.catalog.repository import StoredAnswer
from app.gateway.model import ImageEndpoint, ImageModelInfo, TextModelInfo, VideoModelInfo

logger = logging.getLogger(__name__)

PRICES = "prices/"
"""Before a model's id: the question for the prices of one image model."""

_text = TypeAdapter(tuple[TextModelInfo, ...])
_image = TypeAdapter(tuple[ImageModelInfo, ...])
_video = TypeAdapter(tuple[VideoModelInfo, ...])
_endpoints = TypeAdapter(tuple[ImageEndpoint, ...])

LISTS: Mapping[str, TypeAdapter[Any]] = {
    "text": _text,
    "drawing": _text,
    "filming": _text,
    "embedding": _text,
    "speech": _text,
    "image": _image,
    "video": _video,
}


@dataclass(frozen=True, slots=True)
class Answers:
    """The lists, each empty until it was answered once.

    `text`, `drawing`, `filming`, `embedding` and `speech` are the general list's models of what
    each makes; `image` and `video` those of the routes made for it. `prices` has the providers of
    an image model by its id; `fetched` says when each question was answered.
    """

    text: tuple[TextModelInfo, ...] = ()
    drawing: tuple[TextModelInfo, ...] = ()
    filming: tuple[TextModelInfo, ...] = ()
    embedding: tuple[TextModelInfo, ...] = ()
    speech: tuple[TextModelInfo, ...] = ()
    image: tuple[ImageModelInfo, ...] = ()
    video: tuple[VideoModelInfo, ...] = ()
    prices: Mapping[str, tuple[ImageEndpoint, ...]] = field(
        default_factory=dict[str, tuple[ImageEndpoint, ...]]
    )
    fetched: Mapping[str, datetime] = field(default_factory=dict[str, datetime])

    def updated(self, answer: "Answer") -> "Answers":
        """With one answer in the place of the old one."""
        fetched = {**self.fetched, answer.question: answer.fetched_at}
        if answer.question.startswith(PRICES):
            model_id = answer.question.removeprefix(PRICES)
            return replace(self, prices={**self.prices, model_id: answer.value}, fetched=fetched)
        return replace(self, **{answer.question: answer.value}, fetched=fetched)


@dataclass(frozen=True, slots=True)
class Answer:
    """`value` is a tuple of what the question is about."""

    question: str
    fetched_at: datetime
    value: tuple[Any, ...]


def to_keep(answer: Answer) -> StoredAnswer:
    document = _adapter(answer.question).dump_json(answer.value).decode()
    return StoredAnswer(answer.question, answer.fetched_at, document)


def from_kept(stored: Iterable[StoredAnswer]) -> Answers:
    """What was kept. What an older version kept otherwise is passed over, and asked again."""
    answers = Answers()
    for answer in _readable(stored):
        answers = answers.updated(answer)
    return answers


def _readable(stored: Iterable[StoredAnswer]) -> Iterator[Answer]:
    for kept in stored:
        try:
            value = _adapter(kept.question).validate_json(kept.document)
        except (ValidationError, KeyError):
            logger.warning("catalogue: the stored answer %r cannot be read", kept.question)
        else:
            yield Answer(kept.question, kept.fetched_at, value)


def _adapter(question: str) -> TypeAdapter[Any]:
    return _endpoints if question.startswith(PRICES) else LISTS[question]
