"""`Gateway`: everything we ask of OpenRouter, in our words.

Values of `model` come out, or an error of `errors`. A paid request is sent once, whatever
happens; asking again is the caller's decision.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from typing import TypeVar

import httpx
from pydantic import SecretStr

from app.clock import Clock
from app.gateway import answers, bodies, calls, catalogue
from app.gateway.calls import CallRequest, Embedded, Voiced
from app.gateway.errors import GatewayBusy, GatewayGone
from app.gateway.lenient import Unreadable
from app.gateway.model import (
    ChatEvent,
    ChatRequest,
    GenerationCost,
    ImageEndpoint,
    ImageModelInfo,
    ImageRequest,
    KeyInfo,
    Pictures,
    TextModelInfo,
    VideoAccepted,
    VideoModelInfo,
    VideoProgress,
    VideoRequest,
)
from app.gateway.outcomes import chat_events, file_chunks, pictures, submitted
from app.gateway.verdict import MISSED, Route
from app.gateway.wire import Patience, Query, Told, Wire, nobody, path

T = TypeVar("T")

PAGE = 1_000  # the most models that one page of /models holds
MOST_PAGES = 10


class Gateway:
    """The client. Every method may raise `GatewayProblem`s, see `errors` for the family."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        base_url: str,
        api_key: SecretStr | None,
        *,
        clock: Clock,
        patience: Patience | None = None,
        told: Told = nobody,
    ) -> None:
        wait = patience or Patience()
        self._wire = Wire(http, base_url.rstrip("/"), api_key, clock, wait, told)

    @asynccontextmanager
    async def chat(self, request: ChatRequest) -> AsyncGenerator[AsyncIterator[ChatEvent]]:
        """The answer to a conversation, while it is written.

        Entering sends the request and raises if it is refused. The events end with
        `Finished`, or with an error: before the first piece of text it says what went wrong,
        after it, it is `StreamBroken`. Leaving the block hangs up at once.
        """
        body = bodies.chat(request)
        async with (
            self._wire.stream("/chat/completions", body) as response,
            aclosing(chat_events(response, self._wire.errors)) as events,
        ):
            yield events

    async def chat_images(self, request: ImageRequest, *, with_text: bool) -> Pictures:
        """Pictures from a model that draws on the chat route only.

        `with_text` for models that also write; one that only draws refuses to.
        """
        body = bodies.chat_images(request, with_text=with_text)
        answer = await self._wire.post("/chat/completions", body, Route.CHAT)
        return pictures(answers.chat_drawing, answer, Route.CHAT, self._wire.errors)

    async def images(self, request: ImageRequest) -> Pictures:
        """Pictures from the image route. Takes up to minutes."""
        answer = await self._wire.post("/images", bodies.images(request), Route.IMAGES)
        return pictures(answers.drawing, answer, Route.IMAGES, self._wire.errors)

    async def embeddings(self, request: CallRequest) -> Embedded:
        """A vector for each input, in the `encoding_format` that the fields name."""
        answer = await self._wire.post("/embeddings", request.body, Route.CALL)
        packed = request.fields.get("encoding_format") == "base64"
        # Millions of numbers take a while to read; streams go on meanwhile.
        return await asyncio.to_thread(calls.embedded, answer, self._wire.errors, packed=packed)

    async def speech(self, request: CallRequest) -> Voiced:
        """A text, spoken. What it cost is told by `generation_cost` only."""
        answer = await self._wire.post("/audio/speech", request.body, Route.CALL)
        return calls.voiced(answer, self._wire.errors)

    async def submit_video(self, request: VideoRequest) -> VideoAccepted:
        """Begin a film. Keep the job's id before anything else: it cannot be found again."""
        answer = await self._wire.post("/videos", bodies.video(request), Route.VIDEO)
        return submitted(answer, self._wire.errors)

    async def poll_video(self, job_id: str) -> VideoProgress:
        """How far a film is. `GatewayBusy`: this look was missed, look again later."""
        scrub = self._wire.errors.scrub
        return await self._look(path("videos", job_id), lambda body: answers.progress(body, scrub))

    @asynccontextmanager
    async def video_content(
        self, job_id: str, index: int = 0
    ) -> AsyncGenerator[AsyncIterator[bytes]]:
        """The bytes of a finished film, while they come. How many is not known before.

        Neither length nor type is to be trusted: count and look. `GatewayBusy` from entering
        or in between: begin again later, from the start.
        """
        where = path("videos", job_id, "content")
        async with (
            self._wire.download(where, {"index": index}) as response,
            aclosing(file_chunks(response)) as chunks,
        ):
            yield chunks

    async def text_models(self) -> tuple[TextModelInfo, ...]:
        """Models that write."""
        return await self._models("text")

    async def image_chat_models(self) -> tuple[TextModelInfo, ...]:
        """Models that draw, as the chat route knows them; some write as well."""
        return await self._models("image")

    async def image_models(self) -> tuple[ImageModelInfo, ...]:
        """Models of the image route, and what each takes."""
        return await self._list("/images/models", catalogue.image_models)

    async def image_prices(self, model_id: str) -> tuple[ImageEndpoint, ...]:
        """Who makes the pictures of this model, and for how much."""
        where = path("images", "models", *model_id.split("/"), "endpoints")
        return await self._list(where, catalogue.image_prices)

    async def video_models(self) -> tuple[VideoModelInfo, ...]:
        """Models that make films."""
        return await self._list("/videos/models", catalogue.video_models)

    async def listed_video_models(self) -> tuple[TextModelInfo, ...]:
        """The same models as the general list knows them: what they take, and until when."""
        return await self._models("video")

    async def embedding_models(self) -> tuple[TextModelInfo, ...]:
        """Models that turn words into vectors."""
        return await self._models("embeddings")

    async def speech_models(self) -> tuple[TextModelInfo, ...]:
        """Models that speak."""
        return await self._models("speech")

    async def generation_cost(self, generation_id: str) -> GenerationCost | None:
        """What something cost in the end; None while the gateway does not know it yet.

        That takes minutes, so ask again, for up to an hour.
        """
        try:
            return await self._look("/generation", answers.generation_cost, {"id": generation_id})
        except GatewayGone:
            return None

    async def key(self) -> KeyInfo:
        """The operator's key. Raises `GatewayMisconfigured` if it is no good."""
        return await self._look("/key", answers.key)

    async def _look(self, where: str, read: Callable[[bytes], T], query: Query | None = None) -> T:
        body = await self._wire.get(where, query)
        try:
            return read(body)
        except Unreadable as error:
            raise GatewayBusy(MISSED) from error

    async def _list(self, where: str, read: Callable[[bytes], T], query: Query | None = None) -> T:
        body = await self._wire.get(where, query)
        try:
            # Hundreds of models take a while to read; streams go on meanwhile.
            return await asyncio.to_thread(read, body)
        except Unreadable as error:
            raise GatewayBusy(MISSED) from error

    async def _models(self, makes: str) -> tuple[TextModelInfo, ...]:
        """All pages of /models: what is beyond the first is not shown otherwise."""
        found: dict[str, TextModelInfo] = {}
        for page in range(MOST_PAGES):
            query: Query = {"output_modalities": makes, "limit": PAGE, "offset": page * PAGE}
            models, total = await self._list("/models", catalogue.text_models, query)
            known = len(found)
            found |= {model.id: model for model in models}
            if len(found) >= total or len(found) == known:
                break
        return tuple(found.values())
