"""/v1/embeddings and /v1/audio/speech."""

from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import Request, Response

from app.catalog.model import Kind
from app.generation.permission import require_kind
from app.openai_api import call_view
from app.openai_api.bodies import IdempotencyKey, read_json, takes
from app.openai_api.call_forms import EmbeddingForm, SpeechForm
from app.openai_api.caller import KeyCaller
from app.openai_api.direct import DirectCalls
from app.openai_api.errors import REFUSED, OpenAIRoute
from app.web import provided
from app.web.document import sends
from app.web.routes import Routes

router = Routes(
    prefix="/v1", tags=["OpenAI-compatible"], route_class=OpenAIRoute, responses=REFUSED
)

Direct = Annotated[DirectCalls, provided(DirectCalls)]


@router.post("/embeddings", openapi_extra=takes(EmbeddingForm))
async def embed(
    request: Request, caller: KeyCaller, direct: Direct, idempotency_key: IdempotencyKey = None
) -> Response:
    """Turn texts, or tokens, into vectors."""
    require_kind(caller, Kind.EMBEDDING)
    form = await read_json(request, EmbeddingForm)
    told = await direct.answer(request, caller, await run_sync(form.ask), idempotency_key)
    document = await run_sync(call_view.embeddings, told)
    return _answer(document, "application/json", told.generation.id)


@router.post(
    "/audio/speech",
    openapi_extra=takes(SpeechForm),
    response_class=Response,
    responses=sends("audio/*"),
)
async def speak(
    request: Request, caller: KeyCaller, direct: Direct, idempotency_key: IdempotencyKey = None
) -> Response:
    """Read a text aloud. What it cost stands in the usage: the gateway tells it minutes later."""
    require_kind(caller, Kind.SPEECH)
    form = await read_json(request, SpeechForm)
    ask = form.ask(direct.model(Kind.SPEECH, form.model))
    told = await direct.answer(request, caller, ask, idempotency_key)
    media_type, sound = call_view.sound(told, form.response_format)
    return _answer(sound, media_type, told.generation.id)


def _answer(body: bytes, media_type: str, generation_id: str) -> Response:
    headers = {"Cache-Control": "no-store", "X-Generation-Id": generation_id}
    return Response(body, media_type=media_type, headers=headers)
