"""POST /videos, GET /videos/{id} and its content: films are ordered, asked after and fetched."""

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from app.demo.context import Context
from app.demo.generations import Generation, new_generation_id
from app.demo.jobs import Job, JobBook, VideoOutcome
from app.demo.studio import Studio
from app.demo.video_order import cost_of
from app.demo.video_rules import check_parameters
from app.demo.webhooks import Webhooks, check_callback
from app.demo.wire import (
    BASE_PATH,
    STORED_FILMS,
    Answer,
    Json,
    Refusal,
    Request,
    bytes_answer,
    json_answer,
)

ERRORS = {
    "failed": "Content policy violation",
    "cancelled": "Job was cancelled",
    "expired": "Job exceeded maximum time to live",
}


@dataclass(frozen=True, slots=True)
class Videos:
    context: Context
    jobs: JobBook
    next_outcome: Callable[[], VideoOutcome]
    """How the job about to be accepted will go."""
    webhooks: Webhooks

    studio: Studio = field(default_factory=Studio)

    def restore(self) -> None:
        """Put what an earlier process accepted into the accounts."""
        now = self.context.clock()
        for job in self.jobs:
            self._book(job)
            if job.ends_at > now:
                self.webhooks.watch(job, self._told(job, "https://openrouter.ai"))

    async def submit(self, request: Request) -> Answer:
        body = request.json()
        model = self.context.catalogue.model(body.get("model"))
        video = self.context.catalogue.videos.get(model["id"])
        if video is None:
            raise Refusal(404, f"No endpoints found for {model['id']} that support video output")
        check_parameters(body, model, video)
        check_callback(body)
        job = self._new_job(body, video)
        await asyncio.to_thread(self.jobs.add, job)
        self._book(job)
        self.webhooks.watch(job, self._told(job, request.origin))
        place = self._polling_url(job, request)
        return json_answer({"id": job.id, "polling_url": place, "status": "pending"}, 202)

    async def poll(self, request: Request) -> Answer:
        job = self._found(request)
        status = job.status(self.context.clock())
        document: Json = {
            "id": job.id,
            "generation_id": job.id if job.outcome.generation_id else None,
            "polling_url": self._polling_url(job, request),
            "status": status,
        }
        if status == "completed":
            document |= self._delivery(job, request)
        elif status in ERRORS:
            document |= self._told(job, request.origin)
        return json_answer(document)

    async def content(self, request: Request) -> Answer:
        """The film itself. A Range header is ignored and no length is told."""
        job, now = self._found(request), self.context.clock()
        index = _index(request.query.get("index", "0"))
        if job.status(now) != "completed":
            raise Refusal(409, "Video is not ready yet")
        if now >= job.expires_at:
            raise Refusal(410, "Video is no longer available")
        if index >= job.outcome.outputs:
            there = f"{job.outcome.outputs} videos available"
            raise Refusal(400, f"Video index {index} out of range ({there})")
        return bytes_answer(await self._film(job, index), "video/mp4")

    async def stored_copy(self, request: Request) -> Answer:
        """Where signed URLs lead: the same film without a key, until it expires."""
        job = self._found(request)
        signed = request.query.get("X-Signature") == _signature(job)
        if not signed or self.context.clock() >= job.expires_at:
            raise Refusal(403, "The signature is wrong or has expired")
        index = _index(request.params["file"].removesuffix(".mp4"))
        return bytes_answer(await self._film(job, index), "video/mp4")

    def _new_job(self, body: Json, video: Json) -> Job:
        outcome, now = self.next_outcome(), self.context.clock()
        new_id = new_generation_id("video", now)
        seconds = outcome.seconds
        return Job(
            new_id.rpartition("-")[2] if outcome.old_style_id else new_id,
            body,
            cost_of(body, video),
            now,
            self.context.options.video_seconds if seconds is None else seconds,
            outcome,
        )

    def _book(self, job: Job) -> None:
        model = self.context.catalogue.models[job.body["model"]]
        cost = job.cost if job.outcome.status == "completed" else job.cost * 0
        made = Generation(job.id, "video", model, cost, job.submitted_at, media=job.outcome.outputs)
        self.context.generations.add(made)

    def _found(self, request: Request) -> Job:
        job = self.jobs.find(request.params["id"])
        if job is None:
            raise Refusal(404, f"Job {request.params['id']} not found")
        return job

    def _polling_url(self, job: Job, request: Request) -> str:
        relative = job.outcome.relative_polling_url
        if relative is None:
            relative = self.context.options.relative_polling_url
        return ("" if relative else request.origin) + f"{BASE_PATH}/videos/{job.id}"

    def _told(self, job: Job, origin: str) -> Json:
        """What everybody may know who is told of its end: no secret addresses."""
        if job.outcome.status in ERRORS:
            return {"error": job.outcome.error or ERRORS[job.outcome.status]}
        content = f"{origin}{BASE_PATH}/videos/{job.id}/content"
        outputs = range(job.outcome.outputs)
        told: Json = {"unsigned_urls": [f"{content}?index={index}" for index in outputs]}
        if job.outcome.usage:
            told["usage"] = {"cost": float(job.cost), "is_byok": False}
        return told

    def _delivery(self, job: Job, request: Request) -> Json:
        delivery = self._told(job, request.origin)
        signed = job.outcome.signed_urls
        if self.context.options.signed_urls if signed is None else signed:
            place = f"{request.origin}{STORED_FILMS}{job.id}"
            secret = f"X-Signature={_signature(job)}"
            outputs = range(job.outcome.outputs)
            delivery["urls"] = [f"{place}/{index}.mp4?{secret}" for index in outputs]
            delivery["expires_at"] = int(job.expires_at.timestamp())
        return delivery

    async def _film(self, job: Job, index: int) -> bytes:
        video = self.context.catalogue.videos[job.body["model"]]
        return await self.studio.film(job.body, video, index)


def job_view(job: Job, submits: int, now: datetime) -> Json:
    """For whoever steers the demo: one job, and how often its very order was accepted."""
    return {
        "id": job.id,
        "model": job.body["model"],
        "prompt": job.body.get("prompt"),
        "status": job.status(now),
        "submitted_at": job.submitted_at.isoformat(),
        "fingerprint": job.fingerprint,
        "submits": submits,
        "cost": float(job.cost),
    }


def _index(text: str) -> int:
    if not text.isdecimal():
        raise Refusal(400, f"Invalid video index: {text}")
    return int(text)


def _signature(job: Job) -> str:
    return hashlib.sha256(f"{job.id} {job.submitted_at}".encode()).hexdigest()[:32]
