"""What the gateway tells the `callback_url` of a film when that has ended.

A POST for each end, signed if the account has a secret. As with OpenRouter it is no more than a
hint: what a job's outcome asks for, it comes twice, late (so after a film that ended later), or
never; and what cannot be delivered is not tried again.
"""

import asyncio
import hashlib
import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import httpx

from app.clock import Clock
from app.demo.jobs import Job
from app.demo.wire import Json, Refusal

logger = logging.getLogger(__name__)

TELLS = frozenset({"completed", "failed", "cancelled", "expired"})
LOOK = 0.05  # seconds between two looks at the clock, which a test may turn

Post = Callable[[str, bytes, Mapping[str, str]], Awaitable[None]]


async def post(url: str, body: bytes, headers: Mapping[str, str]) -> None:
    async with httpx.AsyncClient(timeout=10) as http:
        await http.post(url, content=body, headers=headers)


class Webhooks:
    """Tells of every film it is given to watch."""

    def __init__(self, clock: Clock, secret: str | None, send: Post = post) -> None:
        self._clock = clock
        self._secret = secret
        self._send = send
        self._waiting: list[tuple[Job, Json]] = []
        self._tasks: set[asyncio.Task[None]] = set()

    def watch(self, job: Job, delivery: Json) -> None:
        """Tell its `callback_url`, if it has one, how it ended. `delivery` is what only a
        completed one tells."""
        if job.body.get("callback_url") and job.outcome.status in TELLS:
            self._waiting.append((job, delivery))

    def begin(self) -> None:
        """On the event loop: jobs that are found at the start are there before it runs."""
        while self._waiting:
            task = asyncio.create_task(self._tell(*self._waiting.pop()))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _tell(self, job: Job, delivery: Json) -> None:
        await self._until(job.ends_at + timedelta(seconds=job.outcome.webhook_after))
        body = json.dumps(_document(job, delivery), separators=(",", ":")).encode()
        for _ in range(job.outcome.webhooks):
            try:
                await self._send(job.body["callback_url"], body, self._headers(job, body))
            except (httpx.HTTPError, OSError) as error:
                logger.info("nobody was told of %s: %s", job.id, error)

    async def _until(self, then: datetime) -> None:
        while True:
            if self._clock() >= then:
                return
            await asyncio.sleep(LOOK)

    def _headers(self, job: Job, body: bytes) -> dict[str, str]:
        headers = {
            "Content-Type": "application/json",
            "X-OpenRouter-Idempotency-Key": f"{job.id}-{job.outcome.status}",
        }
        if self._secret is not None:
            headers["X-OpenRouter-Signature"] = signature(self._secret, body, self._clock())
        return headers


def signature(secret: str, body: bytes, now: datetime) -> str:
    """`v1` signs the time as well, so that an old one cannot be sent again."""
    at = int(now.timestamp())
    signed = hmac.new(secret.encode(), f"{at},".encode() + body, hashlib.sha256)
    return f"t={at},v1={signed.hexdigest()}"


def check_callback(body: Json) -> None:
    """Only https, as published; on this machine itself also without."""
    url = body.get("callback_url")
    if url is None:
        return
    parts = urlsplit(url) if isinstance(url, str) else urlsplit("")
    local = parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1")
    if not local and not (parts.scheme == "https" and parts.hostname):
        raise Refusal(400, "callback_url must be an HTTPS URL")


def _document(job: Job, delivery: Json) -> Json:
    status, failed = job.outcome.status, job.outcome.status == "failed"
    ended = job.ends_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {
        "type": f"video.generation.{status}",
        "created_at": ended,
        "data": {
            "id": job.id,
            "status": status,
            "generation_id": None if failed else job.id,
            "model": None if failed else job.body["model"],
            **delivery,
        },
    }
