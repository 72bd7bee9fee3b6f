"""/api/generations: ask for text, images and videos, and look after what was asked for."""

from typing import Annotated, Literal, Self

from fastapi import Header, Query, Request, Response
from pydantic import BaseModel, StringConstraints

from app.accounts.current import CurrentCaller
from app.catalog.model import Kind
from app.generation.asks import Change, MediaAsk, TextAsk
from app.generation.changes import ChangeFeed, Changes
from app.generation.filters import Wanted, Words
from app.generation.library import Library
from app.generation.line import Line
from app.generation.reading import ReadAlong
from app.generation.service import Generations, Offer
from app.generation.upkeep import Upkeep
from app.generation.usual import UsualTimes
from app.generation.view import GenerationView
from app.web import provided
from app.web.document import sends
from app.web.routes import Routes

router = Routes(prefix="/api/generations", tags=["generations"])

Requests = Annotated[Generations, provided(Generations)]
Care = Annotated[Upkeep, provided(Upkeep)]
Feed = Annotated[ChangeFeed, provided(ChangeFeed)]
Reading = Annotated[ReadAlong, provided(ReadAlong)]
Shelf = Annotated[Library, provided(Library)]
Times = Annotated[UsualTimes, provided(UsualTimes)]
Waiting = Annotated[Line, provided(Line)]
IdempotencyKey = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=200)] | None, Header()
]
Media = Literal["image", "video"]


class QuotePartView(BaseModel):
    what: str
    amount_micros: int


class QuoteView(BaseModel):
    """`model` is the one that would answer. `confirm`: send `max_cost_micros` to go ahead.

    `price_cap_micros` is the most that one request to this model may cost: what costs more, or has
    no known price, is refused."""

    amount_micros: int | None
    kind: Literal["exact", "estimate", "upper_bound", "unknown"]
    parts: list[QuotePartView]
    model: str
    confirm: bool
    price_cap_micros: int | None

    @classmethod
    def of(cls, offer: Offer) -> Self:
        return cls(
            amount_micros=offer.quote.amount,
            kind=offer.quote.kind,
            parts=[
                QuotePartView(what=each.what, amount_micros=each.amount)
                for each in offer.quote.parts
            ],
            model=offer.chosen.model.id,
            confirm=offer.confirm,
            price_cap_micros=offer.chosen.model.price_cap,
        )


class GenerationPage(BaseModel):
    items: list[GenerationView]
    next: str | None


class UsualView(BaseModel):
    """Eight in ten runs of this model, or route, took between `low_s` and `high_s` seconds."""

    model: str
    low_s: float
    median_s: float
    high_s: float


class UsualAnswer(BaseModel):
    items: list[UsualView]


class PlaceView(BaseModel):
    """`place` 1 is next. Counted over all that wait in this installation."""

    id: str
    place: int


class LineAnswer(BaseModel):
    items: list[PlaceView]


class Deleted(BaseModel):
    id: str
    deleted: Literal[True] = True


class ChangesAnswer(BaseModel):
    items: list[GenerationView | Deleted]
    cursor: str

    @classmethod
    def of(cls, changes: Changes) -> Self:
        gone = [Deleted(id=each) for each in changes.deleted]
        return cls(items=[*changes.items, *gone], cursor=str(changes.cursor))


@router.post(
    "/text",
    status_code=202,
    response_model=GenerationView,
    responses=sends("text/event-stream", description="The answer, streamed"),
)
async def request_text(
    body: TextAsk,
    request: Request,
    response: Response,
    caller: CurrentCaller,
    generations: Requests,
    reading: Reading,
    shelf: Shelf,
    idempotency_key: IdempotencyKey = None,
) -> Response | GenerationView:
    """Say something. With `Accept: text/event-stream` the answer is streamed back at once."""
    generation = await generations.request(caller, body.ask(), idempotency_key)
    if "text/event-stream" in request.headers.get("accept", ""):
        return await reading.stream(caller, generation.id)
    return _accepted(response, await shelf.get(caller.user.id, generation.id))


@router.post("/{kind}", status_code=202)
async def request_media(
    kind: Media,
    body: MediaAsk,
    response: Response,
    caller: CurrentCaller,
    generations: Requests,
    shelf: Shelf,
    idempotency_key: IdempotencyKey = None,
) -> GenerationView:
    """Queue an image or a video. Its progress shows in `changes` and at its own address."""
    generation = await generations.request(caller, body.ask(Kind(kind)), idempotency_key)
    return _accepted(response, await shelf.get(caller.user.id, generation.id))


