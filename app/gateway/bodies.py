"""Our requests as the gateway wants them: snake_case, and only the fields that were given."""

import json
from collections.abc import Mapping

from app.gateway.model import WEB_PAGES, ChatRequest, ImageRequest, Message, VideoRequest

# Always one and the same searcher: what a model's own maker would ask for its search is published
# nowhere, and its model may search as often as it likes.
_WEB = {"id": "web", "engine": "exa", "max_results": WEB_PAGES}
_CHAT_RESOLUTIONS = {"512": "0.5K"}  # /images and the chat route name the smallest differently
_CHAT_IMAGE_CONFIG = {
    "aspect_ratio": "aspect_ratio",
    "resolution": "image_size",
    "quality": "quality",
}


def encode(body: Mapping[str, object]) -> bytes:
    """The JSON of `body`. A lone surrogate, which has no UTF-8, becomes a question mark."""
    document = json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return document.encode("utf-8", "replace")


def chat(request: ChatRequest) -> dict[str, object]:
    """A streamed answer in text."""
    reasoning = {"effort": request.reasoning_effort} if request.reasoning_effort else None
    own = _given(
        model=request.model,
        messages=list(request.conversation) or [_message(each) for each in request.messages],
        stream=True,
        temperature=request.temperature,
        top_p=request.top_p,
        max_completion_tokens=request.max_tokens,
        seed=request.seed,
        reasoning=reasoning,
        plugins=[_WEB] if request.web_search else None,
        user=request.user,
    )
    return {**request.options, **own}


def chat_images(request: ImageRequest, *, with_text: bool) -> dict[str, object]:
    """One picture by way of the chat route, for models that only draw there."""
    config = {
        theirs: _chat_value(ours, request.params[ours])
        for ours, theirs in _CHAT_IMAGE_CONFIG.items()
        if request.params.get(ours) is not None
    }
    return _given(
        model=request.model,
        messages=[_message(Message("user", request.prompt, request.references))],
        modalities=["image", "text"] if with_text else ["image"],
        image_config=config or None,
        seed=request.params.get("seed"),
        user=request.user,
    )


def images(request: ImageRequest) -> dict[str, object]:
    return _given(
        **{
            **request.params,
            "model": request.model,
            "prompt": request.prompt,
            "input_references": _references(request.references),
            "user": request.user,
        }
    )


def video(request: VideoRequest) -> dict[str, object]:
    frames = [
        {**_image_url(url), "frame_type": frame_type}
        for frame_type, url in (
            ("first_frame", request.first_frame),
            ("last_frame", request.last_frame),
        )
        if url
    ]
    return _given(
        **{
            **request.params,
            "model": request.model,
            "prompt": request.prompt or None,
            "frame_images": frames or None,
            "input_references": _references(request.references),
            "callback_url": request.callback_url,
            "user": request.user,
        }
    )


def _given(**fields: object) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value is not None}


def _message(message: Message) -> dict[str, object]:
    if not message.images:
        return {"role": message.role, "content": message.text}
    words = [{"type": "text", "text": message.text}] if message.text else []
    return {"role": message.role, "content": [*words, *map(_image_url, message.images)]}


def _image_url(url: str) -> dict[str, object]:
    return {"type": "image_url", "image_url": {"url": url}}


def _references(urls: tuple[str, ...]) -> list[dict[str, object]] | None:
    return [_image_url(url) for url in urls] or None


def _chat_value(name: str, value: object) -> object:
    return _CHAT_RESOLUTIONS.get(str(value), value) if name == "resolution" else value
