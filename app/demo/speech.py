"""POST /audio/speech: a soft tone as long as reading the text would take."""

import array
import asyncio
import sys
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.demo.art.sound import SAMPLE_RATE, as_mp3, wave
from app.demo.context import Context
from app.demo.generations import Generation, new_generation_id
from app.demo.wire import Answer, Json, Refusal, Request, bytes_answer, zod_refusal

LETTERS_A_SECOND = 15
LONGEST = 60.0


@dataclass(frozen=True, slots=True)
class Speech:
    context: Context

    async def speak(self, request: Request) -> Answer:
        """MP3 or headerless PCM; PCM is the default. The cost is only told by /generation."""
        body = request.json()
        if not isinstance(body.get("input"), str | list):
            return zod_refusal([_missing("input")])
        request_key(request)
        model = self.context.catalogue.model(body.get("model"))
        _check(body, model)
        text = _text(body["input"])
        now = self.context.clock()
        generation_id = new_generation_id("tts", now)
        seconds = max(0.3, min(LONGEST, len(text) / LETTERS_A_SECOND))
        media_type, file = await asyncio.to_thread(_sound, text, seconds, body)
        cost = Decimal(model["pricing"]["prompt"]) * len(text)
        self.context.generations.add(Generation(generation_id, "tts", model, cost, now, media=1))
        return bytes_answer(file, media_type, headers={"x-generation-id": generation_id})


def request_key(request: Request) -> str:
    """The caller's key. Speech looks at it only after the body, unlike everything else."""
    if request.key is None:
        raise Refusal(401, "No cookie auth credentials found")
    return request.key


def _check(body: Json, model: Json) -> None:
    if "speech" not in model["output_modalities"]:
        raise Refusal(404, f"No endpoints found for {model['id']} that support speech output")
    wanted = body.get("response_format", "pcm")
    if str(model["id"]).startswith("google/") and wanted != "pcm":
        raise Refusal(400, f'Gemini TTS only supports response_format="pcm". Got "{wanted}".')
    if model.get("supported_voices") and isinstance(body["input"], str) and not body.get("voice"):
        raise Refusal(400, "An explicit voice is required for this TTS provider.")


def _text(said: Any) -> str:
    if isinstance(said, str):
        return said
    return " ".join(str(turn.get("text", "")) for turn in said)


def _sound(text: str, seconds: float, body: Json) -> tuple[str, bytes]:
    samples = wave(text, None, seconds)
    if body.get("response_format") == "mp3":
        return "audio/mpeg", as_mp3(samples)
    return f"audio/pcm;rate={SAMPLE_RATE};channels=1", _little_endian(samples)


def _little_endian(samples: "array.array[int]") -> bytes:
    if sys.byteorder == "big":
        samples.byteswap()
    return samples.tobytes()


def _missing(field: str) -> Json:
    return {
        "expected": "string",
        "code": "invalid_type",
        "path": [field],
        "message": "Invalid input: expected string, received undefined",
    }
