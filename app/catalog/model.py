"""What a model is to us: what it takes, what it offers, what it costs. Values only, no I/O."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from app.catalog.pricing.rates import Prices
from app.money import Micros

Scalar = str | int | float | bool
"""What a parameter can be."""

ControlType = Literal["enum", "range", "integer", "boolean"]
QuoteKind = Literal["exact", "estimate", "upper_bound", "unknown"]
ImageWay = Literal["images", "chat"]


class Kind(StrEnum):
    TEXT = "text"
    IMAGE = "image"
    VIDEO = "video"
    EMBEDDING = "embedding"
    SPEECH = "speech"

    @property
    def family(self) -> "Kind":
        """Under which tiers and API keys allow it: what goes for text goes for calls too."""
        return Kind.TEXT if self in CALLS else self


CALLS = frozenset({Kind.EMBEDDING, Kind.SPEECH})
"""Asked for by programs, answered at once, and not kept: no page and no library shows them."""


class Role(StrEnum):
    """What a given picture is for."""

    REFERENCE = "reference"
    FIRST_FRAME = "first_frame"
    LAST_FRAME = "last_frame"
    ATTACHMENT = "attachment"


@dataclass(frozen=True, slots=True)
class Control:
    """One parameter of a model: what may be chosen, and what is chosen unless said otherwise.

    `enum` offers `values`; `range` anything from `min` to `max`, in steps if there is a
    `step`; `integer` a whole number within the bounds given. `default` None: left to the
    gateway.
    """

    type: ControlType
    values: tuple[Scalar, ...] = ()
    min: float | None = None
    max: float | None = None
    step: float | None = None
    default: Scalar | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """How many, at least and at most."""

    min: int
    max: int


@dataclass(frozen=True, slots=True)
class Model:
    """One model for one kind. A parameter or input that is absent is not supported.

    `image_way` says which of the gateway's two ways makes this model's pictures; over chat,
    `writes_text` says that words may come along and must be asked for too.
    """

    id: str
    name: str
    kind: Kind
    params: Mapping[str, Control]
    inputs: Mapping[Role, Limits]
    prices: Prices
    input_modalities: tuple[str, ...] = ()
    prompt_required: bool = True
    context_length: int | None = None
    max_output_tokens: int | None = None
    image_way: ImageWay | None = None
    writes_text: bool = False
    free: bool = False
    expires_on: date | None = None
    description: str = ""
    hidden: bool = False
    """An administrator offers it to nobody. What it makes just now is finished."""
    price_cap: Micros | None = None
    """The most one request to it may cost, as an administrator has set it. None: no limit."""

    def complete(self, params: Mapping[str, Scalar]) -> dict[str, Scalar]:
        """`params` with the defaults of what was left open: what to send, and what is quoted.

        An exact `size` leaves no room for a resolution and a shape.
        """
        skipped = {"resolution", "aspect_ratio"} if "size" in params else set[str]()
        defaults = {
            name: control.default
            for name, control in self.params.items()
            if control.default is not None and name not in skipped
        }
        return defaults | dict(params)


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of a model.

    `inputs` counts the pictures given by role. `context_chars` and `context_images` are what
    goes along unseen: the earlier turns of a conversation and its system prompt.
    """

    prompt: str
    params: Mapping[str, Scalar] = field(default_factory=dict[str, Scalar])
    inputs: Mapping[Role, int] = field(default_factory=dict[Role, int])
    context_chars: int = 0
    context_images: int = 0

    def count(self, *roles: Role) -> int:
        return sum(self.inputs.get(role, 0) for role in roles)


@dataclass(frozen=True, slots=True)
class QuotePart:
    what: str
    amount: Micros


@dataclass(frozen=True, slots=True)
class Quote:
    """The price before. `amount` is None exactly when `kind` is "unknown"; parts add up to it.

    `exact` and `upper_bound` hold at the published prices; `estimate` rests on an assumption
    that its parts name and leans to the high side.
    """

    amount: Micros | None
    kind: QuoteKind
    parts: tuple[QuotePart, ...] = ()
    price_version: str = ""
