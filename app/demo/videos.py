"""POST /videos, GET /videos/{id} and its content: films are ordered, asked after and fetched."""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from app.demo.art.film import Film, shoot
from app.demo.art.picture import open_data_url
from app.demo.context import Context
from app.demo.generations import Generation, new_generation_id
from app.demo.jobs import Job, JobBook, VideoOutcome
from app.demo.pricing import Film as PricedFilm
from app.demo.pricing import film_cost
from app.demo.sizes import EXACT, Size, drawn_film_size, film_size
from app.demo.video_rules import check_parameters, frame_of, images_of, videos_of
from app.demo.wire import BASE_PATH, Answer, Json, Refusal, Request, bytes_answer, json_answer

FILMS_KEPT = 8
ERRORS = {
    "failed": "Content policy violation",
    "cancelled": "Job was cancelled",
    "expired": "Job exceeded maximum time to live",
}


@dataclass(frozen=True, slots=True)
class Videos:
    context: Context
    jobs: JobBook
    next_outcome: Callable[[Json], VideoOutcome]
    """How the job about to be accepted will go, given its request."""

    _films: "OrderedDict[str, bytes]" = field(default_factory=OrderedDict[str, bytes])

    async def submit(self, request: Request) -> Answer:
        body = request.json()
        model = self.context.catalogue.model(body.get("model"))
        video = self.context.catalogue.videos.get(model["id"])
        if video is None:
            raise Refusal(404, f"No endpoints found for {model['id']} that support video output")
        check_parameters(body, model, video)
        job = self._job(body, video)
        await asyncio.to_thread(self.jobs.add, job)
        self.context.generations.add(self._generation(job, model))
        document = {"id": job.id, "polling_url": self._polling_url(job, request)}
        return json_answer(document | {"status": "pending"}, 202)

    async def poll(self, request: Request) -> Answer:
        job = self._found(request)
        now = self.context.clock()
        status = job.status(now)
        document: Json = {
            "id": job.id,
            "generation_id": job.id if job.outcome.generation_id else None,
            "polling_url": self._polling_url(job, request),
            "status": status,
        }
        if status == "completed":
            document |= self._delivery(job, request)
        elif now >= job.ends_at and status in ERRORS:
            document["error"] = job.outcome.error or ERRORS[status]
        return json_answer(document)

    async def content(self, request: Request) -> Answer:
        """The film itself. A Range header is ignored and no length is told."""
        job = self._found(request)
        index = _index(request.query.get("index", "0"))
        if not job.is_ready(self.context.clock()):
            raise Refusal(409, "Video is not ready yet")
        if index >= job.outcome.outputs:
            available = f"{job.outcome.outputs} videos available"
            raise Refusal(400, f"Video index {index} out of range ({available})")
        if self.context.clock() >= job.expires_at:
            raise Refusal(410, "Video is no longer available")
        return bytes_answer(await self._film(job, index), "video/mp4")

    async def stored_copy(self, request: Request) -> Answer:
        """What the signed URLs lead to: the same film without a key, until it expires."""
        job = self._found(request)
        signed = request.query.get("X-Signature") == _signature(job)
        if not signed or self.context.clock() >= job.expires_at:
            raise Refusal(403, "Signature expired or wrong")
        return bytes_answer(await self._film(job, _index(request.params["index"])), "video/mp4")

    def _job(self, body: Json, video: Json) -> Job:
        outcome = self.next_outcome(body)
        now = self.context.clock()
        new_id = new_generation_id("video", now)
        seconds = outcome.seconds
        return Job(
            new_id.rpartition("-")[2] if outcome.old_style_id else new_id,
            body,
            film_cost(video["pricing_skus"], _priced(body, video)),
            now,
            self.context.options.video_seconds if seconds is None else seconds,
            outcome,
        )

    def _generation(self, job: Job, model: Json) -> Generation:
        free = job.outcome.status != "completed"
        return Generation(job.id, "video", model, job.cost * (not free), job.submitted_at, media=1)

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

    def _delivery(self, job: Job, request: Request) -> Json:
        outputs = range(job.outcome.outputs)
        content = f"{request.origin}{BASE_PATH}/videos/{job.id}/content?index="
        delivery: Json = {"unsigned_urls": [f"{content}{index}" for index in outputs]}
        signed = job.outcome.signed_urls
        if self.context.options.signed_urls if signed is None else signed:
            place = f"{request.origin}/openrouter-video/{job.id}"
            secret = f"X-Signature={_signature(job)}"
            delivery["urls"] = [f"{place}/{index}.mp4?{secret}" for index in outputs]
            delivery["expires_at"] = int(job.expires_at.timestamp())
        if job.outcome.usage:
            cost = job.outcome.cost
            delivery["usage"] = {
                "cost": float(job.cost) if cost is None else cost,
                "is_byok": False,
            }
        return delivery

    async def _film(self, job: Job, index: int) -> bytes:
        name = f"{job.id}/{index}"
        if name not in self._films:
            video = self.context.catalogue.videos[job.body["model"]]
            self._films[name] = await asyncio.to_thread(shoot, _script(job, video, index))
        self._films.move_to_end(name)
        while len(self._films) > FILMS_KEPT:
            self._films.popitem(last=False)
        return self._films[name]


