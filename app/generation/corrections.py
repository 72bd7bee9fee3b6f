"""Corrects costs that were computed by us, once the gateway tells the real ones.

`GET /generation` answers 404 for minutes after a call, so the question is put again, less and
less often, for a day. What is to be asked is in the database.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.clock import Clock
from app.db import Database, Row, Tx
from app.gateway.client import Gateway
from app.gateway.errors import GatewayProblem
from app.gateway.model import GenerationCost
from app.generation import repository
from app.generation.news import News
from app.usage import ledger

logger = logging.getLogger(__name__)

AT_ONCE = 20
MOST_TRIES = 12
LONGEST_PAUSE = timedelta(hours=4)


@dataclass(frozen=True)
class Corrections:
    db: Database
    gateway: Gateway
    clock: Clock
    news: News

    async def look(self) -> None:
        """Ask after every cost whose time has come."""
        for check in await self.db.read(_due, self.clock()):
            await self._ask(check)

    async def _ask(self, check: Row) -> None:
        try:
            told = await self.gateway.generation_cost(check["gateway_id"])
        except GatewayProblem as problem:
            logger.info("no cost of %s yet: %s", check["generation_id"], problem)
            told = None
        if told is None:
            await self.db.write(_ask_later, check, self.clock())
        else:
            await self.db.write(_correct, check, told, self.clock())
            self.news(await self.db.read(repository.of_id, check["generation_id"]))


def _due(tx: Tx, now: datetime) -> list[Row]:
    return tx.rows(
        "SELECT * FROM cost_checks WHERE due_at <= $now ORDER BY due_at LIMIT $limit",
        now=now,
        limit=AT_ONCE,
    )


def _ask_later(tx: Tx, check: Row, now: datetime) -> None:
    tries = check["tries"] + 1
    if tries >= MOST_TRIES:
        logger.warning("the cost of %s was never told", check["generation_id"])
        _done(tx, check)
        return
    tx.run(
        "UPDATE cost_checks SET due_at = $due_at, tries = $tries WHERE generation_id = $id",
        id=check["generation_id"],
        due_at=now + min(LONGEST_PAUSE, timedelta(minutes=2**tries)),
        tries=tries,
    )


def _correct(tx: Tx, check: Row, told: GenerationCost, now: datetime) -> None:
    generation = repository.of_id(tx, check["generation_id"])
    ledger.adjust(tx, generation.account, told.cost, now, reason="the gateway told the cost")
    repository.set_cost(tx, generation.id, told.cost, "gateway")
    _done(tx, check)


def _done(tx: Tx, check: Row) -> None:
    tx.run("DELETE FROM cost_checks WHERE generation_id = $id", id=check["generation_id"])
