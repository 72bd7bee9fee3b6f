"""What all features stand on, and what of it lies outside of the program."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import httpx
from anyio.to_thread import run_sync
from pydantic import SecretStr

from app.accounts.key_uses import KeyUses
from app.accounts.model import DEFAULT_TIER
from app.accounts.signouts import SignOuts
from app.admin.choices import Choices, House
from app.catalog.service import Catalogue
from app.clock import Clock, Sleep, utc_now
from app.counters import Counters
from app.db.duck import DuckDatabase
from app.demo import DemoGateway, DemoOptions
from app.gateway.client import Gateway
from app.gateway.transport import open_http
from app.generation.news import News
from app.media.files import MediaFiles
from app.media.opener import Opener
from app.media.service import MediaStore
from app.money import Micros
from app.routing.quotas import check_storage
from app.routing.rules import Rules
from app.settings import Settings
from app.studio.address import OPENROUTER, address_of


@dataclass(frozen=True)
class World:
    """What lies outside of the program, for tests to replace: the time and the gateway's wire."""

    clock: Clock = utc_now
    wire: httpx.AsyncBaseTransport | None = None
    sleep: Sleep = asyncio.sleep


@dataclass(frozen=True)
class Floor:
    """What all features stand on."""

    settings: Settings
    clock: Clock
    sleep: Sleep
    db: DuckDatabase
    gateway: Gateway
    media: MediaStore
    catalogue: Catalogue
    sign_outs: SignOuts
    news: News
    rules: Rules
    counters: Counters
    house: House
    key_uses: KeyUses


@asynccontextmanager
async def open_floor(
    settings: Settings, world: World, db: DuckDatabase, counters: Counters
) -> AsyncGenerator[Floor]:
    """Open for as long as the block lasts. The database is open and in the newest shape."""
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(
            open_http(world.wire or _wire(settings), referer=address_of(settings))
        )
        gateway = Gateway(
            http,
            str(settings.openrouter_base_url or OPENROUTER),
            settings.openrouter_api_key or _demo_key(settings),
            clock=world.clock,
            told=counters.gateway_called,
        )
        files = await run_sync(MediaFiles, settings.media_dir)
        yield Floor(
            settings,
            world.clock,
            world.sleep,
            db,
            gateway,
            MediaStore(
                db,
                files,
                Opener(),
                world.clock,
                settings.upload_max_bytes,
                settings.min_free_bytes,
                check_storage,
            ),
            Catalogue(db, gateway, world.clock),
            SignOuts(),
            News(),
            Rules(db),
            counters,
            House(db, world.clock, _choices(settings)),
            KeyUses(db),
        )


def _choices(settings: Settings) -> Choices:
    """What administrators have not chosen otherwise."""
    return Choices(settings.signup, DEFAULT_TIER, Micros(settings.confirm_above_micros))


def _wire(settings: Settings) -> httpx.AsyncBaseTransport | None:
    """The demo gateway without a key, else the network."""
    if not settings.demo:
        return None
    secret = settings.openrouter_webhook_secret
    options = DemoOptions(
        state_dir=settings.data_dir / "demo",
        webhook_secret=secret.get_secret_value() if secret else None,
    )
    return DemoGateway(options).transport()


def _demo_key(settings: Settings) -> SecretStr | None:
    # The demo gateway looks for a key like the real one, and takes any.
    return SecretStr("demo") if settings.demo else None
