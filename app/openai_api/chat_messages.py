"""The messages of POST /v1/chat/completions: OpenAI's roles and parts, and the pictures in them."""

import base64
import binascii
import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints

from app.media.sniff import sniff
from app.openai_api.bodies import Strict

MOST_TOOLS = 128
LONGEST_URL = 8_192

_DATA = re.compile(r"data:image/(?:png|jpeg|jpg|webp|gif);base64,", re.IGNORECASE)
_PICTURES = {"image/png", "image/jpeg", "image/webp", "image/gif"}


def _picture(url: str) -> str:
    """An https address is for the gateway to fetch: we never do. Bytes must be a picture's."""
    if url.startswith("https://"):
        if len(url) > LONGEST_URL:
            raise ValueError("This address is too long.")
        return url
    head = _DATA.match(url)
    if head is None:
        raise ValueError(
            "A picture is an https address, or data:image/png;base64,… (or jpeg, webp, gif)."
        )
    try:
        start = base64.b64decode(url[head.end() :], validate=True)[:4096]
    except binascii.Error as error:
        raise ValueError("The base64 of this picture is not valid.") from error
    if sniff(start) not in _PICTURES:
        raise ValueError("These bytes are not a picture of a kind that can be used here.")
    return url


class TextPart(Strict):
    type: Literal["text"]
    text: str
    cache_control: dict[str, Any] | None = None


class RefusalPart(Strict):
    type: Literal["refusal"]
    refusal: str


class ImageUrl(Strict):
    url: Annotated[str, AfterValidator(_picture)]
    detail: Literal["auto", "low", "high", "original"] | None = None


class ImagePart(Strict):
    type: Literal["image_url"]
    image_url: ImageUrl


Words = str | list[TextPart]
Shown = str | list[Annotated[TextPart | ImagePart, Field(discriminator="type")]]
Spoken = str | list[Annotated[TextPart | RefusalPart, Field(discriminator="type")]]
ShortName = Annotated[str, StringConstraints(max_length=128)]


class SystemMessage(Strict):
    role: Literal["system", "developer"]
    content: Words
    name: ShortName | None = None


class UserMessage(Strict):
    role: Literal["user"]
    content: Shown
    name: ShortName | None = None


class CalledFunction(Strict):
    name: ShortName
    arguments: str


class MadeCall(Strict):
    id: Annotated[str, StringConstraints(max_length=256)]
    type: Literal["function"] = "function"
    function: CalledFunction
    index: int | None = None


class AssistantMessage(Strict):
    """As clients send it back, with the fields of an answer that say nothing here."""

    role: Literal["assistant"]
    content: Spoken | None = None
    name: ShortName | None = None
    refusal: str | None = None
    tool_calls: Annotated[list[MadeCall], Field(max_length=MOST_TOOLS)] | None = None
    reasoning: str | None = None
    annotations: list[Any] | None = None
    audio: None = None
    function_call: None = None


class ToolMessage(Strict):
    role: Literal["tool"]
    content: Words
    tool_call_id: Annotated[str, StringConstraints(max_length=256)]
    name: ShortName | None = None


Message = Annotated[
    SystemMessage | UserMessage | AssistantMessage | ToolMessage, Field(discriminator="role")
]
