"""/v1: chat, pictures, films and models for programs that speak OpenAI's language."""

from collections.abc import AsyncGenerator
from typing import Annotated, Any, Literal

from fastapi import Query, Request, Response
from starlette.responses import JSONResponse, StreamingResponse
from starlette.types import Receive, Scope, Send

from app.accounts.model import Caller
from app.catalog.model import Kind, Role
from app.errors import NotFound
from app.generation.permission import require_kind
from app.generation.reading import HEADERS
from app.generation.upkeep import Upkeep
from app.media.names import disposition, file_name
from app.media.sending import Parcel, send
from app.media.service import MediaStore
from app.openai_api import media_view, models
from app.openai_api.bodies import (
    IdempotencyKey,
    close_all,
    is_form,
    read_form,
    read_json,
    read_made,
    takes,
)
from app.openai_api.caller import KeyCaller
from app.openai_api.chat import ChatCalls
from app.openai_api.chat_forms import ChatForm
from app.openai_api.errors import REFUSED, OpenAIRoute, Refusal
from app.openai_api.links import MediaLinks
from app.openai_api.made import MadePictures, MediaCalls
from app.openai_api.media_forms import EditForm, ImageForm, VideoForm
from app.routing.service import Router
from app.web import provided
from app.web.document import sends, sends_file
from app.web.routes import Routes

router = Routes(
    prefix="/v1", tags=["OpenAI-compatible"], route_class=OpenAIRoute, responses=REFUSED
)

Chats = Annotated[ChatCalls, provided(ChatCalls)]
Making = Annotated[MediaCalls, provided(MediaCalls)]
Pointers = Annotated[MediaLinks, provided(MediaLinks)]
Choice = Annotated[Router, provided(Router)]
Care = Annotated[Upkeep, provided(Upkeep)]
Store = Annotated[MediaStore, provided(MediaStore)]

UPLOAD_PATHS = ("/v1/chat/completions", "/v1/embeddings", "/v1/images/edits", "/v1/videos")
"""Whose bodies may be larger than others, and are counted here."""


class Stream(StreamingResponse):
    """Closes what it sends, also when the client hung up in the middle of it."""

    def __init__(self, frames: AsyncGenerator[bytes], headers: dict[str, str]) -> None:
        super().__init__(frames, media_type="text/event-stream", headers=headers)
        self._frames = frames

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            await self._frames.aclose()


@router.get("/models")
async def list_models(caller: KeyCaller, choice: Choice) -> dict[str, Any]:
    """What this key may use, routes such as `auto` first."""
    return {"object": "list", "data": await models.models_for(choice, caller)}


@router.get("/models/{model_id:path}")
async def get_model(model_id: str, caller: KeyCaller, choice: Choice) -> dict[str, Any]:
    """One model by its name."""
    return await models.model_for(choice, caller, model_id)


@router.post(
    "/chat/completions", openapi_extra=takes(ChatForm), responses=sends("text/event-stream")
)
async def complete_chat(
    request: Request, caller: KeyCaller, chats: Chats, idempotency_key: IdempotencyKey = None
) -> Response:
    """Go on with a conversation. With `stream` the answer comes while it is written."""
    require_kind(caller, Kind.TEXT)
    form, ask = await read_made(request, ChatForm, lambda form: (form, form.ask()))
    stays = idempotency_key is not None
    generation = await chats.begin(caller, ask, idempotency_key)
    headers = {"X-Generation-Id": generation.id}
    if not form.stream:
        answer = await chats.whole(request, caller, generation, stays=stays)
        return JSONResponse(answer, headers={"Cache-Control": "no-store", **headers})
    await chats.begun(request, caller, generation, stays=stays)
    frames = chats.stream(caller, generation, stays=stays, wants_usage=form.wants_usage)
    return Stream(frames, HEADERS | headers)


@router.post("/images/generations", openapi_extra=takes(ImageForm))
async def make_images(
    request: Request,
    caller: KeyCaller,
    making: Making,
    links: Pointers,
    idempotency_key: IdempotencyKey = None,
) -> dict[str, Any]:
    """Draw pictures, and wait for them."""
    require_kind(caller, Kind.IMAGE)
    form = await read_json(request, ImageForm)
    ask = form.ask(making.model(Kind.IMAGE, form.model))
    generation = await making.begin(caller, ask, idempotency_key)
    made = await making.pictures(request, caller, generation)
    return await _pictures(request, caller, making, links, made, form.response_format)


