"""The catalogue in memory, kept fresh in the background."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Unpack

from app.accounts.uninterrupted import uninterrupted
from app.catalog import repository
from app.catalog.answers import LISTS, Answers, from_kept, to_keep
from app.catalog.changes import UNCHANGED, Also, Changed, Changes, Models, nothing, with_changes
from app.catalog.fetch import Fetched, Questions
from app.catalog.model import Kind, Model
from app.catalog.notes import Note, differences
from app.catalog.reading.everything import models_in
from app.clock import Clock
from app.db import Database, Tx
from app.gateway.client import Gateway

logger = logging.getLogger(__name__)

REFRESH_EVERY = timedelta(hours=1)
FIRST_RETRY = timedelta(seconds=30)


class Catalogue:
    """Which models there are. Answers at once from memory, with the last good copy.

    What the gateway tells replaces it whole, so a caller that holds a `Model` holds facts
    that belong together. Expired models are not found.
    """

    def __init__(self, db: Database, gateway: Gateway, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._questions = Questions(gateway, clock)
        self._refreshing = asyncio.Lock()
        self._changing = asyncio.Lock()
        self._answers = Answers()
        self._published: Models = {}
        self._changes: Mapping[str, Changed] = {}
        self._models: Models = {}
        self.edition = 0
        """Goes up whenever the models in memory are replaced."""

    def find(self, kind: Kind, model_id: str) -> Model | None:
        """Also one that is hidden, since something may be under way with it."""
        model = self._models.get(kind, {}).get(model_id)
        return model if model and _is_alive(model, self.today) else None

    def offered(self, kind: Kind, model_id: str) -> Model | None:
        """One that may be asked for."""
        model = self.find(kind, model_id)
        return None if model is None or model.hidden else model

    def of_kind(self, kind: Kind) -> tuple[Model, ...]:
        """Those offered, by name."""
        return tuple(model for model in self.known(kind) if not model.hidden)

    def known(self, kind: Kind) -> tuple[Model, ...]:
        """The hidden ones too."""
        models, today = self._models.get(kind, {}).values(), self.today
        return tuple(model for model in models if _is_alive(model, today))

    @property
    def today(self) -> date:
        return self._clock().date()

    @property
    def refreshed_at(self) -> datetime | None:
        """How old the oldest list in use is. None: nothing was ever fetched."""
        fetched = self._answers.fetched
        return min((fetched[name] for name in LISTS if name in fetched), default=None)

    async def notes(self, limit: int = 100) -> list[Note]:
        """What changed lately, the newest first."""
        return await self._db.read(repository.notes, limit)

    async def load(self) -> None:
        """Take up what was stored, to serve before the gateway has answered."""
        self._changes = await self._db.read(repository.changes)
        await self._use(from_kept(await self._db.read(repository.answers)))

    def published(self, kind: Kind, model_id: str) -> Model | None:
        """As the gateway tells of it, expired or not."""
        return self._published.get(kind, {}).get(model_id)

    def changed(self, model_id: str) -> Changed:
        """What an administrator has changed about it."""
        return self._changes.get(model_id, UNCHANGED)

    @uninterrupted
    async def change(self, model_id: str, also: Also = nothing, **changes: Unpack[Changes]) -> None:
        """Hide it, call it something else, cap its price, or not. The next request sees it."""
        async with self._changing:
            before = self.changed(model_id)
            changed = replace(before, **changes)
            await self._db.write(_put_change, model_id, before, changed, also)
            self._changes = {**self._changes, model_id: changed}
            self._dress()
        logger.info("catalogue: %s is now %s", model_id, changed)

    async def refresh(self) -> bool:
        """Ask the gateway anew. False if any part of it did not answer: that keeps its copy.

        The lists serve as soon as they are here, before the prices of images are.
        """
        async with self._refreshing:
            before = self._published
            lists = await self._questions.lists()
            await self._take(lists)
            prices = await self._questions.prices(self._answers)
            await self._take(prices)
            notes = tuple(differences(before, self._published, self._clock()))
            kept = tuple(map(to_keep, lists.answers + prices.answers))
            await self._db.write(repository.keep, kept, notes)
        return lists.complete and prices.complete

    async def run(self) -> None:
        """Refresh for as long as the task lives: hourly, sooner after a failure."""
        failures = 0
        while True:
            failures = 0 if await self._refreshed() else failures + 1
            await asyncio.sleep(pause_after(failures).total_seconds())

    async def _refreshed(self) -> bool:
        try:
            return await self.refresh()
        except Exception:
            # A full disk or a bug in reading one list must not end the refreshing for good.
            logger.exception("catalogue: the refresh failed, trying again later")
            return False

    async def _take(self, fetched: Fetched) -> None:
        answers = self._answers
        for answer in fetched.answers:
            answers = answers.updated(answer)
        if fetched.answers:
            await self._use(answers)

    async def _use(self, answers: Answers) -> None:
        # Reading hundreds of models takes long enough to be felt in a stream.
        self._published = await asyncio.to_thread(models_in, answers)
        self._answers = answers
        self._dress()

    def _dress(self) -> None:
        self._models = with_changes(self._published, self._changes)
        self.edition += 1


def _put_change(tx: Tx, model_id: str, before: Changed, after: Changed, also: Also) -> None:
    repository.put_change(tx, model_id, after)
    also(tx, before, after)


def pause_after(failures: int) -> timedelta:
    """How long to wait: 30 s after the first failure, doubling up to the usual hour."""
    if not failures:
        return REFRESH_EVERY
    return min(FIRST_RETRY * 2 ** min(failures - 1, 10), REFRESH_EVERY)


def _is_alive(model: Model, today: date) -> bool:
    return model.expires_on is None or today <= model.expires_on
