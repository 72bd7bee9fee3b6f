"""Reading a chat request the way OpenRouter does: what is asked for, or why it is refused."""

from dataclasses import dataclass
from typing import Any

from app.demo.catalogue import Catalogue
from app.demo.tools import insisted_call
from app.demo.wire import Json, Refusal, funnel_refusal, object_in, objects_in

TOKENS_PER_IMAGE = 258
TOKENS_PER_PAGE = 700  # of a page found on the web
AUTO = "openai/gpt-5-mini"  # whom the demo's Auto Router picks
AUTO_PAINTER = "google/gemini-2.5-flash-image"


@dataclass(frozen=True, slots=True)
class ChatOrder:
    """A chat request that can be served. `answering` is the model that does it."""

    answering: Json
    prompt: str
    turns: int
    attachments: tuple[str, ...]
    prompt_tokens: int
    modalities: frozenset[str]
    max_tokens: int | None
    thinks: bool
    stream: bool
    json_wanted: bool
    image_config: Json
    call: Json | None
    """A function to be called instead of saying anything."""
    web_pages: int = 0
    """How many the web plugin finds, and puts in front of the prompt."""

    @property
    def draws(self) -> bool:
        return "image" in self.modalities


def read_order(body: Json, catalogue: Catalogue) -> ChatOrder:
    """The order, or a `Refusal` with the text and status recorded from OpenRouter."""
    model = _choose(body, catalogue)
    messages = objects_in(body.get("messages"))
    if not messages:
        raise Refusal(400, 'Input required: specify "prompt" or "messages"')
    said = [_text_of(message) for message in messages]
    attachments = tuple(url for message in messages for url in _attachments_of(message))
    web_pages = _web_pages(body)
    prompt_tokens = sum(len(text) // 4 + 4 for text in said) + TOKENS_PER_IMAGE * len(attachments)
    prompt_tokens += TOKENS_PER_PAGE * web_pages
    _check_context(model, prompt_tokens)
    modalities = _modalities(body, model)
    _check_routing(body, model, modalities)
    return ChatOrder(
        answering=model,
        prompt=_last_of_user(messages),
        turns=sum(message.get("role") == "user" for message in messages),
        attachments=attachments,
        prompt_tokens=prompt_tokens,
        modalities=modalities,
        max_tokens=body.get("max_completion_tokens") or body.get("max_tokens"),
        thinks=_thinks(body, model),
        stream=body.get("stream") is True,
        json_wanted=str(object_in(body.get("response_format")).get("type")).startswith("json"),
        image_config=object_in(body.get("image_config")),
        call=insisted_call(body, messages),
        web_pages=web_pages,
    )


def _choose(body: Json, catalogue: Catalogue) -> Json:
    fallbacks: list[Any] = body.get("models") or ["openrouter/auto"]
    model = catalogue.model(body.get("model") or fallbacks[0])
    if model["id"] != "openrouter/auto":
        return model
    return catalogue.model(AUTO_PAINTER if "image" in (body.get("modalities") or []) else AUTO)


def _modalities(body: Json, model: Json) -> frozenset[str]:
    wanted = frozenset[str](body.get("modalities") or ["text"])
    if not wanted <= frozenset(model["output_modalities"]):
        asked = ", ".join(sorted(wanted))
        raise funnel_refusal(
            404,
            f"No endpoints found that support the requested output modalities: {asked}",
            "Filter by Model Output Modalities",
        )
    return wanted


def _check_context(model: Json, prompt_tokens: int) -> None:
    limit = model["context_length"]
    if limit and prompt_tokens > limit:
        raise Refusal(
            400,
            f"This endpoint's maximum context length is {limit} tokens. However, you requested"
            f" about {prompt_tokens} tokens.",
            metadata={"error_type": "context_length_exceeded"},
        )


def _check_routing(body: Json, model: Json, modalities: frozenset[str]) -> None:
    if body.get("tools") and "image" in modalities:
        raise Refusal(404, "No endpoints found that support tool use")
    denied = object_in(body.get("provider")).get("data_collection") == "deny"
    if denied and str(model["id"]).endswith(":free"):
        raise funnel_refusal(
            404,
            "No endpoints found matching your data policy (Free model training)."
            " Configure: https://openrouter.ai/settings/privacy",
            "Filter by Data Policy",
        )


def _thinks(body: Json, model: Json) -> bool:
    habits: Json | None = model.get("reasoning")
    asked = object_in(body.get("reasoning"))
    effort = asked.get("effort") or body.get("reasoning_effort")
    off = effort == "none" or asked.get("enabled") is False
    if habits is None:
        return False
    if off and habits["mandatory"]:
        message = "Reasoning is mandatory for this endpoint and cannot be disabled."
        raise Refusal(400, message, metadata={"provider_name": None})
    on = bool(effort or asked.get("max_tokens") or asked.get("enabled"))
    return not off and (on or habits["default_enabled"])


def _web_pages(body: Json) -> int:
    plugins = objects_in(body.get("plugins"))
    asked = next((each for each in plugins if each.get("id") == "web"), {"enabled": False})
    return 0 if asked.get("enabled") is False else int(asked.get("max_results") or 5)


def _last_of_user(messages: list[Json]) -> str:
    return next((_text_of(one) for one in reversed(messages) if one.get("role") == "user"), "")


def _parts(message: Json) -> list[Json]:
    content: Any = message.get("content")
    if isinstance(content, str):
        return [{"type": "text", "text": content}]
    return objects_in(content)


def _text_of(message: Json) -> str:
    return "\n".join(str(part["text"]) for part in _parts(message) if part.get("type") == "text")


def _attachments_of(message: Json) -> list[str]:
    return [
        str(object_in(part.get("image_url")).get("url", ""))
        for part in _parts(message)
        if part.get("type") not in ("text", None)
    ]