@router.post("/text/quote")
async def quote_text(body: TextAsk, caller: CurrentCaller, generations: Requests) -> QuoteView:
    """What an answer would cost, before it is asked for. Changes nothing."""
    return QuoteView.of(await generations.offer(caller, body.ask()))


@router.post("/{kind}/quote")
async def quote_media(
    kind: Media, body: MediaAsk, caller: CurrentCaller, generations: Requests
) -> QuoteView:
    """What it would cost. An unsupported value is refused, naming what is supported."""
    return QuoteView.of(await generations.offer(caller, body.ask(Kind(kind))))


@router.get("/changes")
async def changes(
    caller: CurrentCaller,
    feed: Feed,
    since: Annotated[int | None, Query(ge=0, le=2**62)] = None,
    wait: Annotated[float, Query(ge=0, le=30)] = 0,
) -> ChangesAnswer:
    """What changed since `cursor`, at once if anything did, else within `wait` seconds."""
    if since is None:
        return ChangesAnswer.of(await feed.now())
    return ChangesAnswer.of(await feed.since(caller, since, wait))


@router.get("")
async def list_generations(
    caller: CurrentCaller,
    shelf: Shelf,
    wanted: Wanted,
    before: Words = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> GenerationPage:
    """The newest first. `kind` and `state` may be given several times."""
    page = await shelf.newest(caller.user.id, wanted, before, limit)
    return GenerationPage(items=list(page.items), next=page.next)


@router.get("/usual")
async def usual(_: CurrentCaller, times: Times, kind: Kind) -> UsualAnswer:
    """How many seconds the models take as a rule. Models with too few runs are left out."""
    return UsualAnswer.model_validate({"items": await times.of_kind(kind)})


@router.get("/line")
async def places_in_line(caller: CurrentCaller, waiting: Waiting) -> LineAnswer:
    """Where one's own queued images and videos stand, as of a moment ago."""
    places = await waiting.of_user(caller.user.id)
    return LineAnswer(items=[PlaceView(id=each.id, place=each.place) for each in places])


@router.get("/{generation_id}")
async def get_generation(generation_id: str, caller: CurrentCaller, shelf: Shelf) -> GenerationView:
    """The status of one."""
    return await shelf.get(caller.user.id, generation_id)


@router.get(
    "/{generation_id}/events", response_class=Response, responses=sends("text/event-stream")
)
async def read_along(
    generation_id: str,
    caller: CurrentCaller,
    reading: Reading,
    after: Annotated[int, Query(ge=0, le=2**31)] = 0,
    last_event_id: Annotated[str | None, Header(max_length=20)] = None,
) -> Response:
    """The events of a text after `after` or `Last-Event-ID`, as a stream."""
    seen = int(last_event_id) if last_event_id and last_event_id.isdecimal() else after
    return await reading.stream(caller, generation_id, seen)


@router.post("/{generation_id}/cancel")
async def cancel(generation_id: str, caller: CurrentCaller, care: Care) -> GenerationView:
    """Stop it as far as that is possible. One that has ended stays as it is."""
    return await care.cancel(caller, generation_id)


@router.post("/{generation_id}/retry", status_code=202)
async def retry(
    generation_id: str,
    response: Response,
    caller: CurrentCaller,
    care: Care,
    shelf: Shelf,
    idempotency_key: IdempotencyKey = None,
) -> GenerationView:
    """Ask the same again, as a new generation at today's price."""
    generation = await care.retry(caller, generation_id, idempotency_key)
    return _accepted(response, await shelf.get(caller.user.id, generation.id))


@router.post("/{generation_id}/restore")
async def restore(generation_id: str, caller: CurrentCaller, care: Care) -> GenerationView:
    """Take it out of the trash."""
    return await care.restore(caller, generation_id)


@router.patch("/{generation_id}")
async def change(
    generation_id: str, body: Change, caller: CurrentCaller, care: Care
) -> GenerationView:
    """Set `favourite` or `title`."""
    return await care.change(caller, generation_id, body.model_dump(exclude_unset=True))


@router.delete("/{generation_id}", status_code=204)
async def delete(generation_id: str, caller: CurrentCaller, care: Care) -> None:
    """Into the trash."""
    await care.delete(caller, generation_id)


def _accepted(response: Response, generation: GenerationView) -> GenerationView:
    response.headers["Location"] = f"/api/generations/{generation.id}"
    return generation
