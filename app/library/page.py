"""/library as a document: it names the pictures that are seen first.

The browser fetches them beside the modules that will show them, instead of after them.
"""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from app.accounts.current import Caller, Somebody
from app.accounts.model import UserState
from app.catalog.model import Kind
from app.generation.library import Library
from app.generation.listing import Filter
from app.generation.model import State
from app.generation.view import GenerationView
from app.web import provided
from app.web.pages import document
from app.web.preloads import Documents

FIRST = 12
"""Generations whose pictures are named: what is seen at once."""
TOGETHER = 4
"""As many pictures of one generation lie on its tile (`static/components/library-tile.js`)."""
SHOWN = Filter(kinds=(Kind.IMAGE, Kind.VIDEO), state=(State.SUCCEEDED, State.INTERRUPTED))
"""What the library shows without filters (`static/components/library-filters.js`)."""

Looking = Annotated[Library, provided(Library)]


def router_of(documents: Documents) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.api_route("/library", methods=["GET", "HEAD"], response_class=Response)
    async def library(request: Request, somebody: Somebody, looking: Looking) -> Response:
        if somebody is None or request.url.query or not _looks(somebody):
            return document(documents, request)
        return document(documents, request, await _first_seen(looking, somebody.user.id))

    return router


def _looks(caller: Caller) -> bool:
    """Whether it is a person before a browser. A program has its scopes, which no page asks."""
    return caller.via == "cookie" and caller.user.state is UserState.ACTIVE


async def _first_seen(looking: Library, user_id: str) -> list[str]:
    page = await looking.newest(user_id, SHOWN, None, FIRST)
    return [address for each in page.items for address in _pictures(each)]


def _pictures(generation: GenerationView) -> list[str]:
    files = generation.media[:TOGETHER]
    return [each.thumbnail_url for each in files if each.thumbnail_url is not None]
