"""The account routes as a small app of their own, on a real database, asked over HTTP."""

import json
from dataclasses import dataclass, field
from typing import Any, cast

import httpx
from argon2 import PasswordHasher
from fastapi import FastAPI

from app.accounts import key_routes
from app.accounts.callers import Callers
from app.accounts.cookies import Cookies
from app.accounts.current import AdminCaller, CurrentUser
from app.accounts.key_ring import KeyRing
from app.accounts.key_service import ApiKeys
from app.accounts.key_uses import KeyUses
from app.accounts.model import DEFAULT_TIER
from app.accounts.passwords import Passwords
from app.accounts.routes import router
from app.accounts.service import Accounts
from app.accounts.signouts import SignOuts
from app.accounts.throttle import SignInThrottle
from app.accounts.tokens import Tokens
from app.db.duck import DuckDatabase
from app.settings import SignupPolicy
from app.web import Parts
from app.web.guard import Guard
from app.web.problems import HANDLERS
from tests.clocks import TurnableClock

PASSWORD = "a long and quiet river"


def quick_hasher(time_cost: int = 1) -> PasswordHasher:
    """Real argon2id, with parameters that no test has to wait for."""
    return PasswordHasher(time_cost=time_cost, memory_cost=8, parallelism=1)


@dataclass
class House:
    """The accounts, put together as the whole app does it, and browsers to visit them with."""

    database: DuckDatabase
    clock: TurnableClock
    policy: SignupPolicy = "open"
    hasher: PasswordHasher = field(default_factory=quick_hasher)
    public_url: str | None = None
    secret_key: str = "a secret of the tests"

    def __post_init__(self) -> None:
        self.sign_outs = SignOuts()
        self.tokens = Tokens(self.secret_key)
        self.accounts = Accounts(
            db=self.database,
            clock=self.clock,
            passwords=Passwords(self.hasher),
            tokens=self.tokens,
            throttle=SignInThrottle(self.clock),
            sign_outs=self.sign_outs,
            signup=lambda: self.policy,
            default_tier=lambda: DEFAULT_TIER,
        )
        self.uses = KeyUses(self.database)
        self.ring = KeyRing(self.database, self.clock, self.sign_outs, self.uses)
        self.keys = ApiKeys(
            self.database, self.clock, self.sign_outs, self.uses, lambda _tx, _key_ids: {}
        )
        self.callers = Callers(self.database, self.clock, self.tokens, self.sign_outs, self.ring)
        self.app = FastAPI()
        for kind, handler in HANDLERS.items():
            self.app.add_exception_handler(kind, cast(Any, handler))
        self.app.state.parts = Parts(
            self.accounts, self.keys, self.callers, Cookies(self.public_url)
        )
        self.app.router.routes.extend(router.built())
        self.app.router.routes.extend(key_routes.router.built())
        _add_things(self.app)

    def browser(
        self,
        base_url: str = "http://localhost",
        *,
        address: str = "192.0.2.1",
        root_path: str = "",
    ) -> httpx.AsyncClient:
        """A browser with a cookie jar of its own, on one of our pages."""
        transport = httpx.ASGITransport(
            Guard(self.app), client=(address, 50_000), root_path=root_path
        )
        headers = {"Sec-Fetch-Site": "same-origin", "User-Agent": "a browser"}
        return httpx.AsyncClient(transport=transport, base_url=base_url, headers=headers)

    async def register(self, name: str, **more: str) -> dict[str, Any]:
        """An account `name`@example.org, and what registering answered."""
        form = {"email": f"{name}@example.org", "password": PASSWORD} | more
        answer = await post(self.browser(), "/api/auth/register", form)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def signed_in(self, name: str, **where: str) -> httpx.AsyncClient:
        """A browser in which `name` has just signed in."""
        browser = self.browser(**where)
        answer = await sign_in(browser, name)
        assert answer.status_code == 200, answer.text
        return browser


async def post(browser: httpx.AsyncClient, path: str, form: object) -> httpx.Response:
    """Post JSON in plain ASCII, which can carry what httpx's own encoder refuses to."""
    headers = {"Content-Type": "application/json"}
    return await browser.post(path, content=json.dumps(form), headers=headers)


async def sign_in(
    browser: httpx.AsyncClient, name: str, password: str = PASSWORD
) -> httpx.Response:
    form = {"email": f"{name}@example.org", "password": password}
    return await post(browser, "/api/auth/login", form)


async def status_of(browser: httpx.AsyncClient, path: str = "/api/auth/me") -> int:
    """What a GET answers; by default, whether this browser is signed in."""
    return (await browser.get(path)).status_code


def _add_things(app: FastAPI) -> None:
    """What other features look like from here."""

    async def things(user: CurrentUser) -> dict[str, str]:
        return {"owner": user.id}

    async def things_of_all(caller: AdminCaller) -> dict[str, str]:
        return {"admin": caller.user.id}

    app.get("/api/things")(things)
    app.get("/api/admin/things")(things_of_all)
