"""Random batches of changes, some of which fail, against the same played on a Python dict."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.db import DuplicateKey, Tx
from app.db.duck import DuckDatabase
from app.errors import BadInput
from tests.db import bank
from tests.db.conftest import opened

ACCOUNTS = st.integers(0, 5)
Balances = dict[int, int]


class Bug(Exception):
    pass


@dataclass(frozen=True)
class Open:
    account: int
    micros: int

    def change(self, tx: Tx) -> None:
        bank.open_account(tx, self.account, self.micros)

    def play(self, balances: Balances) -> None:
        if self.account in balances:
            raise DuplicateKey
        balances[self.account] = self.micros


@dataclass(frozen=True)
class Pay:
    """`fails` is a bug after the money has moved; `swallows` an error nobody looked at."""

    payer: int
    payee: int
    micros: int
    fails: bool
    swallows: bool

    def change(self, tx: Tx) -> None:
        bank.pay(tx, self.payer, self.payee, self.micros)
        if self.fails:
            raise Bug
        if self.swallows:
            try:
                bank.open_account(tx, self.payer)
            except DuplicateKey:
                return

    def play(self, balances: Balances) -> None:
        if not {self.payer, self.payee} <= balances.keys():
            raise BadInput
        if balances[self.payer] < self.micros:
            raise BadInput
        if self.fails:
            raise Bug
        if self.swallows:
            raise DuplicateKey
        balances[self.payer] -= self.micros
        balances[self.payee] += self.micros


Step = Open | Pay
STEPS = st.builds(Open, ACCOUNTS, st.integers(0, 100)) | st.builds(
    Pay,
    ACCOUNTS,
    ACCOUNTS,
    st.integers(0, 60),
    fails=st.sampled_from([False, False, False, False, True]),
    swallows=st.sampled_from([False, False, False, False, True]),
)


def played(steps: list[Step], balances: Balances) -> list[type[Exception] | None]:
    """What each step would raise, one after the other, and `balances` changed by the others."""
    told: list[type[Exception] | None] = []
    for step in steps:
        try:
            step.play(balances)
            told.append(None)
        except (BadInput, DuplicateKey, Bug) as error:
            told.append(type(error))
    return told


async def written(db: DuckDatabase, steps: list[Step]) -> list[type[BaseException] | None]:
    answers = await asyncio.gather(
        *(db.write(step.change) for step in steps), return_exceptions=True
    )
    return [type(each) if isinstance(each, BaseException) else None for each in answers]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDatabase]:
    with opened(tmp_path_factory.mktemp("model") / "bank.duckdb") as db:
        db.write_now(bank.found)
        yield db


@given(batches=st.lists(st.lists(STEPS, min_size=1, max_size=12), min_size=1, max_size=4))
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_batches_end_as_if_each_change_had_been_alone(
    shared: DuckDatabase, batches: list[list[Step]]
) -> None:
    shared.write_now(lambda tx: tx.run("DELETE FROM accounts"))
    balances: Balances = {}
    for batch in batches:
        assert asyncio.run(written(shared, batch)) == played(batch, balances)
        assert shared.read_now(bank.balances) == balances
