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
from app.generation import bill, repository
from app.generation.news import News
from app.money import Micros

logger = logging.getLogger(__name__)

AT_ONCE = 20
MOST_TRIES = 13  # with the pauses between them, a day
LONGEST_PAUSE = timedelta(hours=4)


@dataclass(frozen=True)
class Corrections:
    db: Database
    gateway: Gateway
    clock: Clock
    news: News

    async def look(self) -> None:
        """Ask after every cost whose time has come."""
        for check in await self.db.read(due, self.clock()):
            try:
                await self._ask(check)
            except Exception:
                # One that cannot be asked or written down must not keep the others waiting.
                logger.exception("the cost of %s cannot be corrected", check["generation_id"])
                await self.db.write(ask_later, check, self.clock())

    async def _ask(self, check: Row) -> None:
        try:
            told = await self.gateway.generation_cost(check["gateway_id"])
        except GatewayProblem as problem:
            logger.info("no cost of %s yet: %s", check["generation_id"], problem)
            told = None
        if told is None:
            await self.db.write(ask_later, check, self.clock())
        else:
            await self.db.write(correct, check, told.cost, self.clock())
            self.news(await self.db.read(repository.of_id, check["generation_id"]))


def due(tx: Tx, now: datetime) -> list[Row]:
    """The checks whose time has come, the longest waiting first."""
    return tx.rows(
        "SELECT * FROM cost_checks WHERE due_at <= $now ORDER BY due_at LIMIT $limit",
        now=now,
        limit=AT_ONCE,
    )


def ask_later(tx: Tx, check: Row, now: datetime) -> None:
    """The gateway does not know yet. After a day it never will."""
    tries = check["tries"] + 1
    if tries >= MOST_TRIES:
        logger.warning(
            "the gateway never told the cost of %s; the computed one stays", check["generation_id"]
        )
        tx.run("DELETE FROM cost_checks WHERE generation_id = $id", id=check["generation_id"])
        return
    tx.run(
        "UPDATE cost_checks SET due_at = $due_at, tries = $tries WHERE generation_id = $id",
        id=check["generation_id"],
        due_at=now + min(LONGEST_PAUSE, timedelta(minutes=2**tries)),
        tries=tries,
    )


def correct(tx: Tx, check: Row, cost: Micros, now: datetime) -> None:
    """The gateway told the cost: book the difference, if there is one."""
    generation = repository.of_id(tx, check["generation_id"])
    bill.correct(tx, generation, cost, now, reason="the gateway told the cost")
