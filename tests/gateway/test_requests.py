"""What we send: the wire's names, only what was given, and the right headers."""

import httpx
import pytest
from jsonschema import Draft202012Validator
from pydantic import SecretStr

from app.gateway import bodies
from app.gateway.client import Gateway
from app.gateway.model import ChatRequest, ImageRequest, Message, VideoRequest
from app.gateway.transport import open_http
from tests.conftest import TurnableClock
from tests.gateway.scripted import BASE, CHAT, KEY, Scripted, gateway, said, streamed

FRAME = "data:image/png;base64,QUJD"
LAST = "https://app.example.com/last.png"

Schema = dict[str, object]


def shape(*required: str, **properties: object) -> Schema:
    """An object with these properties and no others."""
    return {
        "type": "object",
        "required": list(required),
        "additionalProperties": False,
        "properties": properties,
    }


def a_list(items: Schema) -> Schema:
    return {"type": "array", "minItems": 1, "maxItems": 16, "items": items}


def strings(*names: str) -> dict[str, Schema]:
    return dict.fromkeys(names, STRING)


# The wire's names and types, from the schema of October 2026, as far as we use them.
STRING: Schema = {"type": "string"}
INTEGER: Schema = {"type": "integer"}
NUMBER: Schema = {"type": "number"}
BOOLEAN: Schema = {"type": "boolean"}
URL = shape("url", url=STRING)
IMAGE_PART = shape("type", "image_url", type={"const": "image_url"}, image_url=URL)
TEXT_PART = shape("type", "text", type={"const": "text"}, text=STRING)
FRAME_IMAGE = shape(
    "type",
    "image_url",
    "frame_type",
    type={"const": "image_url"},
    image_url=URL,
    frame_type={"enum": ["first_frame", "last_frame"]},
)
VIDEO_SCHEMA = shape(
    "model",
    **strings("model", "prompt", "resolution", "aspect_ratio", "size", "callback_url", "user"),
    duration=INTEGER,
    seed=INTEGER,
    generate_audio=BOOLEAN,
    frame_images=a_list(FRAME_IMAGE),
    input_references=a_list(IMAGE_PART),
)
IMAGES_SCHEMA = shape(
    "model",
    "prompt",
    **strings("model", "prompt", "aspect_ratio", "resolution", "size", "quality"),
    **strings("output_format", "background", "user"),
    n=INTEGER,
    seed=INTEGER,
    input_references=a_list(IMAGE_PART),
)
MESSAGE = shape(
    "role",
    "content",
    role={"enum": ["system", "user", "assistant"]},
    content={"anyOf": [STRING, a_list({"anyOf": [TEXT_PART, IMAGE_PART]})]},
)
CHAT_SCHEMA = shape(
    "messages",
    **strings("model", "user"),
    messages=a_list(MESSAGE),
    stream=BOOLEAN,
    temperature=NUMBER,
    top_p=NUMBER,
    max_completion_tokens=INTEGER,
    seed=INTEGER,
    reasoning=shape(effort=STRING),
    plugins=a_list(
        shape(
            "id",
            id={"const": "web"},
            engine={"enum": ["native", "exa", "firecrawl", "parallel", "perplexity"]},
            max_results=INTEGER,
        )
    ),
    modalities=a_list({"enum": ["text", "image", "audio"]}),
    image_config=shape(**strings("aspect_ratio", "image_size", "quality")),
)


def assert_fits(body: object, schema: Schema) -> None:
    Draft202012Validator(schema).validate(body)


def test_a_chat_sends_only_what_was_given() -> None:
    assert bodies.chat(CHAT) == {
        "model": "acme/words",
        "messages": [{"role": "user", "content": "Hello"}],
        "stream": True,
    }


def test_a_chat_sends_all_that_was_given() -> None:
    request = ChatRequest(
        "acme/words",
        (
            Message("system", "Be brief."),
            Message("user", "What is this?", (FRAME, LAST)),
            Message("assistant", "A fox."),
            Message("user", "", (FRAME,)),
        ),
        temperature=0.0,
        top_p=0.9,
        max_tokens=200,
        seed=0,
        reasoning_effort="low",
        web_search=True,
        user="user-7",
    )
    body = bodies.chat(request)
    assert_fits(body, CHAT_SCHEMA)
    picture = {"type": "image_url", "image_url": {"url": FRAME}}
    assert body == {
        "model": "acme/words",
        "messages": [
            {"role": "system", "content": "Be brief."},
            {
                "role": "user",
                "content": [
                    {"type": "text", "text": "What is this?"},
                    picture,
                    {"type": "image_url", "image_url": {"url": LAST}},
                ],
            },
            {"role": "assistant", "content": "A fox."},
            {"role": "user", "content": [picture]},
        ],
        "stream": True,
        "temperature": 0.0,
        "top_p": 0.9,
        "max_completion_tokens": 200,
        "seed": 0,
        "reasoning": {"effort": "low"},
        "plugins": [{"id": "web", "engine": "exa", "max_results": 5}],
        "user": "user-7",
    }


