"""/api/admin/routes: the chains of models behind `auto` and its sisters."""

from typing import Annotated, Self

from fastapi import Response
from pydantic import BaseModel, Field

from app.accounts.current import AdminCaller
from app.admin.author import By
from app.admin.chains import Chains
from app.admin.routes.strict import Strict
from app.admin.rule_book import RuleBook
from app.catalog.model import Kind
from app.routing.model import Route, RouteKey
from app.web import provided
from app.web.routes import Routes

router = Routes(prefix="/api/admin/routes", tags=["admin"])

Desk = Annotated[Chains, provided(Chains)]
Book = Annotated[RuleBook, provided(RuleBook)]


class RouteView(BaseModel):
    """`id` is the name people see. `tier` null: for everybody whose tier has none of its own.
    `missing` are models of the chain that the gateway does not offer now: they are passed over."""

    id: str
    kind: Kind
    tier: str | None
    chain: list[str]
    fallback_route: str | None
    missing: list[str]

    @classmethod
    def of(cls, route: Route, desk: Chains) -> Self:
        return cls(
            id=route.key.name,
            kind=route.key.kind,
            tier=route.key.tier,
            chain=list(route.chain),
            fallback_route=route.fallback_route,
            missing=desk.missing(route),
        )


class RouteList(BaseModel):
    items: list[RouteView]
    next: None = None


class RouteBody(Strict):
    """`chain`: model ids, the first asked first. `fallback_route` of the same kind goes on when
    none of them can."""

    kind: Kind
    tier: str | None = None
    chain: Annotated[list[str], Field(max_length=100)]
    fallback_route: str | None = None


@router.get("")
async def list_routes(_: AdminCaller, desk: Desk, kind: Kind | None = None) -> RouteList:
    """By kind and name, everybody's before those of a tier."""
    routes = [each for each in desk.rules.routes() if kind in (None, each.key.kind)]
    return RouteList(items=[RouteView.of(each, desk) for each in routes])


@router.get("/{name:path}")
async def get_route(
    name: str, _: AdminCaller, desk: Desk, kind: Kind | None = None, tier: str | None = None
) -> RouteView:
    """`kind` may be left out where only one kind has a route of this name."""
    return RouteView.of(desk.one(name, kind, tier), desk)


@router.put("/{name:path}", responses={201: {"description": "It is new"}})
async def put_route(
    name: str, body: RouteBody, response: Response, by: By, desk: Desk, book: Book
) -> RouteView:
    """Acts on the next request. What was asked for before keeps the chain it began with."""
    key = RouteKey(body.kind, name, body.tier)
    if not desk.exists(key):
        response.status_code = 201
    route = await desk.put(Route(key, tuple(body.chain), body.fallback_route), book.of(by))
    return RouteView.of(route, desk)


@router.delete("/{name:path}", status_code=204)
async def delete_route(
    name: str, kind: Kind, by: By, desk: Desk, book: Book, tier: str | None = None
) -> None:
    """Not one that another falls back to, and never the `auto` that is everybody's."""
    await desk.rules.delete_route(RouteKey(kind, name, tier), book.of(by))
