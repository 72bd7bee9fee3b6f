"""What the owner of a generation sees. New columns stay private until they are named here."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from app.catalog.model import Kind, Role
from app.db import Tx
from app.generation import answers, repository
from app.generation.model import (
    UNWRITTEN,
    Charged,
    CostSource,
    Generation,
    Stage,
    State,
    Who,
    Written,
)
from app.media import repository as media_rows
from app.media.model import Media, MediaKind


class _View(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class InputView(_View):
    media_id: str
    role: Role


class OutputView(_View):
    id: str
    kind: MediaKind
    mime: str
    width: int | None
    height: int | None
    duration_s: float | None
    has_audio: bool
    bytes: int
    url: str
    thumbnail_url: str | None


class QuoteView(_View):
    amount_micros: int | None
    kind: str


class FaultView(_View):
    code: str
    message: str
    retryable: bool
    who: Who
    charged: Charged


class AttemptView(_View):
    model: str
    code: str
    message: str


class TokensView(_View):
    """As the gateway counted them; null where it did not say."""

    prompt: int | None
    completion: int | None
    reasoning: int | None
    cached: int | None


class GenerationView(_View):
    id: str
    kind: Kind
    state: State
    stage: Stage | None
    model: str
    answered_by: str | None
    prompt: str
    params: Mapping[str, Any]
    inputs: tuple[InputView, ...]
    thread_id: str | None
    parent_id: str | None
    text: str
    reasoning: str
    media: tuple[OutputView, ...]
    quote: QuoteView
    cost_micros: int | None
    cost_source: CostSource | None
    tokens: TokensView | None
    error: FaultView | None
    attempts: tuple[AttemptView, ...]
    favourite: bool
    title: str | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


def of(
    generation: Generation, media: Sequence[Media] = (), answer: Written = UNWRITTEN
) -> GenerationView:
    fields = {
        name: getattr(generation, name)
        for name in GenerationView.model_fields
        if hasattr(generation, name)
    }
    return GenerationView.model_validate(
        fields
        | {
            "text": answer.text,
            "reasoning": answer.reasoning,
            "tokens": answer.tokens,
            "media": [_output(each) for each in media],
            "quote": {"amount_micros": generation.quote.amount, "kind": generation.quote.kind},
            "cost_micros": generation.cost,
        }
    )


def of_all(tx: Tx, generations: Sequence[Generation]) -> list[GenerationView]:
    """With their files and texts, which are read for all of them at once."""
    made = [each.id for each in generations if each.kind is not Kind.TEXT]
    written = [each.id for each in generations if each.kind is Kind.TEXT]
    media = media_rows.of_generations(tx, made) if made else {}
    texts = answers.written(tx, written)
    return [of(each, media.get(each.id, ()), texts.get(each.id, UNWRITTEN)) for each in generations]


def of_id(tx: Tx, generation_id: str) -> GenerationView:
    """For whoever has already been found to own it."""
    return of_all(tx, [repository.of_id(tx, generation_id)])[0]


def of_user(tx: Tx, user_id: str, generation_id: str) -> GenerationView:
    """One of this user's, or NotFound."""
    return of_all(tx, [repository.of_user(tx, user_id, generation_id)])[0]


def for_webhooks(tx: Tx, generation_id: str) -> dict[str, Any] | None:
    """As its owner sees it, in plain JSON; None once it is in the trash, or emptied."""
    generation = repository.of_id(tx, generation_id)
    if generation.deleted_at is not None:
        return None
    return of_all(tx, [generation])[0].model_dump(mode="json")


def event_data(view: GenerationView) -> str:
    """The data of `started` and `ended` events."""
    return '{"generation":' + view.model_dump_json() + "}"


def _output(media: Media) -> OutputView:
    url = f"/api/media/{media.id}"
    small = "thumbnail" if media.deleted_at is None else "trashed-thumbnail"
    return OutputView(
        id=media.id,
        kind=media.kind,
        mime=media.mime,
        width=media.width,
        height=media.height,
        duration_s=media.duration_s,
        has_audio=media.has_audio,
        bytes=media.bytes,
        url=url,
        thumbnail_url=f"{url}/{small}" if media.has_thumbnail else None,
    )
