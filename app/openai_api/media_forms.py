"""What /v1/images and /v1/videos take."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from app.catalog.model import Kind, Model
from app.generation.asks import MOST_MONEY, Name
from app.generation.model import Ask, Input, Param
from app.money import Micros
from app.openai_api.bodies import Strict
from app.openai_api.shapes import shape_of

Prompt = Annotated[str, StringConstraints(strip_whitespace=True, max_length=32_000)]
Word = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Text = Annotated[str, StringConstraints(max_length=512)]
Cost = Annotated[int, Field(ge=0, le=MOST_MONEY)]

_UNSAID = ("auto", "standard")
"""What means that nothing in particular is wanted."""


class _MediaForm(Strict):
    """`aspect_ratio`, `resolution`, `seed` and `max_cost_micros` are ours, beside OpenAI's own."""

    model: Name | None = None
    prompt: Prompt
    size: Word | None = None
    aspect_ratio: Word | None = None
    resolution: Word | None = None
    seed: int | None = None
    max_cost_micros: Cost | None = None
    user: Text | None = None

    def _ask(
        self, kind: Kind, model: Model | None, inputs: tuple[Input, ...], **more: Param | None
    ) -> Ask:
        params: dict[str, Param] = shape_of(kind, model, self.size)
        given: Mapping[str, Param | None] = {
            "aspect_ratio": self.aspect_ratio,
            "resolution": self.resolution,
            "seed": self.seed,
            **more,
        }
        params |= {name: value for name, value in given.items() if value not in (None, *_UNSAID)}
        cost = None if self.max_cost_micros is None else Micros(self.max_cost_micros)
        return Ask(kind, self.prompt, self.model, params=params, inputs=inputs, max_cost=cost)


class ImageForm(_MediaForm):
    """POST /v1/images/generations."""

    prompt: Annotated[Prompt, StringConstraints(min_length=1)]
    n: Annotated[int, Field(ge=1, le=10)] | None = None
    quality: Word | None = None
    background: Literal["transparent", "opaque", "auto"] | None = None
    output_format: Literal["png", "jpeg", "webp"] | None = None
    response_format: Literal["url", "b64_json"] | None = None
    moderation: Literal["auto"] | None = None
    stream: Literal[False] | None = None

    def ask(self, model: Model | None, inputs: tuple[Input, ...] = ()) -> Ask:
        return self._ask(
            Kind.IMAGE,
            model,
            inputs,
            n=None if self.n == 1 else self.n,
            quality="high" if self.quality == "hd" else self.quality,
            background=self.background,
            output_format=self.output_format,
        )


class EditForm(ImageForm):
    """The words of POST /v1/images/edits. `image` is there when files are."""

    image: Literal[True]
    n: Annotated[int, Field(ge=1, le=10)] | None = None
    input_fidelity: Literal["low"] | None = None
    stream: Literal["false"] | None = None  # pyright: ignore[reportIncompatibleVariableOverride]


class VideoForm(_MediaForm):
    """POST /v1/videos, as JSON or as the words of a form."""

    prompt: Prompt = ""
    seconds: Annotated[int, Field(ge=1, le=600)] | None = None
    generate_audio: bool | None = None
    input_reference: Literal[True] | None = None

    def ask(self, model: Model | None, inputs: tuple[Input, ...] = ()) -> Ask:
        ask = self._ask(Kind.VIDEO, model, inputs, duration=self.seconds)
        if self.generate_audio is None:
            return ask
        return replace(ask, params={**ask.params, "generate_audio": self.generate_audio})
