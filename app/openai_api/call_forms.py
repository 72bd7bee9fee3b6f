"""What POST /v1/embeddings and POST /v1/audio/speech take."""

import hashlib
import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from app.catalog.measure.tokens import LETTERS_PER_TOKEN
from app.catalog.model import Kind, Model
from app.generation.asks import MOST_MONEY, Name
from app.generation.model import Ask, Call, Param
from app.money import Micros
from app.openai_api.bodies import Strict

MOST_INPUTS = 2_048
LONGEST_INPUT = 1_000_000
LONGEST_SPEECH = 16_384
LARGEST_TOKEN = 2**31

Text = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_INPUT)]
Tokens = Annotated[
    list[Annotated[int, Field(strict=True, ge=0, lt=LARGEST_TOKEN)]],
    Field(min_length=1, max_length=LONGEST_INPUT),
]
Cost = Annotated[int, Field(strict=True, ge=0, le=MOST_MONEY)]
Word = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class _CallForm(Strict):
    """`max_cost_micros` is ours: the most it may cost. There is no route that is meant without a
    model: vectors of one cannot be compared with those of another, nor voices."""

    model: Name
    max_cost_micros: Cost | None = None
    user: Annotated[str, StringConstraints(max_length=512)] | None = None

    def _ask(
        self, kind: Kind, fields: Mapping[str, Any], letters: int, params: dict[str, Param]
    ) -> Ask:
        cost = None if self.max_cost_micros is None else Micros(self.max_cost_micros)
        digest = hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
        call = Call(fields, letters, digest)
        return Ask(kind, "", self.model, params=params, max_cost=cost, call=call)


class EmbeddingForm(_CallForm):
    """POST /v1/embeddings."""

    input: (
        Text
        | Annotated[list[Text], Field(min_length=1, max_length=MOST_INPUTS)]
        | Tokens
        | Annotated[list[Tokens], Field(min_length=1, max_length=MOST_INPUTS)]
    )
    dimensions: Annotated[int, Field(ge=1, le=65_536)] | None = None
    encoding_format: Literal["float", "base64"] = "float"

    def ask(self) -> Ask:
        """Blocks for a moment when there is much to embed."""
        fields = self.model_dump(
            include={"input", "dimensions", "encoding_format"}, exclude_none=True
        )
        return self._ask(Kind.EMBEDDING, fields, _letters(self.input), {})


class SpeechForm(_CallForm):
    """POST /v1/audio/speech. `wav` is made here, of the gateway's `pcm`."""

    input: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_SPEECH)]
    voice: Word | None = None
    response_format: Literal["mp3", "pcm", "wav"] = "mp3"
    speed: Annotated[float, Field(ge=0.25, le=4)] | None = None
    instructions: Annotated[str, StringConstraints(max_length=4_096)] | None = None
    stream_format: Literal["audio"] | None = None

    def ask(self, model: Model | None) -> Ask:
        """A voice is checked where `model` says which it has."""
        listed = model is not None and "voice" in model.params
        fields = self.model_dump(include={"input", "speed", "instructions"}, exclude_none=True)
        fields["response_format"] = "mp3" if self.response_format == "mp3" else "pcm"
        params: dict[str, Param] = {}
        if self.voice is not None:
            (params if listed else fields)["voice"] = self.voice
        return self._ask(Kind.SPEECH, fields, len(self.input.encode(errors="replace")), params)


def _letters(given: str | list[str] | list[int] | list[list[int]]) -> int:
    """Of which a third is about how many tokens there are; what is no ASCII counts as one each."""
    if isinstance(given, str):
        foreign = sum(1 for letter in given if ord(letter) > 127)
        return len(given) + foreign * (LETTERS_PER_TOKEN - 1)
    if isinstance(given[0], int):
        return len(given) * LETTERS_PER_TOKEN
    return sum(_letters(each) for each in given if not isinstance(each, int))
