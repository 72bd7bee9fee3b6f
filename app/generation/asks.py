"""What may be sent to ask for a generation, as it comes over the wire."""

from dataclasses import replace
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.catalog.model import Kind, Role
from app.generation.model import Ask, Input, Param
from app.money import Micros

MAX_PROMPT = 200_000
MAX_INPUTS = 16
MOST_MONEY = 10**12  # a million dollars, in micros

Prompt = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MAX_PROMPT)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Id = Annotated[str, StringConstraints(min_length=36, max_length=36)]
Params = Annotated[
    dict[Annotated[str, StringConstraints(max_length=40)], Param], Field(max_length=20)
]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class InputBody(_Strict):
    media_id: Id
    role: Role


class _AnyAsk(_Strict):
    """`model` may be a route such as `auto`, which is the default."""

    prompt: Prompt
    model: Name | None = None
    inputs: Annotated[list[InputBody], Field(max_length=MAX_INPUTS)] = []
    params: Params = {}
    max_cost_micros: Annotated[int, Field(strict=True, ge=0, le=MOST_MONEY)] | None = None

    def ask(self, kind: Kind) -> Ask:
        return Ask(
            kind,
            self.prompt,
            self.model,
            params=self.params,
            inputs=tuple(Input(each.media_id, each.role) for each in self.inputs),
            max_cost=None if self.max_cost_micros is None else Micros(self.max_cost_micros),
        )


class MediaAsk(_AnyAsk):
    """An image or a video. Some models work from a picture alone and need no prompt."""

    prompt: Prompt = ""


class TextAsk(_AnyAsk):
    """A message. Without `thread_id` it opens a thread; without `parent_id` it follows the
    newest message, and with `parent_id: null` it is asked afresh at the root of its thread."""

    prompt: Annotated[Prompt, StringConstraints(min_length=1)]
    thread_id: Id | None = None
    parent_id: Id | None = None
    system: Annotated[str, StringConstraints(max_length=20_000)] | None = None

    def ask(self, kind: Kind = Kind.TEXT) -> Ask:
        explicit_root = "parent_id" in self.model_fields_set and self.parent_id is None
        return replace(
            super().ask(kind),
            system=self.system or None,
            thread_id=self.thread_id,
            parent_id=self.parent_id,
            from_root=explicit_root and self.thread_id is not None,
        )


class Change(_Strict):
    """What the owner may change afterwards."""

    favourite: bool = False
    title: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] | None = None
