"""What we ask the gateway for and what it makes of it, in our words.

Values only. Money is `Micros`, read exactly from the wire; prices of the catalogue are the
decimal strings the gateway publishes. Data that it left out is None or empty.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from app.money import Micros


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation. `images` are data: or https: URLs."""

    role: Literal["system", "user", "assistant"]
    text: str
    images: tuple[str, ...] = ()


WEB_PAGES = 5
"""The most a search on the web hands to a model: as many as the gateway does by itself."""


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """`web_search`: the gateway is to look for the last message on the web before the model
    answers, once, and to hand it up to `WEB_PAGES` pages.

    `conversation` are messages that came in the gateway's own words and go on as they are, in
    the place of `messages`; `options` are more fields of the same sort, such as `tools`."""

    model: str
    messages: tuple[Message, ...]
    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None
    seed: int | None = None
    reasoning_effort: str | None = None
    web_search: bool = False
    user: str | None = None
    conversation: tuple[Mapping[str, object], ...] = ()
    options: Mapping[str, object] = field(default_factory=dict[str, object])

    @property
    def chars(self) -> int:
        """The letters of `messages`."""
        return sum(len(each.text) for each in self.messages)


@dataclass(frozen=True, slots=True)
class ImageRequest:
    """`params` has the names of our API; `references` are data: or https: URLs."""

    model: str
    prompt: str
    references: tuple[str, ...] = ()
    params: Mapping[str, object] = field(default_factory=dict[str, object])
    user: str | None = None


@dataclass(frozen=True, slots=True)
class VideoRequest:
    """`params` has the names of our API; frames and references are data: or https: URLs."""

    model: str
    prompt: str
    first_frame: str | None = None
    last_frame: str | None = None
    references: tuple[str, ...] = ()
    params: Mapping[str, object] = field(default_factory=dict[str, object])
    callback_url: str | None = None
    user: str | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """What it took. What is missing, negative or absurd is None: not known.

    `reasoning_tokens` are some of those of the answer, `cached_tokens` some of the prompt's.
    """

    cost: Micros | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    reasoning_tokens: int | None = None
    cached_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """Who answers, told once, before any text. `generation_id` finds the cost later."""

    model: str
    generation_id: str | None
    provider: str | None


@dataclass(frozen=True, slots=True)
class TextPiece:
    text: str


@dataclass(frozen=True, slots=True)
class ReasoningPiece:
    text: str


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A tool that the model wants called. `arguments` is JSON, or what the model took for it."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class ToolCallPiece:
    """Some more of the call with this number. What it does not tell is empty."""

    index: int
    piece: ToolCall


@dataclass(frozen=True, slots=True)
class Source:
    """A page of the web that an answer rests on, as somebody out there calls it."""

    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The last event of every good stream. `reason` is the wire's: stop, length, …"""

    reason: str
    usage: Usage | None


Spoken = TextPiece | ReasoningPiece | ToolCallPiece
ChatEvent = Answered | Spoken | Source | Finished


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture. `mime` is read from the bytes, never believed."""

    data: bytes
    mime: str


@dataclass(frozen=True, slots=True)
class Pictures:
    """At least one picture, and the words some models send along."""

    pictures: tuple[Picture, ...]
    usage: Usage | None
    generation_id: str | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class VideoAccepted:
    job_id: str


@dataclass(frozen=True, slots=True)
class VideoWaiting:
    """Still being made; also what a status we do not know means."""


@dataclass(frozen=True, slots=True)
class VideoReady:
    outputs: int
    cost: Micros | None
    generation_id: str | None


@dataclass(frozen=True, slots=True)
class VideoFailed:
    """`reason` is the provider's, cleaned. `cost` is set when a failed job was billed."""

    reason: str
    status: Literal["failed", "cancelled", "expired"]
    moderated: bool
    cost: Micros | None = None


VideoProgress = VideoWaiting | VideoReady | VideoFailed


@dataclass(frozen=True, slots=True)
class GenerationCost:
    cost: Micros
    model: str | None
    provider: str | None


@dataclass(frozen=True, slots=True)
class KeyInfo:
    """The operator's key. `limit` None means unlimited; the numbers lag by minutes."""

    label: str
    limit: Micros | None
    limit_remaining: Micros | None
    usage: Micros | None


@dataclass(frozen=True, slots=True)
class ReasoningInfo:
    """`efforts` None means that every effort is accepted."""

    mandatory: bool
    default_enabled: bool | None
    efforts: tuple[str, ...] | None
    default_effort: str | None


@dataclass(frozen=True, slots=True)
class PriceOverride:
    """Prices that replace the base ones while every condition given holds; the last one wins.

    `utc_start` and `utc_end` are clock numbers, 400 is 04:00.
    """

    prices: Mapping[str, str]
    min_prompt_tokens: int | None
    utc_days: tuple[str, ...]
    utc_start: int | None
    utc_end: int | None


@dataclass(frozen=True, slots=True)
class TextModelInfo:
    """One model of `/models`. Prices are dollars per token or unit; "-1" is not known."""

    id: str
    name: str
    description: str
    created_at: datetime | None
    context_length: int | None
    max_completion_tokens: int | None
    is_moderated: bool
    input_modalities: tuple[str, ...]
    output_modalities: tuple[str, ...]
    supported_parameters: tuple[str, ...]
    pricing: Mapping[str, str]
    price_overrides: tuple[PriceOverride, ...]
    reasoning: ReasoningInfo | None
    expires_on: date | None
    voices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EnumParameter:
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RangeParameter:
    min: float | None
    max: float | None


@dataclass(frozen=True, slots=True)
class BooleanParameter:
    """A parameter that may be given: a switch, or a free value such as a seed."""


Parameter = EnumParameter | RangeParameter | BooleanParameter


@dataclass(frozen=True, slots=True)
class ImageModelInfo:
    """One model of `/images/models`. A parameter that is absent is not supported."""

    id: str
    name: str
    description: str
    created_at: datetime | None
    input_modalities: tuple[str, ...]
    output_modalities: tuple[str, ...]
    supported_parameters: Mapping[str, Parameter]
    supports_streaming: bool


@dataclass(frozen=True, slots=True)
class ImagePrice:
    """Dollars for one `unit` (request, image, megapixel, token) of a `billable`."""

    billable: str
    unit: str
    usd: str
    variant: str | None


@dataclass(frozen=True, slots=True)
class ImageEndpoint:
    """One provider of an image model, with its prices."""

    provider_name: str
    provider_slug: str
    supported_parameters: Mapping[str, Parameter]
    prices: tuple[ImagePrice, ...]


@dataclass(frozen=True, slots=True)
class UpscaleRange:
    min: float | None
    max: float | None


@dataclass(frozen=True, slots=True)
class VideoModelInfo:
    """One model of `/videos/models`. None is "not declared": may be sent. False is "no"."""

    id: str
    canonical_slug: str | None
    name: str
    description: str
    created_at: datetime | None
    supported_resolutions: tuple[str, ...] | None
    supported_aspect_ratios: tuple[str, ...] | None
    supported_sizes: tuple[str, ...] | None
    supported_durations: tuple[int, ...] | None
    supported_frame_images: tuple[str, ...] | None
    generate_audio: bool | None
    seed: bool | None
    upscale_factor: UpscaleRange | None
    creativity: tuple[int, ...] | None
    pricing_skus: Mapping[str, str]
    allowed_passthrough_parameters: tuple[str, ...]
