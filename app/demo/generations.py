"""What was made and what it cost: behind GET /generation, /key and /credits."""

import random
import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

from app.clock import Clock
from app.demo.wire import Json

ApiType = Literal["completions", "image", "video", "tts", "embeddings"]
PREFIX: Mapping[ApiType, str] = {
    "completions": "gen",
    "image": "gen-img",
    "video": "gen-vid",
    "tts": "gen-tts",
    "embeddings": "gen-emb",
}


def new_generation_id(api_type: ApiType, now: datetime) -> str:
    """Such as gen-vid-1795000100-vId0000000000000Abc1: opaque to callers."""
    letters = "".join(random.choices(string.ascii_letters + string.digits, k=20))
    return f"{PREFIX[api_type]}-{int(now.timestamp())}-{letters}"


@dataclass(frozen=True, slots=True)
class Generation:
    """One billed call."""

    id: str
    api_type: ApiType
    model: Json
    cost: Decimal
    created_at: datetime
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    reasoning_tokens: int | None = None
    image_tokens: int | None = None
    media: int | None = None
    finish_reason: str = "complete"
    streamed: bool = False
    cancelled: bool = False


@dataclass(slots=True)
class Generations:
    """All of them, in memory. One can be looked up only some time after its call."""

    clock: Clock
    visible_after: timedelta
    _by_id: dict[str, Generation] = field(default_factory=dict[str, Generation])

    def add(self, generation: Generation) -> None:
        self._by_id[generation.id] = generation

    def find(self, generation_id: str) -> Generation | None:
        found = self._by_id.get(generation_id)
        if found is None or self.clock() < found.created_at + self.visible_after:
            return None
        return found

    def spent(self) -> Decimal:
        return sum((one.cost for one in self._by_id.values()), Decimal(0))

    def free_requests(self) -> int:
        """How many calls of `:free` models were made since midnight UTC."""
        today = self.clock().date()
        return sum(
            str(one.model["id"]).endswith(":free") and one.created_at.date() == today
            for one in self._by_id.values()
        )
