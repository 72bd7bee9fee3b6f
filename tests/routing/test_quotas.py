"""What a tier allows, as the transactions that use it up find it."""

from zoneinfo import ZoneInfo

import pytest

from app.catalog.model import Kind
from app.clock import new_id
from app.db import Tx
from app.db.duck import DuckDatabase
from app.money import Micros
from app.routing.errors import TooManyJobs
from app.routing.quotas import budget_of, check_jobs
from app.routing.repository import tier_of_user
from app.routing.rules import Rules
from app.usage.budgets import Budgets, Limits, set_limits
from app.usage.calendar import Calendar

UTC = Calendar(ZoneInfo("UTC"))


@pytest.fixture
async def somebody(database: DuckDatabase) -> str:
    user_id = new_id()
    await database.write(_insert_user, user_id, "basic")
    return user_id


def _insert_user(tx: Tx, user_id: str, tier: str) -> None:
    tx.run(
        """
        INSERT INTO users VALUES ($id, 'a@example.org', 'a@example.org', 'a', '', 'user',
                                  'active', $tier, now())
        """,
        id=user_id,
        tier=tier,
    )


def _move(tx: Tx, tier: str) -> None:
    tx.run("UPDATE users SET tier = $tier", tier=tier)


@pytest.mark.parametrize(
    ("standard", "tier", "own", "counts"),
    [
        (None, None, None, None),
        (None, 5_000, None, 5_000),
        (10_000, None, None, 10_000),
        (10_000, 5_000, None, 5_000),
        (5_000, 10_000, None, 5_000),
        (5_000, 5_000, 20_000, 20_000),
        (None, 5_000, 0, 0),
        (None, 0, None, 0),
    ],
)
async def test_ones_own_budget_counts_or_else_the_smaller_of_tier_and_settings(
    database: DuckDatabase,
    rules: Rules,
    somebody: str,
    standard: Micros | None,
    tier: Micros | None,
    own: Micros | None,
    counts: Micros | None,
) -> None:
    await rules.change_tier("basic", budget_day=tier, budget_month=None)
    if own is not None:
        await database.write(set_limits, somebody, Limits(day=own))
    budgets = Budgets(UTC, Limits(day=standard), budget_of)
    assert await database.read(budgets.limits_of, somebody) == Limits(day=counts)


async def test_a_tier_that_is_gone_counts_as_the_default_one(
    database: DuckDatabase, rules: Rules, somebody: str
) -> None:
    for name, found in (("premium", "premium"), ("gone", "basic")):
        await database.write(_move, name)
        assert (await database.read(tier_of_user, somebody)).name == found
    assert rules.policy.tier("gone").name == "basic"


async def test_no_more_than_so_many_jobs_at_once(rules: Rules) -> None:
    tier = await rules.change_tier(
        "free", jobs_at_once={Kind.TEXT: 2, Kind.IMAGE: None, Kind.VIDEO: 0}
    )
    check_jobs(tier, Kind.TEXT, 1)
    check_jobs(tier, Kind.IMAGE, 1_000)
    for kind, running in ((Kind.TEXT, 2), (Kind.VIDEO, 0)):
        with pytest.raises(TooManyJobs) as refused:
            check_jobs(tier, kind, running)
        assert (refused.value.status, refused.value.code) == (429, "too-many-jobs")
        assert refused.value.retry_after > 0
