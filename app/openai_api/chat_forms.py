"""What POST /v1/chat/completions takes: OpenAI's request, as far as it can be kept here.

What OpenAI documents and nothing here could honour is refused by name; what changes nothing
(`store`, `metadata`, `user`, …) is taken and goes no further.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Self, cast

from pydantic import BaseModel, Field, StringConstraints, model_validator

from app.catalog.model import Kind
from app.generation.asks import MAX_PROMPT, MOST_MONEY, Name
from app.generation.model import Ask, Conversation, Param
from app.money import Micros
from app.openai_api.bodies import Strict
from app.openai_api.chat_messages import MOST_TOOLS, Message, ShortName

MOST_MESSAGES = 5_000

PARAMS = ("temperature", "top_p", "seed", "reasoning_effort")
"""Which the catalogue knows of, and a model may not offer."""

OPTIONS = (
    "tools",
    "tool_choice",
    "parallel_tool_calls",
    "response_format",
    "stop",
    "frequency_penalty",
    "presence_penalty",
    "logit_bias",
    "verbosity",
)
"""Which go on to the model as they are."""


class FunctionTool(Strict):
    name: Annotated[str, StringConstraints(pattern=r"^[a-zA-Z0-9_.-]{1,128}$")]
    description: str | None = None
    parameters: dict[str, Any] | None = None
    strict: bool | None = None


class Tool(Strict):
    """Functions only: what the gateway runs by itself costs what nobody could tell before."""

    type: Literal["function"]
    function: FunctionTool


class NamedFunction(Strict):
    name: ShortName


class ToolChoice(Strict):
    type: Literal["function"]
    function: NamedFunction


class ResponseFormat(Strict):
    type: Literal["text", "json_object", "json_schema"]
    json_schema: dict[str, Any] | None = None


class StreamOptions(Strict):
    include_usage: bool | None = None
    include_obfuscation: bool | None = None


Penalty = Annotated[float, Field(ge=-2, le=2)]
Text = Annotated[str, StringConstraints(max_length=512)]


class ChatForm(Strict):
    """Without `model` the route auto answers. `max_cost_micros` is ours: the most it may cost."""

    model: Name | None = None
    messages: Annotated[list[Message], Field(min_length=1, max_length=MOST_MESSAGES)]
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None
    max_completion_tokens: int | None = None
    seed: int | None = None
    reasoning_effort: Text | None = None
    tools: Annotated[list[Tool], Field(max_length=MOST_TOOLS)] | None = None
    tool_choice: Literal["none", "auto", "required"] | ToolChoice | None = None
    parallel_tool_calls: bool | None = None
    response_format: ResponseFormat | None = None
    stop: Text | Annotated[list[Text], Field(max_length=4)] | None = None
    frequency_penalty: Penalty | None = None
    presence_penalty: Penalty | None = None
    logit_bias: Annotated[dict[str, float], Field(max_length=1_000)] | None = None
    verbosity: Literal["low", "medium", "high"] | None = None
    max_cost_micros: Annotated[int, Field(strict=True, ge=0, le=MOST_MONEY)] | None = None

    n: Literal[1] | None = None
    logprobs: Literal[False] | None = None
    modalities: list[Literal["text"]] | None = None
    service_tier: Literal["auto", "default"] | None = None
    store: bool | None = None
    user: Text | None = None
    safety_identifier: Text | None = None
    prompt_cache_key: Text | None = None
    metadata: Annotated[dict[str, Text], Field(max_length=16)] | None = None

    @model_validator(mode="after")
    def _one_limit(self) -> Self:
        if self.max_tokens is not None and self.max_completion_tokens is not None:
            raise ValueError("Give max_completion_tokens or max_tokens, not both.")
        return self

    @property
    def wants_usage(self) -> bool:
        return bool(self.stream_options and self.stream_options.include_usage)

    def ask(self) -> Ask:
        """Blocks for a moment when there are pictures of megabytes."""
        params: dict[str, Param] = {
            name: value for name in PARAMS if (value := getattr(self, name)) is not None
        }
        if limit := self.max_completion_tokens or self.max_tokens:
            params["max_tokens"] = limit
        cost = self.max_cost_micros
        conversation = self._conversation()
        return Ask(
            Kind.TEXT,
            _last_words(conversation.messages),
            self.model,
            params=params,
            max_cost=None if cost is None else Micros(cost),
            conversation=conversation,
        )

    def _conversation(self) -> Conversation:
        messages = tuple(_sent(each) for each in self.messages)
        options = {
            name: _plain(value) for name in OPTIONS if (value := getattr(self, name)) is not None
        }
        kept = json.dumps([_without_bytes(each) for each in messages], ensure_ascii=False)
        whole = json.dumps([messages, options], sort_keys=True).encode()
        shown = [count for each in messages if (count := len(list(_pictures(each))))]
        letters = len(kept) + (len(json.dumps(options)) if options else 0)
        return Conversation(
            messages,
            options,
            kept,
            hashlib.sha256(whole).hexdigest(),
            chars=letters,
            pictures=sum(shown),
            shown=shown[-1] if shown else 0,
        )


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump(exclude_none=True)
    if isinstance(value, list):
        return [_plain(each) for each in cast(list[object], value)]
    return value


def _sent(message: BaseModel) -> Mapping[str, Any]:
    """As it goes on: what was not said, or says nothing, is left out."""
    fields = message.model_dump(exclude_none=True, exclude={"annotations"})
    return {"content": None, **fields} if fields["role"] == "assistant" else fields


def _parts(message: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    content = message["content"]
    if isinstance(content, str):
        return [{"type": "text", "text": content}]
    return content or []


def _pictures(message: Mapping[str, Any]) -> Iterator[str]:
    for part in _parts(message):
        if part["type"] == "image_url":
            yield part["image_url"]["url"]


def _without_bytes(message: Mapping[str, Any]) -> Mapping[str, Any]:
    if not any(url.startswith("data:") for url in map(str.lower, _pictures(message))):
        return message
    return {**message, "content": [_part_without_bytes(each) for each in _parts(message)]}


def _part_without_bytes(part: Mapping[str, Any]) -> Mapping[str, Any]:
    if part["type"] != "image_url" or not part["image_url"]["url"].lower().startswith("data:"):
        return part
    head, _, body = part["image_url"]["url"].partition(",")
    url = f"{head},…{len(body) * 3 // 4} bytes"
    return {**part, "image_url": {**part["image_url"], "url": url}}


def _last_words(messages: tuple[Mapping[str, Any], ...]) -> str:
    """What the person said last, by which the generation is known; else what anybody did."""
    for roles in ({"user"}, {"user", "system", "developer", "tool", "assistant"}):
        for message in reversed(messages):
            words = "\n".join(each.get("text", "") for each in _parts(message)).strip()
            if words and message["role"] in roles:
                return words[:MAX_PROMPT]
    return "(a picture)"
