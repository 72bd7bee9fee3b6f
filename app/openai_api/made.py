"""Pictures and films for programs: asked for like any, and waited for or looked up."""

import asyncio
import base64
from collections.abc import Sequence
from dataclasses import dataclass

from anyio.to_thread import run_sync
from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect, Request

from app.accounts.model import Caller
from app.accounts.signouts import SignOuts
from app.catalog.model import Kind, Model, Role
from app.db import Database, Tx
from app.errors import NotFound, SignInRequired, Unavailable
from app.generation import repository
from app.generation.model import Ask, Generation, Input, State
from app.generation.news import News
from app.generation.permission import require_kind
from app.generation.service import Generations
from app.media import repository as media_rows
from app.media.model import Media
from app.media.service import MediaStore
from app.openai_api import films
from app.openai_api.errors import Refusal, of_fault
from app.openai_api.films import FilmPage
from app.openai_api.presence import presence
from app.openai_api.uploads import pieces_of, same_upload, sha256_of
from app.tasks import first_of

LONGEST_WAIT = 15 * 60.0
"""Seconds. Pictures take minutes at worst; behind many others, longer."""

LOOK_AGAIN = 10.0


@dataclass(frozen=True, slots=True)
class MadePictures:
    generation: Generation
    media: Sequence[Media]


@dataclass(frozen=True)
class MediaCalls:
    db: Database
    generations: Generations
    media: MediaStore
    news: News
    sign_outs: SignOuts

    def model(self, kind: Kind, name: str | None) -> Model | None:
        """The model of this name; None for a route, or one that there is not."""
        return self.generations.router.catalogue.find(kind, name) if name else None

    async def begin(self, caller: Caller, ask: Ask, key: str | None) -> Generation:
        return await self.generations.request(caller, ask, key and f"{caller.key_id}:{key}")

    async def given(
        self, caller: Caller, kind: Kind, files: Sequence[UploadFile], role: Role
    ) -> tuple[Input, ...]:
        """The files of a form as inputs. They are uploads of their owner like any others, and the
        same picture sent again is the same upload."""
        require_kind(caller, kind)
        return tuple([Input(await self._keep(caller, each), role) for each in files])

    async def _keep(self, caller: Caller, file: UploadFile) -> str:
        user_id = caller.user.id
        digest = await run_sync(sha256_of, file.file)
        known = await self.db.read(same_upload, user_id, digest)
        if known is not None:
            return known
        media = await self.media.upload(user_id, pieces_of(file), name=file.filename or "")
        return media.id

    # -- pictures -------------------------------------------------------------------------

    async def pictures(
        self, request: Request, caller: Caller, generation: Generation
    ) -> MadePictures:
        """Wait for them. Nobody can stop a picture at the gateway, so one whose client hung up is
        made all the same, and lies in its owner's library."""
        async with presence(request) as left:
            ended = await self._ended(caller, generation.id, left)
        if ended.state is not State.SUCCEEDED:
            raise of_fault(ended.error)
        return MadePictures(ended, await self.db.read(_outputs, ended.id))

    async def _ended(self, caller: Caller, generation_id: str, left: asyncio.Event) -> Generation:
        until = asyncio.get_running_loop().time() + LONGEST_WAIT
        with self.news.listening(caller.user.id) as told, self.sign_outs.watch(caller) as gone:
            while True:
                # Before looking: what is told while we look is looked at in the next round.
                told.clear()
                generation = await self.db.read(repository.of_id, generation_id)
                if generation.state.ended:
                    return generation
                self._check(generation_id, until)
                await first_of(told, left, gone, seconds=LOOK_AGAIN)
                if gone.is_set():
                    raise SignInRequired("This API key has ended.")
                if left.is_set():
                    raise ClientDisconnect

    def _check(self, generation_id: str, until: float) -> None:
        still = f"It goes on being made, as generation {generation_id}."
        if self.news.closing:
            raise Refusal(503, f"The server is going down. {still}", code="going-down")
        if asyncio.get_running_loop().time() > until:
            raise Refusal(504, f"This takes too long to wait for. {still}", code="timeout")

    async def encoded(self, media: Media) -> str:
        """The bytes of a file in base64."""
        return await run_sync(_base64_of, self.media, media)

    # -- films ----------------------------------------------------------------------------

    async def film(self, caller: Caller, film_id: str) -> Generation:
        """One that was asked for with this key, or NotFound."""
        require_kind(caller, Kind.VIDEO)
        return await self.db.read(_film, caller, film_id)

    async def films(
        self, caller: Caller, *, after: str | None, limit: int, newest_first: bool
    ) -> FilmPage:
        require_kind(caller, Kind.VIDEO)
        return await self.db.read(
            films.page,
            caller.user.id,
            caller.key_id,
            after=after,
            limit=limit,
            newest_first=newest_first,
        )

    async def file_of(self, caller: Caller, film_id: str) -> Media:
        """The finished film."""
        film = await self.film(caller, film_id)
        if not film.state.ended:
            raise Refusal(409, "This video is not ready yet.", code="not-ready")
        if film.state is not State.SUCCEEDED:
            raise of_fault(film.error)
        for media in await self.db.read(_outputs, film.id):
            return media
        raise Unavailable("The file of this video is missing.")


def _film(tx: Tx, caller: Caller, film_id: str) -> Generation:
    film = repository.of_user(tx, caller.user.id, film_id)
    if film.kind is not Kind.VIDEO or film.key_id != caller.key_id:
        raise NotFound
    return film


def _outputs(tx: Tx, generation_id: str) -> list[Media]:
    return [
        each
        for each in media_rows.of_generations(tx, [generation_id])[generation_id]
        if each.deleted_at is None
    ]


def _base64_of(store: MediaStore, media: Media) -> str:
    return base64.b64encode(store.files.path(media.id).read_bytes()).decode("ascii")
