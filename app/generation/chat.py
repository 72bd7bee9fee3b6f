"""A conversation as one model is asked to go on with it."""

from collections.abc import Mapping
from dataclasses import replace

from pydantic import BaseModel

from app.gateway.model import ChatRequest
from app.generation.model import Param


class _ChatParams(BaseModel):
    """The params of a text, which the catalogue has found to fit, each with its type."""

    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None
    seed: int | None = None
    reasoning_effort: str | None = None
    web_search: bool = False


def addressed(request: ChatRequest, model_id: str, params: Mapping[str, Param]) -> ChatRequest:
    """The same conversation for this model."""
    wanted = _ChatParams.model_validate(params)
    return replace(
        request,
        model=model_id,
        temperature=wanted.temperature,
        top_p=wanted.top_p,
        max_tokens=wanted.max_tokens,
        seed=wanted.seed,
        reasoning_effort=wanted.reasoning_effort,
        web_search=wanted.web_search,
    )
