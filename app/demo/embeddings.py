"""POST /embeddings: vectors that are the same for the same text."""

import base64
import random
import struct
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from app.demo.context import Context
from app.demo.generations import Generation, new_generation_id
from app.demo.wire import Answer, Json, Refusal, Request, json_answer

DIMENSIONS = 64
MOST_DIMENSIONS = 4096


@dataclass(frozen=True, slots=True)
class Embeddings:
    context: Context

    async def embed(self, request: Request) -> Answer:
        body = request.json()
        model = self.context.catalogue.model(body.get("model"))
        if "embeddings" not in model["output_modalities"]:
            raise Refusal(404, f"No endpoints found for {model['id']} that support embeddings")
        given: Any = body.get("input")
        if not given:
            raise Refusal(400, 'Input required: specify "input"')
        texts = _inputs(given)
        length = min(int(body.get("dimensions") or DIMENSIONS), MOST_DIMENSIONS)
        packed = body.get("encoding_format") == "base64"
        data = [_entry(str(text), index, length, packed) for index, text in enumerate(texts)]
        return self._answered(model, texts, data)

    def _answered(self, model: Json, texts: list[Any], data: list[Json]) -> Answer:
        now = self.context.clock()
        tokens = sum(len(str(text)) // 4 + 1 for text in texts)
        cost = Decimal(model["pricing"]["prompt"]) * tokens
        made = Generation(new_generation_id("embeddings", now), "embeddings", model, cost, now)
        self.context.generations.add(made)
        usage = {"prompt_tokens": tokens, "total_tokens": tokens, "cost": float(cost)}
        document = {"object": "list", "data": data, "model": model["canonical_slug"]}
        return json_answer(document | {"id": made.id, "usage": usage})


def _inputs(given: Any) -> list[Any]:
    """A list of numbers is one input, in tokens."""
    if not isinstance(given, list):
        return [given]
    items = cast(list[Any], given)
    return [items] if isinstance(items[0], int) else items


def _entry(text: str, index: int, length: int, packed: bool) -> Json:
    dice = random.Random(text)
    vector = [round(dice.uniform(-1, 1), 6) for _ in range(length)]
    if not packed:
        return {"object": "embedding", "embedding": vector, "index": index}
    encoded = base64.b64encode(struct.pack(f"<{length}f", *vector)).decode()
    return {"object": "embedding", "embedding": encoded, "index": index}
