"""The composition root: opens the data folder, builds every part, starts and stops them.

Start: database, migrations → gateway, services → what was left unfinished → runner → serve. Any
failure ends the process with a sentence. Stop: no new requests → long polls sent home and streams
told → steps under way finish → database closed.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from functools import cache, partial
from itertools import chain
from pathlib import Path

from anyio import from_thread
from anyio.to_thread import run_sync
from fastapi import FastAPI
from starlette.routing import BaseRoute

from app import __version__
from app import site as site_routes
from app.accounts import key_routes
from app.accounts import routes as account_routes
from app.accounts.session_repository import forget_old_sessions
from app.admin import routes as admin_routes
from app.admin.errands import Errands
from app.backup.requests import Requests
from app.backup.restore import refuse_unfinished
from app.backup.service import Backups
from app.catalog import routes as catalog_routes
from app.clock import utc_now
from app.counters import Counters
from app.db.duck import DuckDatabase
from app.db.upgrade import open_newest
from app.generation import hint_routes
from app.generation import routes as generation_routes
from app.generation.booking import forget_old_keys
from app.generation.partials import Partials
from app.generation.unfinished import Unfinished
from app.janitor import Chore, Janitor
from app.library import collection_routes
from app.library import page as library_page
from app.library import routes as library_routes
from app.me import routes as me_routes
from app.me.farewell import Farewells
from app.media import routes as media_routes
from app.media.sweep import sweep
from app.openai_api import call_routes as openai_call_routes
from app.openai_api import errors as openai_errors
from app.openai_api import routes as openai_routes
from app.routing.limited import RateLimited, RateLimitedPeople
from app.settings import Settings
from app.sharing import page_routes as shared_page_routes
from app.sharing import routes as share_routes
from app.studio import Floor, Workshop, World, build, open_floor, retention_of, trash_of
from app.tasks import beside
from app.threads import routes as thread_routes
from app.usage import routes as usage_routes
from app.web import Parts, problems
from app.web.counted import Counted
from app.web.document import Api
from app.web.guard import Guard
from app.web.pages import pages_of
from app.web.traced import Traced
from app.web.zipped import Zipped
from app.webhooks import routes as webhook_routes
from app.webhooks.service import Webhooks

ROOT = Path(__file__).parent.parent

COSTS_EVERY = timedelta(seconds=15)
"""Between two looks for costs that the gateway may tell by now."""

LIMITED = (
    openai_call_routes.router,
    openai_routes.router,  # which answers whatever else is below /v1
    generation_routes.router,
    key_routes.router,
    catalog_routes.router,
    media_routes.router,
    library_routes.router,
    collection_routes.router,
    thread_routes.router,
    usage_routes.router,
    webhook_routes.router,
    share_routes.router,
    *admin_routes.ROUTERS,
)
"""Whose routes are limited in how often they may be asked. Each request looks for its route from
the first to the last, so those come first that are asked most."""


@cache
def _routes() -> Sequence[BaseRoute]:
    """All but the pages. They know nothing of an app, so they are built once in a process."""
    return [
        *chain.from_iterable(each.built([RateLimited]) for each in LIMITED),
        *site_routes.router.built(),
        # The gateway's own: checking a signature costs no more than counting whose it is.
        *hint_routes.router.built(),
        # Strangers are not counted there: signing in has limits of its own.
        *account_routes.router.built([RateLimitedPeople]),
        *me_routes.router.built([RateLimitedPeople]),
        # Who is asking plays no part there.
        *shared_page_routes.router.built(),
    ]


def create_app(settings: Settings, world: World | None = None) -> FastAPI:
    """The whole application. It is open for as long as its lifespan lasts."""
    counters = Counters()
    app = Api(
        title="allucanget",
        version=__version__,
        docs_url=None,  # its page comes from another host; ours is in app.web.pages
        redoc_url=None,
        redirect_slashes=False,  # its redirects lead wherever the Host header says
        openapi_url="/api/openapi.json",
        # FastAPI's own tell any collector what errors and queries say; see app.tracing for ours.
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
        exception_handlers=problems.HANDLERS,
        lifespan=partial(_lifespan, settings, world or World(), counters),
    )
    app.router.routes.extend(_routes())
    pages = pages_of(ROOT / "static", settings.root_path)
    app.router.routes.extend(library_page.router_of(pages.documents).routes)
    app.router.routes.append(pages.files)
    app.router.routes.extend(pages.routes.routes)
    app.router.default = pages.unknown
    app.add_middleware(Zipped, root_path=settings.root_path)
    app.add_middleware(Traced)
    app.add_middleware(
        Guard,
        public_url=str(settings.public_url) if settings.public_url else None,
        root_path=settings.root_path,
        upload_paths=frozenset({"/api/media", *openai_routes.UPLOAD_PATHS}),
        dialects={"/v1/": openai_errors.dialect},
        version=pages.version,
    )
    app.add_middleware(Counted, tell=counters.answered)
    return app


def open_database(settings: Settings) -> DuckDatabase:
    """The database in the newest shape. Raises DamagedDatabase, MigrationError or NotRestored,
    with a sentence for the operator. Blocks."""
    refuse_unfinished(settings)
    settings.backup_dir.mkdir(parents=True, exist_ok=True)
    return open_newest(settings.database_path, settings.backup_dir, ROOT / "migrations", utc_now())


@asynccontextmanager
async def _lifespan(
    settings: Settings, world: World, counters: Counters, app: FastAPI
) -> AsyncGenerator[None]:
    database = await run_sync(open_database, settings)
    try:
        async with open_floor(settings, world, database, counters) as floor:
            app.state.parts, workshop = build(floor)
            await floor.catalogue.load()
            await floor.rules.load()
            await floor.house.load()
            unfinished = Unfinished(floor.db, workshop.endings, floor.clock, floor.news)
            await unfinished.interrupt()
            courier = app.state.parts[Webhooks].courier
            async with (
                beside(unfinished.run(), "unfinished"),
                beside(floor.catalogue.run(), "catalogue"),
                beside(workshop.key.run(), "key watch"),
                _janitor(floor, workshop, app.state.parts).running(),
                Janitor(*await run_sync(_backup_chores, floor, app.state.parts[Errands])).running(),
                workshop.runner.running(),
                floor.key_uses.running(),
                courier.running(),
                Partials(floor.db, workshop.texts.lives, floor.news).running(),
            ):
                app.state.say_goodbye = partial(_say_goodbye, floor, workshop)
                yield
                await _say_goodbye(floor, workshop)
    finally:
        await run_sync(database.close)


async def _say_goodbye(floor: Floor, workshop: Workshop) -> None:
    """Begin nothing new, send long polls home, and end every stream with a word. Twice is as good
    as once."""
    workshop.runner.stop()
    floor.news.close()
    with suppress(TimeoutError):
        async with asyncio.timeout(floor.settings.stop_grace.total_seconds()):
            await asyncio.gather(workshop.texts.close(), workshop.calls.close())


def _backup_chores(floor: Floor, errands: Errands) -> list[Chore]:
    settings = floor.settings
    backups = Backups.of(settings, floor.db, floor.clock)
    requests = Requests(settings.data_dir, settings.requests_dir, backups, errands_done_by(errands))
    backups.tidy()
    requests.open()
    asked = Chore("requests", timedelta(seconds=1), _in_thread(requests.answer_all))
    if not settings.backup_every:
        return [asked]
    look = min(settings.backup_every, timedelta(minutes=10))
    return [asked, Chore("backup", look, _in_thread(backups.make_if_due))]


def errands_done_by(errands: Errands) -> Callable[[str], str]:
    """For a thread that was begun by the event loop on which they are to be done."""
    return lambda document: from_thread.run(errands.run, document)


def _in_thread(do: Callable[[], None]) -> Callable[[], Awaitable[None]]:
    """Without being waited for at the end: closing the database interrupts a copy under way."""
    return partial(run_sync, do, abandon_on_cancel=True)


def _janitor(floor: Floor, workshop: Workshop, parts: Parts) -> Janitor:
    db, clock = floor.db, floor.clock
    return Janitor(
        Chore("costs", COSTS_EVERY, workshop.corrections.look),
        Chore("checkpoint", timedelta(minutes=5), lambda: run_sync(db.checkpoint)),
        Chore("retention", timedelta(hours=24), retention_of(floor).sweep),
        Chore("trash", timedelta(hours=1), trash_of(floor).purge_old),
        Chore("farewells", timedelta(hours=1), parts[Farewells].clear_up),
        Chore("media sweep", timedelta(hours=24), lambda: sweep(floor.media)),
        Chore("old sessions", timedelta(hours=6), lambda: db.write(forget_old_sessions, clock())),
        Chore("old deliveries", timedelta(hours=6), parts[Webhooks].forget_old),
        Chore("old keys", timedelta(hours=1), lambda: db.write(forget_old_keys, clock())),
    )
