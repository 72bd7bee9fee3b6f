"""Shoots films for finished jobs, one at a time and away from the event loop, and keeps a few."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field

from app.demo.art.film import shoot
from app.demo.video_order import film_for
from app.demo.wire import Json

FILMS_KEPT = 8
SHOWN = (
    "prompt",
    "seed",
    "duration",
    "size",
    "resolution",
    "aspect_ratio",
    "generate_audio",
    "frame_images",
)
"""What of a request can be seen in its film. Requests that agree in it share one."""


@dataclass(frozen=True, slots=True)
class Studio:
    _kept: "OrderedDict[str, bytes]" = field(default_factory=OrderedDict[str, bytes])
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def film(self, body: Json, video: Json, index: int) -> bytes:
        """The file for output `index` of this request: always the same one."""
        name = repr([video["id"], index, *(body.get(key) for key in SHOWN)])
        async with self._turn:
            if name not in self._kept:
                self._kept[name] = await asyncio.to_thread(_shoot, body, video, index)
            self._kept.move_to_end(name)
            while len(self._kept) > FILMS_KEPT:
                self._kept.popitem(last=False)
            return self._kept[name]


def _shoot(body: Json, video: Json, index: int) -> bytes:
    return shoot(film_for(body, video, index))
