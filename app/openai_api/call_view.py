"""Embeddings and speech as they go over the wire."""

import json
import re
import struct

from app.openai_api.direct import Answered

_RATE = re.compile(r"rate=(\d{4,6})")
USUAL_RATE = 24_000


def embeddings(told: Answered) -> bytes:
    """OpenAI's list. Written by hand around the vectors, which may be megabytes. Blocks."""
    generation, tokens = told.generation, told.answer.prompt_tokens
    vectors: list[object] = json.loads(told.answer.body)
    cost = None if generation.cost is None else generation.cost / 1_000_000
    document = {
        "object": "list",
        "data": [
            {"object": "embedding", "index": index, "embedding": each}
            for index, each in enumerate(vectors)
        ],
        "model": generation.answered_by or generation.chosen,
        "usage": {"prompt_tokens": tokens, "total_tokens": tokens, "cost": cost},
    }
    return json.dumps(document, separators=(",", ":")).encode()


def sound(told: Answered, wanted: str) -> tuple[str, bytes]:
    """Its type and its bytes."""
    answer = told.answer
    if wanted != "wav" or not answer.mime.startswith("audio/pcm"):
        return answer.mime, answer.body
    rate = _RATE.search(answer.mime)
    return "audio/wav", _header(
        int(rate[1]) if rate else USUAL_RATE, len(answer.body)
    ) + answer.body


def _header(rate: int, size: int) -> bytes:
    """For one channel of 16 bits."""
    form = struct.pack("<HHIIHH", 1, 1, rate, rate * 2, 2, 16)
    return b"".join(
        (
            b"RIFF" + struct.pack("<I", size + 36) + b"WAVE",
            b"fmt " + struct.pack("<I", len(form)) + form,
            b"data" + struct.pack("<I", size),
        )
    )
