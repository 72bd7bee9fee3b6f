"""Whatever a key was given, and whatever becomes of its owner: it opens no more than they do."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.accounts.model import Device, Role, UserState
from app.accounts.service import Accounts
from app.db import Tx
from tests.clocks import TurnableClock
from tests.scripts import key_for
from tests.studio import PASSWORD, Person, Studio, demo_for_tests

pytestmark = pytest.mark.asyncio(loop_scope="module")

TIERS = ("free", "basic", "standard", "premium", "professional")
MODELS = {
    "text": ("auto", "auto/best", "openai/gpt-5.5", "openai/gpt-5-nano", "google/gemini-2.5-pro"),
    "image": ("auto", "openai/gpt-image-2", "black-forest-labs/flux.2-klein-4b"),
    "video": ("auto", "google/veo-3.1-lite", "minimax/hailuo-3"),
}
ASKS = [
    ("POST", f"/api/generations/{kind}/quote", {"prompt": "A boat", "model": model})
    for kind, models in MODELS.items()
    for model in models
]
LOOKS = [
    ("GET", path, None)
    for path in (
        "/api/auth/me",
        "/api/auth/sessions",
        "/api/keys",
        "/api/webhooks",
        "/api/models",
        "/api/generations",
        "/api/generations/changes",
        "/api/threads",
        "/api/usage",
        "/api/admin/unknown",
        "/api/admin/ledger",
    )
]
NEVER = {"/api/auth/sessions", "/api/keys", "/api/webhooks"}
SCOPES = ("text", "image", "video", "read", "admin")


@dataclass(frozen=True)
class Standing:
    role: Role
    tier: str
    state: UserState = UserState.ACTIVE


standings = st.builds(
    Standing, st.sampled_from(Role), st.sampled_from(TIERS), st.sampled_from(UserState)
)
givers = st.builds(Standing, st.sampled_from(Role), st.sampled_from(TIERS))
patterns = st.lists(
    st.sampled_from(
        ["*", "auto", "auto/*", "openai/*", "google/*", "!openai/*", "!*-pro", "!*best", "*klein*"]
    ),
    max_size=3,
    unique=True,
).filter(lambda some: not some or any(not each.startswith("!") for each in some))
scopes = st.lists(st.sampled_from(SCOPES), min_size=1, unique=True)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Studio]:
    clock = TurnableClock()
    folder = tmp_path_factory.mktemp("house")
    studio = await Studio(folder / "data", clock, demo_for_tests(clock)).start()
    await studio.person("root")
    yield studio
    await studio.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def owner(house: Studio) -> Person:
    return await house.person("owner")


async def put(house: Studio, owner: Person, standing: Standing) -> None:
    await house.part(Accounts).change_user(
        owner.user["id"], role=standing.role, state=standing.state, tier=standing.tier
    )


async def asked(house: Studio, token: str, what: tuple[str, str, Any]) -> httpx.Response:
    method, path, body = what
    async with httpx.AsyncClient(base_url=house.url) as http:
        headers = {"Authorization": f"Bearer {token}"}
        return await http.request(method, path, json=body, headers=headers)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    before=givers,
    after=standings,
    scopes=scopes,
    models=patterns,
    ask=st.sampled_from(ASKS + LOOKS),
)
async def test_a_key_never_does_more_than_its_owner_may_now(
    house: Studio,
    owner: Person,
    before: Standing,
    after: Standing,
    scopes: list[str],
    models: list[str],
    ask: tuple[str, str, Any],
) -> None:
    accounts = house.part(Accounts)
    house.clock.turn(minutes=10)
    await house.db.write(_forget_keys)
    await put(house, owner, before)
    grant = await accounts.grant_token(owner.user["email"], PASSWORD, Device("192.0.2.1", "a test"))
    if before.role is not Role.ADMIN:
        scopes = [each for each in scopes if each != "admin"] or ["read"]
    maker = Person(bearing(house, grant.access), owner.user)
    key = await key_for(maker, scopes=scopes, models=models)
    await put(house, owner, after)
    # Disabling ends the owner's sessions, and a disabled owner is let in nowhere.
    by_key = await asked(house, key["secret"], ask)
    by_owner = await asked(house, grant.access, ask)

    assert by_key.status_code in (200, 401, 403, 422)
    if by_key.status_code == 200:
        assert by_owner.status_code == 200
        if ask[2]:
            kind = ask[1].split("/")[3]
            assert kind in scopes
            # For the same money, since the same model is meant or a narrower choice.
            assert by_owner.json()["amount_micros"] is not None
        assert ask[1] not in NEVER
        if ask[1].startswith("/api/admin"):
            assert "admin" in scopes
            assert after.role is Role.ADMIN
    if after.state is not UserState.ACTIVE and ask[1] != "/api/auth/me":
        assert by_key.status_code in (401, 403)
    await maker.http.aclose()


def bearing(house: Studio, token: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=house.url, headers={"Authorization": f"Bearer {token}"})


def _forget_keys(tx: Tx) -> None:
    tx.run("UPDATE api_keys SET revoked_at = created_at")