def test_a_picture_is_asked_for_with_its_parameters_and_references() -> None:
    params = {"aspect_ratio": "16:9", "n": 2, "seed": 0, "quality": None}
    body = bodies.images(ImageRequest("acme/brush", "A fox", (FRAME,), params, "user-7"))
    assert_fits(body, IMAGES_SCHEMA)
    assert body == {
        "model": "acme/brush",
        "prompt": "A fox",
        "aspect_ratio": "16:9",
        "n": 2,
        "seed": 0,
        "input_references": [{"type": "image_url", "image_url": {"url": FRAME}}],
        "user": "user-7",
    }


def test_no_parameter_can_replace_what_was_asked_for() -> None:
    params = {"model": "acme/dear", "prompt": "Something else"}
    assert bodies.images(ImageRequest("acme/brush", "A fox", params=params)) == {
        "model": "acme/brush",
        "prompt": "A fox",
    }


@pytest.mark.parametrize(
    ("with_text", "modalities"), [(True, ["image", "text"]), (False, ["image"])]
)
def test_the_chat_route_has_its_own_names_for_pictures(
    with_text: bool, modalities: list[str]
) -> None:
    params = {"aspect_ratio": "16:9", "resolution": "512", "seed": 7}
    request = ImageRequest("acme/brush", "A fox", (FRAME,), params)
    body = bodies.chat_images(request, with_text=with_text)
    assert_fits(body, CHAT_SCHEMA)
    assert body == {
        "model": "acme/brush",
        "messages": [
            {
                "role": "user",
                "content": [
                    {"type": "text", "text": "A fox"},
                    {"type": "image_url", "image_url": {"url": FRAME}},
                ],
            }
        ],
        "modalities": modalities,
        "image_config": {"aspect_ratio": "16:9", "image_size": "0.5K"},
        "seed": 7,
    }


def test_a_film_from_pictures_names_which_is_first_and_last() -> None:
    request = VideoRequest(
        "acme/camera",
        "The camera pushes in",
        first_frame=FRAME,
        last_frame=LAST,
        references=(FRAME,),
        params={"duration": 5, "generate_audio": False, "resolution": "720p"},
        callback_url="https://app.example.com/hook",
        user="user-7",
    )
    body = bodies.video(request)
    assert_fits(body, VIDEO_SCHEMA)
    assert body == {
        "model": "acme/camera",
        "prompt": "The camera pushes in",
        "duration": 5,
        "generate_audio": False,
        "resolution": "720p",
        "frame_images": [
            {"type": "image_url", "image_url": {"url": FRAME}, "frame_type": "first_frame"},
            {"type": "image_url", "image_url": {"url": LAST}, "frame_type": "last_frame"},
        ],
        "input_references": [{"type": "image_url", "image_url": {"url": FRAME}}],
        "callback_url": "https://app.example.com/hook",
        "user": "user-7",
    }


def test_a_film_needs_no_prompt_where_the_picture_says_it_all() -> None:
    assert "prompt" not in bodies.video(VideoRequest("acme/camera", "", first_frame=FRAME))


def test_every_text_can_be_sent() -> None:
    assert bodies.encode({"prompt": "Füchse 🦊 \ud83d"}) == '{"prompt":"Füchse 🦊 ?"}'.encode()


async def test_the_installation_names_itself(clock: TurnableClock) -> None:
    far = Scripted(streamed(b"data: [DONE]\n\n"))
    http = open_http(far, referer="https://studio.example.com", title="Our studio")
    await said(Gateway(http, BASE + "/", KEY, clock=clock))
    request = far.requests[0]
    assert str(request.url) == f"{BASE}/chat/completions"
    assert request.headers["HTTP-Referer"] == "https://studio.example.com"
    assert request.headers["X-OpenRouter-Title"] == "Our studio"
    assert request.headers["Authorization"] == f"Bearer {KEY.get_secret_value()}"
    assert request.headers["Accept-Encoding"] == "identity"
    assert request.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("key", [None, SecretStr("")])
async def test_without_a_key_none_is_sent(clock: TurnableClock, key: SecretStr | None) -> None:
    far = Scripted(httpx.Response(200, json={"data": []}))
    await Gateway(httpx.AsyncClient(transport=far), BASE, key, clock=clock).video_models()
    assert "Authorization" not in far.requests[0].headers


async def test_each_request_has_the_patience_it_needs(clock: TurnableClock) -> None:
    far = Scripted(httpx.Response(200, json={"data": [{"b64_json": "iVBORw0KGgo="}]}))
    ours = gateway(far, clock)
    await ours.images(ImageRequest("acme/brush", "A fox"))
    with pytest.raises(Exception, match="broke"):
        await said(ours)
    found = [request.extensions["timeout"] for request in far.requests]
    assert [timeout["read"] for timeout in found] == [300, 120]
    assert {(timeout["connect"], timeout["write"]) for timeout in found} == {(10, 60)}
