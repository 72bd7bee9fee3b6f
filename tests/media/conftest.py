"""A media store on a real disk and a real database, and a site of it with two people."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI

from app.accounts.callers import Callers
from app.accounts.key_ring import KeyRing
from app.accounts.key_uses import KeyUses
from app.accounts.model import DEFAULT_TIER, Device
from app.accounts.passwords import Passwords
from app.accounts.service import Accounts, SignedIn
from app.accounts.signouts import SignOuts
from app.accounts.throttle import SignInThrottle
from app.accounts.tokens import Tokens
from app.db.duck import DuckDatabase
from app.media.files import MIB, MediaFiles
from app.media.opener import Opener
from app.media.routes import router
from app.media.service import MediaStore
from app.web import Parts
from app.web.guard import Guard
from app.web.problems import HANDLERS
from tests.conftest import TurnableClock

PASSWORD = "correct horse battery"


@pytest.fixture
def store(database: DuckDatabase, clock: TurnableClock, tmp_path: Path) -> MediaStore:
    return MediaStore(
        db=database,
        files=MediaFiles(tmp_path / "media"),
        opener=Opener(),
        clock=clock,
        upload_max_bytes=4 * MIB,
    )


@dataclass(frozen=True)
class Site:
    """The routes of media behind the guard, and who may use them."""

    anna: httpx.AsyncClient
    ben: httpx.AsyncClient
    stranger: httpx.AsyncClient
    anna_id: str
    app: Guard


@pytest.fixture
async def site(store: MediaStore, clock: TurnableClock) -> AsyncIterator[Site]:
    tokens, sign_outs = Tokens("secret"), SignOuts()
    accounts = Accounts(
        db=store.db,
        clock=clock,
        passwords=Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)),
        tokens=tokens,
        throttle=SignInThrottle(clock),
        sign_outs=sign_outs,
        signup=lambda: "open",
        default_tier=lambda: DEFAULT_TIER,
    )
    handlers: dict[Any, Any] = {**HANDLERS}
    routes = FastAPI(exception_handlers=handlers)
    routes.router.routes.extend(router.built())
    ring = KeyRing(store.db, clock, sign_outs, KeyUses(store.db))
    routes.state.parts = Parts(store, Callers(store.db, clock, tokens, sign_outs, ring))
    app = Guard(routes, upload_paths=frozenset({"/api/media"}))

    async def sign_in(name: str) -> SignedIn:
        email = f"{name}@example.org"
        await accounts.register(email, PASSWORD)
        return await accounts.grant_token(email, PASSWORD, Device("127.0.0.1", "test"))

    anna, ben = await sign_in("anna"), await sign_in("ben")
    async with (
        visitor(app, anna.access) as as_anna,
        visitor(app, ben.access) as as_ben,
        visitor(app) as as_stranger,
    ):
        yield Site(as_anna, as_ben, as_stranger, anna.user.id, app)


def visitor(app: Guard, token: str | None = None) -> httpx.AsyncClient:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://studio.test", headers=headers
    )