@router.post("/images/edits", openapi_extra=takes(EditForm, "multipart/form-data"))
async def edit_images(
    request: Request,
    caller: KeyCaller,
    making: Making,
    links: Pointers,
    idempotency_key: IdempotencyKey = None,
) -> dict[str, Any]:
    """Draw pictures after others. There is no mask: the gateway knows none."""
    require_kind(caller, Kind.IMAGE)
    form, files = await read_form(request, EditForm, cap=2 * making.media.upload_max_bytes)
    try:
        inputs = await making.given(caller, Kind.IMAGE, files, Role.REFERENCE)
    finally:
        await close_all(files)
    ask = form.ask(making.model(Kind.IMAGE, form.model), inputs)
    generation = await making.begin(caller, ask, idempotency_key)
    made = await making.pictures(request, caller, generation)
    return await _pictures(request, caller, making, links, made, form.response_format)


async def _pictures(
    request: Request,
    caller: Caller,
    making: MediaCalls,
    links: MediaLinks,
    made: MadePictures,
    wanted: str | None,
) -> dict[str, Any]:
    if wanted == "url":
        base = links.base or str(request.base_url).rstrip("/")
        paths = [links.path(each.id, caller.key_id or "") for each in made.media]
        data = [{"url": base + path} for path in paths]
    else:
        data = [{"b64_json": await making.encoded(each)} for each in made.media]
    return media_view.images(made.generation, data)


@router.get("/media/{media_id}", response_class=Response, include_in_schema=False)
async def read_linked(
    media_id: str,
    request: Request,
    links: Pointers,
    store: Store,
    key: Annotated[str, Query(max_length=40)] = "",
    expires: Annotated[int, Query(ge=0, le=2**40)] = 0,
    signature: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """A picture by an address that was given out for it."""
    media = await links.follow(media_id, key, expires, signature)
    return await send(
        request,
        Parcel(
            path=store.files.path(media.id),
            mime=media.mime,
            etag=f'"{media.sha256}"',
            disposition=disposition("inline", file_name(media)),
        ),
    )


@router.post("/videos", openapi_extra=takes(VideoForm))
async def make_video(
    request: Request, caller: KeyCaller, making: Making, idempotency_key: IdempotencyKey = None
) -> dict[str, Any]:
    """Ask for a film. `input_reference` is the picture it begins with."""
    require_kind(caller, Kind.VIDEO)
    if not is_form(request):
        form = await read_json(request, VideoForm)
        if form.input_reference:
            raise Refusal(400, "Send input_reference as a file.", code="invalid_value")
        inputs = ()
    else:
        form, files = await read_form(request, VideoForm, cap=making.media.upload_max_bytes)
        try:
            inputs = await making.given(caller, Kind.VIDEO, files, Role.FIRST_FRAME)
        finally:
            await close_all(files)
    ask = form.ask(making.model(Kind.VIDEO, form.model), inputs)
    return media_view.video(await making.begin(caller, ask, idempotency_key))


@router.get("/videos")
async def list_videos(
    caller: KeyCaller,
    making: Making,
    after: Annotated[str | None, Query(max_length=40)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    order: Literal["asc", "desc"] = "desc",
) -> dict[str, Any]:
    """The films asked for with this key."""
    newest = order == "desc"
    return media_view.videos(
        await making.films(caller, after=after, limit=limit, newest_first=newest)
    )


@router.get("/videos/{video_id}")
async def get_video(video_id: str, caller: KeyCaller, making: Making) -> dict[str, Any]:
    """How far a film is."""
    return media_view.video(await making.film(caller, video_id))


@router.delete("/videos/{video_id}")
async def delete_video(
    video_id: str, caller: KeyCaller, making: Making, care: Care
) -> dict[str, Any]:
    """Into its owner's trash."""
    film = await making.film(caller, video_id)
    await care.delete(caller, film.id)
    return {"id": film.id, "object": "video.deleted", "deleted": True}


@router.get(
    "/videos/{video_id}/content",
    response_class=Response,
    responses=sends_file("video/*", "image/webp"),
)
async def read_video(
    video_id: str,
    request: Request,
    caller: KeyCaller,
    making: Making,
    variant: Literal["video", "thumbnail"] = "video",
) -> Response:
    """The film itself, or a small picture of it."""
    media, files = await making.file_of(caller, video_id), making.media.files
    small = variant == "thumbnail"
    if small and not media.has_thumbnail:
        raise NotFound("This video has no thumbnail.")
    return await send(
        request,
        Parcel(
            path=files.thumbnail_path(media.id) if small else files.path(media.id),
            mime="image/webp" if small else media.mime,
            etag=f'"{media.sha256}{"-thumbnail" if small else ""}"',
            disposition=disposition(
                "attachment", f"{media.id}.webp" if small else file_name(media)
            ),
        ),
    )


@router.api_route(
    "/{rest:path}",
    methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
    include_in_schema=False,
)
async def nothing(rest: str, request: Request, _: KeyCaller) -> Response:
    """What OpenAI has and this has not."""
    raise Refusal(404, f"{request.method} /v1/{rest} is not served here.", code="unknown_url")
