"""Builds every part of the studio from its settings, in the order in which they lean on each
other. Only `app.main` imports this."""

import asyncio
import hmac
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import httpx
from anyio.to_thread import run_sync
from pydantic import SecretStr

from app.accounts.callers import Callers
from app.accounts.cookies import Cookies
from app.accounts.key_repository import budget_of_living
from app.accounts.key_ring import KeyRing
from app.accounts.key_service import ApiKeys
from app.accounts.key_uses import KeyUses
from app.accounts.model import DEFAULT_TIER
from app.accounts.passwords import Passwords
from app.accounts.service import Accounts
from app.accounts.signouts import SignOuts
from app.accounts.throttle import SignInThrottle
from app.accounts.tokens import Tokens
from app.admin.audit_desk import AuditDesk
from app.admin.belongings import Belongings
from app.admin.chains import Chains
from app.admin.choices import Choices, House
from app.admin.copies import Copies
from app.admin.costs import CostReports
from app.admin.errands import Errands
from app.admin.exposition import Exposition
from app.admin.key_watch import KeyWatch
from app.admin.late import LateFilms
from app.admin.money import MoneyDesk
from app.admin.people import People
from app.admin.rule_book import RuleBook
from app.admin.system import System
from app.backup.service import Backups
from app.catalog.menu import Menu
from app.catalog.service import Catalogue
from app.clock import Clock, Sleep, utc_now
from app.counters import Counters
from app.db.duck import DuckDatabase
from app.demo import DemoGateway, DemoOptions
from app.gateway.client import Gateway
from app.gateway.transport import open_http
from app.generation.admission import admit
from app.generation.booking import Bookkeeper
from app.generation.calls import Calls
from app.generation.changes import ChangeFeed
from app.generation.corrections import Corrections
from app.generation.ending import Endings
from app.generation.fallback import Fallbacks
from app.generation.hint_routes import PATH as CALLBACK
from app.generation.hints import Hints
from app.generation.library import Library
from app.generation.news import News
from app.generation.reading import ReadAlong
from app.generation.runner import Runner
from app.generation.service import Generations
from app.generation.steps import Steps
from app.generation.text import Texts
from app.generation.upkeep import Upkeep
from app.generation.usual import UsualTimes
from app.generation.view import for_webhooks
from app.library.bundle import Bundles
from app.library.collections import Collections
from app.library.index import Shelf
from app.library.links import Links
from app.library.many import Many
from app.library.retention import Retention
from app.library.trash import Trash
from app.me.export import Exports
from app.me.farewell import Farewells
from app.media.files import MediaFiles
from app.media.opener import Opener
from app.media.service import MediaStore
from app.money import Micros
from app.openai_api.chat import ChatCalls
from app.openai_api.direct import DirectCalls
from app.openai_api.links import MediaLinks
from app.openai_api.made import MediaCalls
from app.routing.breakers import Breakers
from app.routing.quotas import budget_of, check_storage
from app.routing.rates import RateLimits
from app.routing.rules import Rules
from app.routing.service import Router
from app.secret import secret_key
from app.settings import Settings
from app.site import Site
from app.threads import repository as thread_rows
from app.threads.service import Threads
from app.usage import ledger
from app.usage.budgets import Budgets, Limits
from app.usage.calendar import Calendar
from app.usage.service import UsageReports
from app.web import Parts
from app.webhooks.service import Webhooks

OPENROUTER = "https://openrouter.ai/api/v1"


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


@dataclass(frozen=True)
class Workshop:
    """What makes things: started and stopped with the process."""

    texts: Texts
    calls: Calls
    runner: Runner
    endings: Endings
    corrections: Corrections
    key: KeyWatch


