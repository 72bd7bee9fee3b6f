"""The next step of an image or a video: at most one paid call, and an outcome.

A step is given a job as it was before it was taken. Finding it `submitting` already means that
whoever took it died with the request on its way: nobody can know what became of it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from app.catalog.model import Kind, Model, Role
from app.catalog.service import Catalogue
from app.clock import Clock
from app.db import Database
from app.errors import AppError, DiskFull, NotFound, Unavailable
from app.gateway.client import Gateway
from app.gateway.errors import (
    GatewayBusy,
    GatewayFailed,
    GatewayGone,
    GatewayMisconfigured,
    GatewayProblem,
    OutcomeUnknown,
)
from app.gateway.model import (
    ImageRequest,
    Pictures,
    VideoFailed,
    VideoReady,
    VideoRequest,
    VideoWaiting,
)
from app.generation import faults, outcome
from app.generation.model import Generation, Job, Stage, State
from app.generation.outcome import Accepted, Failed, Lost, Made, NotYet, Outcome, Waiting
from app.generation.pace import after_busy, after_missed, poll_pause
from app.media.model import KeptFile
from app.media.service import MediaStore

logger = logging.getLogger(__name__)

MAX_MISSING = 3  # "no such job" answers in a row before we believe it
MAX_BUSY = 12  # busy answers in a row before we tell the person
SILENCE_HOURLY = timedelta(minutes=60)
SILENCE_OVER = timedelta(hours=25)
MAX_DOWNLOADS = 60
DISK_FULL_TRIES = 60
DISK_FULL_PAUSE = timedelta(seconds=10)


@dataclass(frozen=True)
class Steps:
    """Everything a step may need of the world."""

    db: Database
    gateway: Gateway
    catalogue: Catalogue
    media: MediaStore
    clock: Clock
    video_cap_bytes: int
    news: Callable[[Generation], None]

    async def next(self, job: Job) -> Outcome:
        """Do what comes next, and tell what became of it. Never raises a gateway's problem."""
        if job.generation.gateway_id is not None and job.generation.kind is Kind.VIDEO:
            return await self._follow(job)
        if job.generation.stage is Stage.SUBMITTING:
            return Lost(faults.LOST)
        if job.generation.state is State.CANCELLED:
            return NotYet(timedelta(0))
        return await self._submit(job)

    async def _submit(self, job: Job) -> Outcome:
        make = self._ask_video if job.generation.kind is Kind.VIDEO else self._make_image
        try:
            return await make(job.generation)
        except OutcomeUnknown as unknown:
            logger.error("generation %s: fate unknown: %s", job.generation.id, unknown.raw)
            return Lost(faults.LOST)
        except GatewayBusy as busy:
            if job.failures >= MAX_BUSY:
                return Failed(faults.of_problem(busy))
            return NotYet(busy.retry_after or after_busy(job.failures))
        except GatewayMisconfigured as misconfigured:
            logger.error("the gateway needs the operator: %s", misconfigured.operator_reason)
            return Failed(faults.of_problem(misconfigured))
        except GatewayFailed as failed:
            cost = failed.usage.cost if failed.usage else None
            return Failed(faults.of_problem(failed, charged="yes" if cost else "no"), cost)
        except AppError as refused:
            return Failed(faults.of_problem(refused))

    # -- images ---------------------------------------------------------------------------

    async def _make_image(self, generation: Generation) -> Outcome:
        model = self._model_of(generation)
        request = ImageRequest(
            model.id,
            generation.prompt,
            await self._urls(generation, Role.REFERENCE),
            dict(generation.params),
            user=generation.user_id,
        )
        if model.image_way == "chat":
            made = await self.gateway.chat_images(request, with_text=model.writes_text)
        else:
            made = await self.gateway.images(request)
        return await self._keep_pictures(generation, made)

    async def _keep_pictures(self, generation: Generation, made: Pictures) -> Outcome:
        """The pictures are paid for: from here on only a full disk may delay them."""
        cost = made.usage.cost if made.usage else None
        try:
            files = [
                await self._patiently(
                    lambda each=picture, at=position: self.media.keep_bytes(
                        each.data, media_id=media_id_of(generation, at)
                    )
                )
                for position, picture in enumerate(made.pictures)
            ]
        except AppError as unusable:
            logger.error("generation %s: paid, but unusable: %s", generation.id, unusable)
            fault = faults.of_problem(unusable, charged="yes")
            return Failed(fault, cost if cost is not None else generation.quote.amount)
        return Made(tuple(files), cost, made.generation_id)

    # -- videos ---------------------------------------------------------------------------

    async def _ask_video(self, generation: Generation) -> Outcome:
        first = await self._urls(generation, Role.FIRST_FRAME)
        last = await self._urls(generation, Role.LAST_FRAME)
        request = VideoRequest(
            self._model_of(generation).id,
            generation.prompt,
            first[0] if first else None,
            last[0] if last else None,
            await self._urls(generation, Role.REFERENCE),
            dict(generation.params),
            user=generation.user_id,
        )
        accepted = await self.gateway.submit_video(request)
        return Accepted(accepted.job_id, poll_pause(timedelta(0)))

    async def _follow(self, job: Job) -> Outcome:
        """A video the gateway has accepted. Asking again is free, and so is failing to."""
        generation, job_id = job.generation, job.generation.gateway_id or ""
        try:
            progress = await self.gateway.poll_video(job_id)
        except GatewayGone:
            if job.missing + 1 >= MAX_MISSING:
                return Failed(faults.GONE)
            return Waiting(poll_pause(self._age(generation)), missing=job.missing + 1)
        except GatewayProblem as missed:
            return self._missed(job, missed)
        match progress:
            case VideoReady():
                return await self._download(job, progress)
            case VideoFailed():
                return Failed(faults.of_video(progress), progress.cost)
            case VideoWaiting():
                return self._waiting(job)

    def _waiting(self, job: Job) -> Outcome:
        age = self._age(job.generation)
        if age > SILENCE_OVER:
            return Failed(faults.EXPIRED)
        return Waiting(timedelta(hours=1) if age > SILENCE_HOURLY else poll_pause(age))

    def _missed(self, job: Job, missed: GatewayProblem) -> Outcome:
        if self.clock() - (job.heard_at or job.generation.created_at) > SILENCE_OVER:
            return Failed(faults.EXPIRED)
        retry_after = missed.retry_after if isinstance(missed, GatewayBusy) else None
        pause = retry_after or after_missed(job.failures)
        return Waiting(pause, heard=False, failures=job.failures + 1, missing=job.missing)

    async def _download(self, job: Job, ready: VideoReady) -> Outcome:
        """Fetch what was made. On failure only this is tried again, never the submit."""
        generation = job.generation
        await self.db.write(outcome.stage, generation, Stage.DOWNLOADING)
        self.news(generation)
        try:
            files = [await self._fetch(generation, index) for index in range(ready.outputs)]
        except AppError as failed:
            logger.warning("generation %s: download failed: %s", generation.id, failed)
            if job.failures >= MAX_DOWNLOADS:
                return Failed(faults.DOWNLOAD_FAILED, ready.cost or generation.quote.amount)
            return Waiting(after_missed(job.failures), failures=job.failures + 1)
        return Made(tuple(files), ready.cost, ready.generation_id)

    async def _fetch(self, generation: Generation, index: int) -> KeptFile:
        async with self.gateway.video_content(generation.gateway_id or "", index) as content:
            return await self.media.keep(
                content,
                cap=self.video_cap_bytes,
                media_id=media_id_of(generation, index),
            )

    # -- what both need -------------------------------------------------------------------

    def _age(self, generation: Generation) -> timedelta:
        return self.clock() - (generation.started_at or generation.created_at)

    def _model_of(self, generation: Generation) -> Model:
        """The model to ask. It may have left the catalogue since the booking."""
        model = self.catalogue.find(generation.kind, generation.chosen)
        if model is None:
            raise NotFound("The gateway no longer offers this model.")
        return model

    async def _urls(self, generation: Generation, role: Role) -> tuple[str, ...]:
        """The pictures given in this role, as the gateway takes them."""
        files = [
            await self.media.get(generation.user_id, media_id)
            for media_id in generation.inputs_as(role)
        ]
        return tuple([await self.media.as_data_url(file) for file in files])

    async def _patiently(self, keep: Callable[[], Awaitable[KeptFile]]) -> KeptFile:
        """Try again while the disk is full: what is in memory here has been paid for."""
        for _ in range(DISK_FULL_TRIES):
            try:
                return await keep()
            except (DiskFull, Unavailable):
                logger.error("no room for a paid picture just now; it waits in memory")
                await asyncio.sleep(DISK_FULL_PAUSE.total_seconds())
        return await keep()


def media_id_of(generation: Generation, position: int) -> str:
    """The id of an output, made from its generation's: a step tried again after a crash
    replaces what the first attempt left, instead of leaving doubles."""
    return str(UUID(int=UUID(generation.id).int + 1 + position))
