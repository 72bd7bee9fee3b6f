"""The single-page app: one index.html for every page address, and its files, cached for ever.

Files live under `/static/<version>/…` and import each other by relative path, so the one version
in index.html reaches all of them: no build, no hashes, no stale mix.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

from fastapi import APIRouter
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route, Router
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.guard import CONTENT_SECURITY_POLICY
from app.web.preloads import NOT_FOUND, Documents
from app.web.scripts import Scripts
from app.web.styles import INDEX, INDEXES, joined

_FRESH = {"Cache-Control": "no-cache"}
FOR_EVER = "public, max-age=31536000, immutable"

# Swagger UI writes markup of its own, so this one page goes without Trusted Types.
DOCS_POLICY = CONTENT_SECURITY_POLICY.partition("; require-trusted-types-for")[0]

FILE_POLICY = "default-src 'none'; frame-ancestors 'none'"
"""For a file that is not a page: shorter, stricter, and sent forty times with the first page."""

COOKIES = "allucanget_"
"""How the names of a sign-in's cookies begin."""

PAGES = (
    "/",
    "/login",
    "/register",
    "/generate",
    "/generate/{kind}",
    "/generate/{kind}/{thread_id}",
    "/library",  # in the app it is app.library.page that answers
    "/library/{item_id}",
    "/jobs",
    "/usage",
    "/account",
    "/admin",
    "/admin/{tab:path}",
)


@dataclass(frozen=True)
class Pages:
    """What a browser is served, for one app to include: the files, the routes of the documents
    that name them, and an answer for every other address. `version` is the one that the documents
    name."""

    version: str
    documents: Documents
    files: Mount
    routes: APIRouter
    unknown: ASGIApp


@cache
def pages_of(static: Path, root_path: str) -> Pages:
    """Read once for each process: the files of an installation do not change under it."""
    version = _version_of(static)
    template = _filled(static / "index.html", version, root_path)
    documents = Documents(template, static, root_path)
    return Pages(
        version,
        documents,
        _static_files(static, version),
        _page_routes(static, version, root_path, documents),
        _unknown_page(documents, root_path),
    )


def document(documents: Documents, request: Request, pictures: Sequence[str] = ()) -> HTMLResponse:
    """The page at this address, never cached. For somebody signed in, it names what it will ask
    for: also these `pictures`, by their addresses without the prefix."""
    page = documents.at(
        request.scope["path"],
        signed_in=any(name.startswith(COOKIES) for name in request.cookies),
        plain=not request.url.query,
        pictures=pictures,
    )
    return HTMLResponse(page, headers=_FRESH)


def _version_of(static: Path) -> str:
    """Changes whenever a file below `static` does, so a browser never mixes two versions."""
    digest = hashlib.sha256()
    for path in sorted(static.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(static).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _static_files(static: Path, version: str) -> Mount:
    """Serves the files, compressed, at the one address the current index.html names."""
    styles = [
        Route(f"/{name}", Response(joined(static, name), media_type="text/css")) for name in INDEXES
    ]
    others = Scripts(static, StaticFiles(directory=static))
    routes = [*styles, Mount("/", others)]
    files = GZipMiddleware(_for_ever(Router(routes)), minimum_size=500)
    return Mount(f"/static/{version}", app=files, name="static")


def _unknown_page(documents: Documents, root_path: str) -> ASGIApp:
    """For addresses that nothing is served at: a person sees a page that says so, or is led to the
    same address without the slash at its end; a program reads the problem document."""
    page = documents.of(NOT_FOUND)

    async def nothing(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        if request.method != "GET" or "text/html" not in request.headers.get("accept", ""):
            raise HTTPException(404)
        path = scope["path"].removeprefix(root_path)
        if path.endswith("/") and (rest := path.strip("/")):
            # Of one slash and never two, which would name another host.
            await RedirectResponse(f"{root_path}/{rest}", 308)(scope, receive, send)
            return
        await HTMLResponse(page, 404, _FRESH)(scope, receive, send)

    return nothing


def _page_routes(static: Path, version: str, root_path: str, documents: Documents) -> APIRouter:
    """Every page address answers the same document, but for what it names; and the API's own."""
    docs = _filled(static / "docs.html", version, root_path)
    manifest = _filled(static / "manifest.webmanifest", version, root_path)
    worker = _filled(static / "sw.js", version, root_path).replace(
        "{files}", json.dumps(_shell_files(static))
    )
    router = APIRouter(include_in_schema=False)

    async def index(request: Request) -> Response:
        return document(documents, request)

    async def api_docs(_: Request) -> Response:
        return HTMLResponse(docs, headers=_FRESH | {"Content-Security-Policy": DOCS_POLICY})

    async def app_manifest(_: Request) -> Response:
        return Response(manifest, headers=_FRESH, media_type="application/manifest+json")

    async def service_worker(_: Request) -> Response:
        return Response(worker, headers=_FRESH, media_type="text/javascript")

    for path in PAGES:
        router.add_api_route(path, index, methods=["GET", "HEAD"])
    router.add_api_route("/manifest.webmanifest", app_manifest, methods=["GET"])
    router.add_api_route("/sw.js", service_worker, methods=["GET"])
    router.add_api_route("/api/docs", api_docs, methods=["GET"])
    return router


def _shell_files(static: Path) -> list[str]:
    """What the app needs to open any of its pages without a network, below `/static/<version>/`.

    Not the words, of which only one language is fetched, nor what a page fetches when it needs it.
    """
    modules = [
        path.relative_to(static).as_posix()
        for folder in ("lib", "components", "pages")
        for path in sorted((static / folder).rglob("*.js"))
        if "admin" not in path.relative_to(static).as_posix()
    ]
    fonts = [f"vendor/{path.name}" for path in sorted((static / "vendor").glob("*.woff2"))]
    return ["app.js", "theme.js", "icon.svg", INDEX, *modules, *fonts]


def _filled(path: Path, version: str, root_path: str) -> str:
    text = path.read_text(encoding="utf-8")
    return text.replace("{base}", escape(root_path, quote=True)).replace("{version}", version)


def _for_ever(files: ASGIApp) -> ASGIApp:
    async def served(scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] < 400:
                headers = MutableHeaders(scope=message)
                headers["Cache-Control"] = FOR_EVER
                # A worker lives by the policy of its own file.
                if "/workers/" not in scope["path"]:
                    headers["Content-Security-Policy"] = FILE_POLICY
                # Nobody asks again whether it has changed: then it has another address.
                for name in ("ETag", "Last-Modified"):
                    if name in headers:
                        del headers[name]
            await send(message)

        await files(scope, receive, sending)

    return served