@asynccontextmanager
async def open_floor(
    settings: Settings, world: World, db: DuckDatabase, counters: Counters
) -> AsyncGenerator[Floor]:
    """Open for as long as the block lasts. The database is open and in the newest shape."""
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(
            open_http(world.wire or _wire(settings), referer=_address(settings))
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


def build(floor: Floor) -> tuple[Parts, Workshop]:
    """Every service, and what has to be run beside the requests."""
    budgets, breakers = _budgets(floor.settings), Breakers(floor.clock)
    router = Router(floor.catalogue, floor.rules, breakers)
    workshop = _workshop(floor, Fallbacks(budgets, breakers))
    generations = _generations(floor, workshop, router, budgets)
    upkeep = _upkeep(floor, workshop, generations)
    many = Many(floor.db, floor.clock, floor.news, upkeep)
    chains = Chains(floor.rules, floor.catalogue)
    system = _system(floor, workshop, chains, breakers)
    accounts, keys, callers, cookies = _accounts(floor)
    people = People(floor.db, floor.clock, accounts, budgets, floor.rules)
    parts = Parts(
        workshop,
        floor.media,
        floor.catalogue,
        accounts,
        keys,
        callers,
        cookies,
        Exports(floor.db, floor.media.files, floor.clock),
        farewells_of(floor, workshop, accounts),
        floor.rules,
        breakers,
        RateLimits(floor.clock),
        Menu(floor.catalogue, router.offer),
        generations,
        upkeep,
        router,
        ChatCalls(floor.db, generations, workshop.texts, floor.sign_outs),
        MediaCalls(floor.db, generations, floor.media, floor.news, floor.sign_outs),
        DirectCalls(floor.db, generations, floor.sign_outs),
        MediaLinks(floor.db, floor.clock, _derived(floor.settings, b"links to media")),
        ChangeFeed(floor.db, floor.news, floor.sign_outs),
        ReadAlong(floor.db, workshop.texts, floor.sign_outs),
        Library(floor.db),
        UsualTimes(floor.db, floor.clock),
        Hints(
            floor.db,
            floor.clock,
            floor.settings.openrouter_webhook_secret,
            workshop.runner.wake,
        ),
        Shelf(floor.db),
        Links(floor.db),
        many,
        Collections(floor.db, floor.clock, many),
        Bundles(floor.db, floor.media.files, floor.clock),
        trash_of(floor),
        Threads(floor.db, floor.clock, floor.news.tell),
        MoneyDesk(floor.db, floor.clock, floor.news),
        CostReports(floor.db, floor.clock, budgets.calendar),
        LateFilms(floor.db, floor.clock, workshop.runner.wake),
        chains,
        RuleBook(floor.clock),
        system,
        Exposition(system, floor.counters, floor.settings.metrics_token),
        Belongings(floor.db, floor.clock, keys, floor.sign_outs),
        Copies(floor.db, floor.clock, Backups.of(floor.settings, floor.db, floor.clock)),
        people,
        Errands(floor.db, floor.clock, accounts, people, keys, retention_of(floor)),
        AuditDesk(floor.db),
        floor.house,
        Webhooks.open(
            floor.db,
            floor.clock,
            _derived(floor.settings, b"secrets of webhooks"),
            for_webhooks,
            floor.counters.webhook_posted,
            allow_private=floor.settings.webhook_allow_private,
        ),
        UsageReports(floor.db, floor.clock, budgets),
        Site(
            floor.settings,
            floor.house,
            floor.db,
            floor.clock,
            workshop.runner,
            floor.media.files.free_bytes,
        ),
    )
    return parts, workshop


def _secret(settings: Settings) -> str:
    given = settings.secret_key
    return secret_key(settings.data_dir, given.get_secret_value() if given else None)


def _derived(settings: Settings, purpose: bytes) -> bytes:
    """A key for this purpose only."""
    return hmac.digest(_secret(settings).encode(), purpose, "sha256")


def _accounts(floor: Floor) -> tuple[Accounts, ApiKeys, Callers, Cookies]:
    settings = floor.settings
    tokens = Tokens(_secret(settings))
    accounts = Accounts(
        floor.db,
        floor.clock,
        Passwords(),
        tokens,
        SignInThrottle(floor.clock),
        floor.sign_outs,
        lambda: floor.house.now.signup,
        lambda: floor.house.now.default_tier,
    )
    keys = ApiKeys(floor.db, floor.clock, floor.sign_outs, floor.key_uses, ledger.of_keys)
    ring = KeyRing(floor.db, floor.clock, floor.sign_outs, floor.key_uses)
    callers = Callers(floor.db, floor.clock, tokens, floor.sign_outs, ring)
    return accounts, keys, callers, Cookies(_address(settings))


def _system(floor: Floor, workshop: Workshop, chains: Chains, breakers: Breakers) -> System:
    settings = floor.settings
    return System(
        floor.db,
        floor.clock,
        floor.clock(),
        settings.demo,
        str(settings.openrouter_base_url or OPENROUTER),
        floor.media.files.free_bytes,
        settings.min_free_bytes,
        workshop.runner,
        workshop.texts,
        floor.catalogue,
        chains,
        workshop.key,
        breakers,
    )


def _workshop(floor: Floor, fallbacks: Fallbacks) -> Workshop:
    endings = Endings(floor.catalogue)
    steps = Steps(
        floor.db,
        floor.gateway,
        floor.catalogue,
        floor.media,
        floor.clock,
        floor.settings.download_max_bytes,
        floor.news,
        fallbacks,
        _callback_url(floor.settings),
    )
    runner = Runner(
        floor.db,
        steps,
        floor.clock,
        floor.news,
        at_once=floor.settings.jobs_at_once,
        grace=floor.settings.stop_grace,
    )
    texts = Texts(
        floor.db,
        floor.gateway,
        floor.clock,
        floor.sleep,
        floor.news,
        endings,
        fallbacks,
        floor.counters.first_word,
    )
    corrections = Corrections(floor.db, floor.gateway, floor.clock, floor.news)
    calls = Calls(floor.db, floor.gateway, floor.clock, floor.sleep, fallbacks)
    key = KeyWatch(floor.gateway, floor.clock, Micros(floor.settings.key_low_micros))
    return Workshop(texts, calls, runner, endings, corrections, key)


def _generations(floor: Floor, workshop: Workshop, router: Router, budgets: Budgets) -> Generations:
    settings = floor.settings
    return Generations(
        db=floor.db,
        clock=floor.clock,
        router=router,
        bookkeeper=Bookkeeper(budgets, thread_rows.spoke, admit),
        texts=workshop.texts,
        calls=workshop.calls,
        media=floor.media,
        news=floor.news,
        wake_runner=workshop.runner.wake,
        free_bytes=floor.media.files.free_bytes,
        min_free_bytes=settings.min_free_bytes,
        confirm_unpriced=settings.confirm_unpriced,
        confirm_above=lambda: floor.house.now.confirm_above_micros,
        unpriced_hold=Micros(settings.unpriced_hold_micros),
    )


def _upkeep(floor: Floor, workshop: Workshop, generations: Generations) -> Upkeep:
    return Upkeep(
        floor.db,
        floor.clock,
        workshop.texts,
        floor.news,
        generations,
        thread_rows.turn_restored,
    )


def farewells_of(floor: Floor, workshop: Workshop, accounts: Accounts) -> Farewells:
    return Farewells(
        floor.db,
        floor.clock,
        accounts,
        workshop.texts,
        trash_of(floor),
        floor.media.files,
        floor.news,
    )


def trash_of(floor: Floor) -> Trash:
    """Also for the chore that empties it."""
    return Trash(floor.db, floor.media.files, floor.clock, thread_rows.forget_purged)


def retention_of(floor: Floor) -> Retention:
    """Also for the chore of every night."""
    return Retention(
        floor.db,
        floor.clock,
        trash_of(floor),
        floor.news,
        lambda: floor.house.now.keeping,
        thread_rows.retire,
    )


def _budgets(settings: Settings) -> Budgets:
    day, month = settings.budget_day_micros, settings.budget_month_micros
    return Budgets(
        Calendar(ZoneInfo(settings.time_zone)),
        Limits(None if day is None else Micros(day), None if month is None else Micros(month)),
        budget_of,
        budget_of_living,
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


def _callback_url(settings: Settings) -> str | None:
    """Where the gateway can tell us something, if it can reach us and prove that it is the one."""
    address = _address(settings)
    if not (address and address.startswith("https:") and settings.openrouter_webhook_secret):
        return None
    below = "" if address.endswith(settings.root_path) else settings.root_path
    return address + below + CALLBACK


def _address(settings: Settings) -> str | None:
    return str(settings.public_url).rstrip("/") if settings.public_url else None