def _index(text: str) -> int:
    if not text.isdecimal():
        raise Refusal(400, f"Invalid video index: {text}")
    return int(text)


def _signature(job: Job) -> str:
    return hashlib.sha256(f"{job.id} {job.submitted_at}".encode()).hexdigest()[:32]


def seconds_of(body: Json, video: Json) -> int:
    """Whoever does not say gets five seconds, or the shortest the model can."""
    durations: list[int] = video["supported_durations"] or [5]
    return body.get("duration") or (5 if 5 in durations else min(durations))


def _resolution_of(body: Json, video: Json) -> str:
    tiers: list[str] = video["supported_resolutions"] or ["720p"]
    return body.get("resolution") or ("720p" if "720p" in tiers else tiers[0])


def _nominal_size(body: Json, video: Json) -> Size:
    exact = EXACT.fullmatch(body.get("size") or "")
    if exact:
        return int(exact[1]), int(exact[2])
    return film_size(_resolution_of(body, video), body.get("aspect_ratio"))


def _with_sound(body: Json, video: Json) -> bool:
    asked = body.get("generate_audio")
    return bool(video["generate_audio"] is not False if asked is None else asked)


def _priced(body: Json, video: Json) -> PricedFilm:
    width, height = _nominal_size(body, video)
    tier = f"{min(width, height)}p" if body.get("size") else _resolution_of(body, video).lower()
    return PricedFilm(
        seconds_of(body, video),
        width,
        height,
        {"2160p": "4k"}.get(tier, tier),
        _with_sound(body, video),
        images=len(images_of(body)),
        videos=len(videos_of(body)),
    )


def _script(job: Job, video: Json, index: int) -> Film:
    body = job.body
    frames = {
        kind: open_data_url(url)
        for kind in ("first_frame", "last_frame")
        if (url := frame_of(body, kind) or "").startswith("data:")
    }
    return Film(
        str(body.get("prompt") or "Untitled"),
        (body.get("seed") or 0) + index,
        seconds_of(body, video),
        drawn_film_size(_nominal_size(body, video)),
        _with_sound(body, video),
        frames.get("first_frame"),
        frames.get("last_frame"),
    )


def restored(jobs: JobBook, context: Context) -> None:
    """Book the jobs that an earlier process accepted."""
    for job in jobs:
        model = context.catalogue.models[job.body["model"]]
        completed = job.outcome.status == "completed"
        context.generations.add(
            Generation(job.id, "video", model, job.cost * completed, job.submitted_at, media=1)
        )


def job_view(job: Job, submits: int, now: datetime) -> Json:
    """For whoever steers the demo: one job and how often its very order was accepted."""
    return {
        "id": job.id,
        "model": job.body.get("model"),
        "prompt": job.body.get("prompt"),
        "status": job.status(now),
        "submitted_at": job.submitted_at.isoformat(),
        "fingerprint": job.fingerprint,
        "submits": submits,
        "cost": float(job.cost),
    }
