"""What goes wrong at the gateway: one fault after the other, for whoever comes next."""

import asyncio
import random
from collections.abc import Mapping
from typing import Any

import aiohttp

PAUSE = 2.0
"""Seconds from one fault to the next, on average. More of them and the circuit breakers would keep
people from asking for anything."""

Script = Mapping[str, Any]

CHAT = "/chat/completions"
SCRIPTS: tuple[Script, ...] = (
    {"path": CHAT, "answer": {"fault": "status", "code": 503}},
    {"path": CHAT, "answer": {"fault": "status", "code": 429, "headers": {"retry-after": "1"}}},
    {"path": CHAT, "answer": {"fault": "html"}},
    {"path": CHAT, "answer": {"fault": "garbage"}},
    {"path": CHAT, "answer": {"fault": "drop_before_answer"}},
    {"path": CHAT, "answer": {"fault": "cut_stream", "after_chunks": 5, "reset": True}},
    {"path": CHAT, "answer": {"fault": "end_early", "after_chunks": 4}},
    {"path": CHAT, "answer": {"fault": "midstream_error"}},
    {"path": CHAT, "answer": {"fault": "delay", "seconds": 3}},
    {"path": "/images", "answer": {"fault": "status", "code": 500}},
    {"path": "/images", "answer": {"fault": "status", "code": 429}},
    {"path": "/images", "answer": {"fault": "drop_before_answer", "reset": True}},
    {"path": "/videos", "answer": {"fault": "status", "code": 503}},
    {"path": "/videos", "answer": {"fault": "drop_before_answer"}},
    {"path": "/videos/*", "method": "GET", "answer": {"fault": "status", "code": 502}},
    {"path": "/videos/*", "method": "GET", "answer": {"fault": "garbage"}},
    {
        "path": "/videos/*/content",
        "method": "GET",
        "answer": {"fault": "truncate", "to_bytes": 999},
    },
    {"path": "/videos/*/content", "method": "GET", "answer": {"fault": "cut_stream"}},
    {"video": {"status": "failed", "seconds": 2}},
    {"video": {"status": "expired", "seconds": 2}},
)


async def make_trouble(gateway: str, http: aiohttp.ClientSession) -> None:
    """Until cancelled."""
    place = f"{gateway.removesuffix('/api/v1')}/__demo__/script"
    while True:
        async with http.post(place, json=random.choice(SCRIPTS)) as said:
            said.raise_for_status()
        await asyncio.sleep(random.uniform(0, 2 * PAUSE))
