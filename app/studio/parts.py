"""Every service that a request may lean on."""

from zoneinfo import ZoneInfo

from app.accounts.callers import Callers
from app.accounts.cookies import Cookies
from app.accounts.key_repository import budget_of_living
from app.accounts.key_ring import KeyRing
from app.accounts.key_service import ApiKeys
from app.accounts.passwords import Passwords
from app.accounts.service import Accounts
from app.accounts.throttle import SignInThrottle
from app.accounts.tokens import Tokens
from app.admin.audit_desk import AuditDesk
from app.admin.belongings import Belongings
from app.admin.chains import Chains
from app.admin.copies import Copies
from app.admin.costs import CostReports
from app.admin.errands import Errands
from app.admin.exposition import Exposition
from app.admin.late import LateFilms
from app.admin.money import MoneyDesk
from app.admin.people import People
from app.admin.rule_book import RuleBook
from app.admin.shares import ShareDesk
from app.admin.system import System
from app.backup.service import Backups
from app.catalog.menu import Menu
from app.generation.admission import admit
from app.generation.booking import Bookkeeper
from app.generation.changes import ChangeFeed
from app.generation.fallback import Fallbacks
from app.generation.hints import Hints
from app.generation.library import Library
from app.generation.line import Line
from app.generation.reading import ReadAlong
from app.generation.service import Generations
from app.generation.upkeep import Upkeep
from app.generation.usual import UsualTimes
from app.generation.view import for_webhooks
from app.library.bundle import Bundles
from app.library.collections import Collections
from app.library.index import Shelf
from app.library.links import Links
from app.library.many import Many
from app.me.export import Exports
from app.money import Micros
from app.openai_api.chat import ChatCalls
from app.openai_api.direct import DirectCalls
from app.openai_api.links import MediaLinks
from app.openai_api.made import MediaCalls
from app.routing.breakers import Breakers
from app.routing.quotas import budget_of
from app.routing.rates import RateLimits
from app.routing.service import Router
from app.settings import Settings
from app.sharing.proofs import Proofs
from app.sharing.service import Sharing
from app.sharing.visits import Visits
from app.site import Site
from app.studio.address import OPENROUTER, address_of, base_of, derived, secret_of
from app.studio.floor import Floor
from app.studio.workshop import Workshop, farewells_of, retention_of, trash_of, workshop_of
from app.threads import repository as thread_rows
from app.threads.service import Threads
from app.usage import ledger
from app.usage.budgets import Budgets, Limits
from app.usage.calendar import Calendar
from app.usage.service import UsageReports
from app.web import Parts
from app.webhooks.service import Webhooks


def build(floor: Floor) -> tuple[Parts, Workshop]:
    """Every service, and what has to be run beside the requests."""
    budgets, breakers = budgets_of(floor.settings), Breakers(floor.clock)
    router = Router(floor.catalogue, floor.rules, breakers)
    workshop = workshop_of(floor, Fallbacks(budgets, breakers))
    generations = generations_of(floor, workshop, router, budgets)
    accounts, keys, *others = accounts_of(floor)
    parts = Parts(
        *(workshop, floor.media, floor.catalogue, floor.rules, floor.house),
        *(breakers, router, Menu(floor.catalogue, router.offer), RateLimits(floor.clock)),
        *(accounts, keys, *others, farewells_of(floor, workshop, accounts)),
        Exports(floor.db, floor.media.files, floor.clock),
        UsageReports(floor.db, floor.clock, budgets),
        Threads(floor.db, floor.clock, floor.news.tell),
        webhooks_of(floor),
        *sharing_of(floor, accounts.passwords),
        *_making(floor, workshop, generations),
        *_keeping(floor, upkeep_of(floor, workshop, generations)),
        *_administration(floor, workshop, budgets, breakers, accounts, keys),
    )
    return parts, workshop


