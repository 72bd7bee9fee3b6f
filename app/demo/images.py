"""POST /images: pictures as base64 inside JSON, or as a stream where the model can."""

import asyncio
import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from app.demo.art.picture import FORMATS, Picture, draw
from app.demo.context import Context, pauses
from app.demo.generations import Generation, new_generation_id
from app.demo.image_rules import check_parameters
from app.demo.pricing import Tokens, picture_cost
from app.demo.sizes import picture_size
from app.demo.usage import usage
from app.demo.wire import (
    Answer,
    Body,
    Json,
    Refusal,
    Request,
    json_answer,
    object_in,
    objects_in,
    stream_answer,
)

TOKENS_OF_QUALITY = {"low": 1.0, "medium": 3.9, "high": 15.3}


@dataclass(frozen=True, slots=True)
class ImageOrder:
    """An image request that can be served. `image` is what the catalogue says about the model."""

    model: Json
    image: Json
    picture: Picture
    count: int
    quality: str

    @property
    def tokens(self) -> int:
        """Billed tokens of one picture."""
        return round(self.image["image_tokens"] * TOKENS_OF_QUALITY.get(self.quality, 1.0))

    @property
    def prompt_tokens(self) -> int:
        return len(self.picture.prompt) // 4 + 4

    def cost(self) -> Decimal:
        width, height = self.picture.size
        return picture_cost(
            self.image,
            pixels=width * height,
            tokens=self.tokens,
            count=self.count,
            prompt_tokens=self.prompt_tokens,
            references=len(self.picture.references),
        )


@dataclass(frozen=True, slots=True)
class Images:
    context: Context

    async def generate(self, request: Request) -> Answer:
        body = request.json()
        order = _read_order(body, self.context)
        now = self.context.clock()
        generation_id = new_generation_id("image", now)
        headers = {
            "x-generation-id": generation_id,
            "x-provider-name": order.model["provider_name"],
        }
        if body.get("stream") is True and order.image["supports_streaming"]:
            return stream_answer(self._stream(order, generation_id, now), headers)
        # Booked first: who hangs up does not stop the work, and finished pictures are billed.
        self._book(order, generation_id, now)
        await self.context.sleep(self.context.options.image_seconds)
        files = await asyncio.to_thread(_draw_all, order)
        media_type = FORMATS[order.picture.format]
        data = [{"b64_json": _base64(file), "media_type": media_type} for file in files]
        # 0 is what live answers of some models say.
        return json_answer({"created": 0, "data": data, "usage": _bill(order)}, headers=headers)

    async def _stream(self, order: ImageOrder, generation_id: str, now: datetime) -> Body:
        for pause in pauses(self.context.options.image_seconds):
            yield b": \n\n"
            await self.context.sleep(pause)
        sketch = replace(order.picture, size=(256, 256))
        partial = {
            "partial_image_index": 0,
            "b64_json": _base64(await asyncio.to_thread(draw, sketch)),
        }
        yield _event("image_generation.partial_image", partial)
        files = await asyncio.to_thread(_draw_all, order)
        self._book(order, generation_id, now)
        for file in files:
            ending = {
                "b64_json": _base64(file),
                "media_type": FORMATS[order.picture.format],
                "created": int(now.timestamp()),
                "usage": _bill(order),
            }
            yield _event("image_generation.completed", ending)
        yield b"data: [DONE]\n\n"

    def _book(self, order: ImageOrder, generation_id: str, now: datetime) -> None:
        tokens = order.tokens * order.count
        self.context.generations.add(
            Generation(
                generation_id,
                "image",
                order.model,
                order.cost(),
                now,
                prompt_tokens=order.prompt_tokens,
                completion_tokens=tokens,
                image_tokens=tokens,
                media=order.count,
            )
        )


def _read_order(body: Json, context: Context) -> ImageOrder:
    model = context.catalogue.model(body.get("model"))
    image = context.catalogue.images.get(model["id"])
    if image is None or not image["listed"]:
        raise Refusal(404, f"No endpoints found for {model['id']} that support image generation")
    prompt: Any = body.get("prompt")
    if not isinstance(prompt, str) or not prompt:
        raise Refusal(400, 'Input required: specify "prompt"')
    check_parameters(body, model, image)
    references = tuple(
        str(object_in(one.get("image_url")).get("url", ""))
        for one in objects_in(body.get("input_references"))
    )
    picture = Picture(
        prompt,
        body.get("seed"),
        picture_size(
            size=body.get("size"),
            resolution=body.get("resolution"),
            aspect_ratio=body.get("aspect_ratio"),
        ),
        _format(body, model["id"]),
        body.get("background") == "transparent",
        references,
    )
    quality = body.get("quality") or "low"
    return ImageOrder(model, image, picture, body.get("n") or 1, quality)


def _format(body: Json, model_id: str) -> str:
    # Whoever does not say gets what the model likes best: flux klein answers JPEG.
    asked = body.get("output_format") or ("jpeg" if "klein" in model_id else "png")
    return asked if asked in FORMATS else "png"


def _draw_all(order: ImageOrder) -> list[bytes]:
    return [draw(one) for one in _variants(order)]


def _variants(order: ImageOrder) -> Iterable[Picture]:
    for number in range(order.count):
        yield replace(order.picture, seed=(order.picture.seed or 0) + number)


def _base64(file: bytes) -> str:
    return base64.b64encode(file).decode()


def _event(kind: str, rest: Json) -> bytes:
    return f"data: {json.dumps({'type': kind} | rest, separators=(',', ':'))}\n\n".encode()


def _bill(order: ImageOrder) -> Json:
    drawn = order.tokens * order.count
    return usage(Tokens(order.prompt_tokens, drawn, image=drawn), Decimal(0), order.cost())
