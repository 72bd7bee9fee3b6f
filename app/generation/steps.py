"""The next step of an image or a video: at most one paid call, and an outcome.

A step is given a job as it was before it was taken. Finding it `submitting` already means that
whoever took it died with the request on its way: nobody can know what became of it.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from app.catalog.model import Kind, Model, Role
from app.catalog.service import Catalogue
from app.clock import Clock
from app.db import Database
from app.errors import AppError, DiskFull, NotFound, TooLarge, Unavailable, UnsupportedMedia
from app.gateway.client import Gateway
from app.gateway.errors import (
    GatewayBusy,
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
from app.generation.fallback import Fallbacks
from app.generation.model import Generation, Job, Stage, State
from app.generation.outcome import (
    Accepted,
    Elsewhere,
    Failed,
    Lost,
    Made,
    NotYet,
    Outcome,
    Waiting,
)
from app.generation.pace import after_busy, after_missed, poll_pause
from app.media.model import KeptFile, MediaKind
from app.media.service import MediaStore
from app.routing.availability import worth_another
from app.routing.breakers import Breakers
from app.routing.errors import GatewayDown

logger = logging.getLogger(__name__)

MAX_MISSING = 3  # "no such job" answers in a row before we believe it
MAX_BUSY = 12  # busy answers in a row before we tell the person
REST = timedelta(hours=1)  # how long a model may fail for others before we tell the person
MAX_BUSY_WITH_OTHERS = 2  # while another model could be asked instead
GIVE_UP = timedelta(hours=25)  # an hour of looking often, and a day of looking now and then
MISSED_IN_A_DAY = 24  # looks in vain, of which there is one an hour
MAX_DOWNLOADS = 60  # failed ones in a row, some five hours
NO_ROOM = timedelta(seconds=30)  # between downloads while the disk or the machine is full
KEEP_AGAIN = timedelta(seconds=2)  # between attempts to write what is only in memory


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
    fallbacks: Fallbacks
    callback_url: str | None = None
    """Where the gateway is to tell that a film has ended, see `hints`."""

    @property
    def breakers(self) -> Breakers:
        return self.fallbacks.breakers

    async def next(self, job: Job) -> Outcome:
        """Do what comes next, and tell what became of it. Never raises a gateway's problem."""
        if job.generation.gateway_id is not None and job.generation.kind is Kind.VIDEO:
            return await self._follow(job)
        if job.generation.stage is Stage.SUBMITTING:
            return Lost(faults.LOST)
        if job.generation.state is State.CANCELLED:
            return NotYet(timedelta(0))
        return await self._submit(job)

    def after_mistake(self, job: Job) -> Outcome:
        """What a mistake of ours in the middle of a step makes of it. Nothing that may have been
        bought is dropped: a film is looked for again, the rest waits for an administrator."""
        if job.generation.gateway_id is None:
            return Lost(faults.LOST)
        if job.failures >= MAX_DOWNLOADS:
            return Failed(replace(faults.OURS, charged="maybe"))
        return Waiting(after_missed(job.failures), False, job.failures + 1, job.missing)

    async def _submit(self, job: Job) -> Outcome:
        generation = job.generation
        make = self._ask_video if generation.kind is Kind.VIDEO else self._make_image
        try:
            self.breakers.require(generation.kind, generation.chosen, generation.id)
            return await make(generation)
        except (GatewayBusy, GatewayDown, DiskFull, Unavailable) as busy:
            return self._busy(job, busy)
        except GatewayProblem as problem:
            if worth_another(problem):
                return self._elsewhere(generation, problem)
            return _ended(generation, problem)
        except AppError as refused:
            return Failed(faults.of_problem(refused))

    def _busy(self, job: Job, busy: AppError) -> Outcome:
        """Wait and ask again, but not for long while another model could be asked instead."""
        patience = MAX_BUSY_WITH_OTHERS if job.generation.links_left else MAX_BUSY
        match busy:
            case GatewayDown() if job.generation.links_left or self._age(job.generation) > REST:
                return self._elsewhere(job.generation, busy)
            case GatewayDown(retry_after=wait):
                return NotYet(wait, asked=False)
            case GatewayBusy() if job.failures >= patience:
                return self._elsewhere(job.generation, busy)
            case _ if job.failures >= MAX_BUSY:
                return Failed(faults.of_problem(busy))
            case GatewayBusy(retry_after=hint):
                return NotYet(hint or after_busy(job.failures))
            case _:
                return NotYet(after_busy(job.failures))

    def _elsewhere(self, generation: Generation, problem: AppError) -> Outcome:
        return Elsewhere(self.fallbacks.after(generation, problem), faults.of_problem(problem))

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
        with self.breakers.watched(Kind.IMAGE, model.id, generation.id):
            if model.image_way == "chat":
                made = await self.gateway.chat_images(request, with_text=model.writes_text)
            else:
                made = await self.gateway.images(request)
        return await self._keep_pictures(generation, made)

    async def _keep_pictures(self, generation: Generation, made: Pictures) -> Outcome:
        """The pictures are paid for: those that open are kept, whatever the others are."""
        cost = made.usage.cost if made.usage else None
        kept = [
            await self._keep_picture(picture.data, media_id_of(generation, position))
            for position, picture in enumerate(made.pictures)
        ]
        files = tuple(each for each in kept if each is not None)
        if not files:
            return Failed(faults.UNUSABLE, cost, made.generation_id)
        return Made(files, cost, made.generation_id)

    async def _keep_picture(self, data: bytes, media_id: str) -> KeptFile | None:
        """None if it does not open. While it cannot be written, it waits in memory."""
        while True:
            try:
                return await self.media.keep_bytes(data, media_id=media_id)
            except (DiskFull, Unavailable, OSError) as full:
                logger.error("a paid picture cannot be kept, trying again: %s", full)
                await asyncio.sleep(KEEP_AGAIN.total_seconds())
            except AppError as unusable:
                logger.error("a picture that was paid for cannot be opened: %s", unusable)
                return None

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
            callback_url=self.callback_url,
            user=generation.user_id,
        )
        with self.breakers.watched(Kind.VIDEO, request.model, generation.id):
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
            return Waiting(poll_pause(self._age(generation)), False, job.failures, job.missing + 1)
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
        return Failed(faults.EXPIRED) if age >= GIVE_UP else Waiting(poll_pause(age))

    def _missed(self, job: Job, missed: GatewayProblem) -> Outcome:
        if isinstance(missed, GatewayMisconfigured):
            logger.error("the gateway needs the operator: %s", missed.operator_reason)
        silence = self.clock() - (job.heard_at or job.generation.created_at)
        # Time in which we ourselves were not there is no silence of the gateway's.
        if silence >= GIVE_UP and job.failures >= MISSED_IN_A_DAY:
            return Failed(faults.EXPIRED)
        hint = missed.retry_after if isinstance(missed, GatewayBusy) else None
        pause = hint or after_missed(job.failures, silence)
        return Waiting(pause, False, job.failures + 1, job.missing)

    async def _download(self, job: Job, ready: VideoReady) -> Outcome:
        """Fetch what was made. On failure only this is tried again, never the submit."""
        generation = job.generation
        await self.db.write(outcome.stage, generation, Stage.DOWNLOADING)
        self.news(generation)
        files, problem = await self._fetch_all(generation, ready.outputs)
        match problem:
            case None:
                return Made(files, ready.cost, ready.generation_id)
            case DiskFull() | Unavailable() | OSError():
                return Waiting(NO_ROOM, failures=job.failures)
            case _ if job.failures < MAX_DOWNLOADS and not isinstance(problem, TooLarge):
                return Waiting(after_missed(job.failures), failures=job.failures + 1)
            case _ if files:
                return Made(files, ready.cost, ready.generation_id)
            case _:
                too_large = isinstance(problem, TooLarge)
                return Failed(faults.TOO_LARGE if too_large else faults.DOWNLOAD_FAILED, ready.cost)

    async def _fetch_all(
        self, generation: Generation, outputs: int
    ) -> tuple[tuple[KeptFile, ...], AppError | OSError | None]:
        """All outputs that can be had just now, and what was wrong with the last that cannot."""
        files: list[KeptFile] = []
        problem: AppError | OSError | None = None
        for index in range(outputs):
            try:
                files.append(await self._fetch(generation, index))
            except (AppError, OSError) as failed:
                logger.warning("generation %s: download failed: %s", generation.id, failed)
                problem = failed
        return tuple(files), problem

    async def _fetch(self, generation: Generation, index: int) -> KeptFile:
        async with self.gateway.video_content(generation.gateway_id or "", index) as content:
            file = await self.media.keep(
                content, cap=self.video_cap_bytes, media_id=media_id_of(generation, index)
            )
        if file.kind is not MediaKind.VIDEO:
            raise UnsupportedMedia(f"A film was promised, and {file.mime} came.")
        return file

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
        try:
            files = [
                await self.media.get(generation.user_id, media_id)
                for media_id in generation.inputs_as(role)
            ]
        except NotFound as gone:
            raise NotFound("A picture that was given along has been deleted since.") from gone
        return tuple([await self.media.as_data_url(file) for file in files])


def _ended(generation: Generation, problem: GatewayProblem) -> Outcome:
    """What a problem of the gateway makes of a paid request that is not to be sent again."""
    cost = problem.usage.cost if problem.usage else None
    if isinstance(problem, GatewayMisconfigured):
        logger.error("the gateway needs the operator: %s", problem.operator_reason)
    if isinstance(problem, OutcomeUnknown):
        logger.error("generation %s: fate unknown: %s", generation.id, problem.raw)
        return Lost(faults.LOST) if cost is None else Failed(faults.UNUSABLE, cost)
    return Failed(faults.of_problem(problem, charged="yes" if cost else "no"), cost)


def media_id_of(generation: Generation, position: int) -> str:
    """The id of an output, made from its generation's: a step tried again after a crash
    replaces what the first attempt left, instead of leaving doubles."""
    return str(UUID(int=UUID(generation.id).int + 1 + position))