def _making(floor: Floor, workshop: Workshop, generations: Generations) -> tuple[object, ...]:
    """Asking for something, by the page and by programs, and hearing of it."""
    db, clock, signs = floor.db, floor.clock, floor.sign_outs
    return (
        generations,
        ChatCalls(db, generations, workshop.texts, signs),
        MediaCalls(db, generations, floor.media, floor.news, signs),
        DirectCalls(db, generations, signs),
        MediaLinks(db, clock, derived(floor.settings, b"links to media"), base_of(floor.settings)),
        ChangeFeed(db, floor.news, signs),
        ReadAlong(db, workshop.texts, signs),
        UsualTimes(db, clock),
        Line(db, clock),
        Hints(db, clock, floor.settings.openrouter_webhook_secret, workshop.runner.wake),
    )


def _keeping(floor: Floor, upkeep: Upkeep) -> tuple[object, ...]:
    """What was made, and everything one does with it."""
    db, clock = floor.db, floor.clock
    many = Many(db, clock, floor.news, upkeep)
    return (
        upkeep,
        many,
        Library(db),
        Shelf(db),
        Links(db),
        Collections(db, clock, many),
        Bundles(db, floor.media.files, clock),
        trash_of(floor),
    )


def _administration(
    floor: Floor,
    workshop: Workshop,
    budgets: Budgets,
    breakers: Breakers,
    accounts: Accounts,
    keys: ApiKeys,
) -> tuple[object, ...]:
    db, clock = floor.db, floor.clock
    chains = Chains(floor.rules, floor.catalogue)
    system = system_of(floor, workshop, chains, breakers)
    people = People(db, clock, accounts, budgets, floor.rules)
    retention = retention_of(floor)
    return (
        *(chains, system, people, retention, AuditDesk(db), RuleBook(clock)),
        MoneyDesk(db, clock, floor.news),
        CostReports(db, clock, budgets.calendar),
        ShareDesk(db, clock),
        LateFilms(db, clock, workshop.runner.wake),
        Belongings(db, clock, keys, floor.sign_outs),
        Copies(db, clock, Backups.of(floor.settings, db, clock)),
        Errands(db, clock, accounts, people, keys, retention),
        Exposition(system, floor.counters, floor.settings.metrics_token),
        site_of(floor, workshop),
    )


def webhooks_of(floor: Floor) -> Webhooks:
    return Webhooks.open(
        floor.db,
        floor.clock,
        derived(floor.settings, b"secrets of webhooks"),
        for_webhooks,
        floor.counters.webhook_posted,
        allow_private=floor.settings.webhook_allow_private,
    )


def sharing_of(floor: Floor, passwords: Passwords) -> tuple[Sharing, Visits]:
    db, clock = floor.db, floor.clock
    proofs = Proofs(derived(floor.settings, b"passwords of share links"), clock)

    def allowed() -> bool:
        return floor.house.now.share_links

    return (
        Sharing(db, clock, passwords, allowed),
        # Its own count: whoever guesses here may still sign in, and the other way round.
        Visits(db, clock, passwords, SignInThrottle(clock), proofs, allowed),
    )


def site_of(floor: Floor, workshop: Workshop) -> Site:
    return Site(
        floor.settings,
        floor.house,
        floor.db,
        floor.clock,
        workshop.runner,
        floor.media.files.free_bytes,
    )


def accounts_of(floor: Floor) -> tuple[Accounts, ApiKeys, Callers, Cookies]:
    settings = floor.settings
    tokens = Tokens(secret_of(settings))
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
    return accounts, keys, callers, Cookies(address_of(settings))


def system_of(floor: Floor, workshop: Workshop, chains: Chains, breakers: Breakers) -> System:
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


def generations_of(
    floor: Floor, workshop: Workshop, router: Router, budgets: Budgets
) -> Generations:
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


def upkeep_of(floor: Floor, workshop: Workshop, generations: Generations) -> Upkeep:
    return Upkeep(
        floor.db,
        floor.clock,
        workshop.texts,
        floor.news,
        generations,
        thread_rows.turn_restored,
    )


def budgets_of(settings: Settings) -> Budgets:
    day, month = settings.budget_day_micros, settings.budget_month_micros
    return Budgets(
        Calendar(ZoneInfo(settings.time_zone)),
        Limits(None if day is None else Micros(day), None if month is None else Micros(month)),
        budget_of,
        budget_of_living,
    )
