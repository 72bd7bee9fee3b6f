"""Everything in numbers, as Prometheus reads it. For those who may see it all or hold the token."""

import asyncio
import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from prometheus_client import Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, SummaryMetricFamily
from prometheus_client.registry import Collector
from pydantic import SecretStr

from app.admin.system import Overview, System
from app.counters import Counters
from app.routing.breaker import STATES

PREFIX = "allucanget_"


@dataclass(frozen=True)
class Exposition:
    system: System
    counters: Counters
    token: SecretStr | None

    def opened_by(self, authorization: str) -> bool:
        """Whether this header carries the token of the settings."""
        if self.token is None:
            return False
        wanted = f"Bearer {self.token.get_secret_value()}"
        return hmac.compare_digest(authorization.encode(), wanted.encode())

    async def text(self) -> bytes:
        """What was counted since the start, and how everything stands at this moment."""
        return generate_latest(_Seen(self.counters, await self.system.overview()))


@dataclass(frozen=True)
class _Seen(Collector):
    counters: Counters
    seen: Overview

    def collect(self) -> Iterator[Metric]:
        yield from self.counters.registry.collect()
        yield _info(self.seen)
        yield from _circuits(self.seen)
        yield from _work(self.seen)
        yield from _money(self.seen)
        yield from _storage(self.seen)
        yield from _gateway(self.seen)


def _info(seen: Overview) -> Metric:
    value = {"version": seen.version, "python": seen.python}
    return InfoMetricFamily(PREFIX + "build", "What is running.", value=value)


def _circuits(seen: Overview) -> Iterator[Metric]:
    yield _gauge(
        "breaker",
        "1 for the state a circuit breaker is in. Without a model: the gateway as a whole.",
        ("kind", "model", "state"),
        (
            ((each.kind or "", each.model or "", state), each.state == state)
            for each in seen.breakers
            for state in STATES
        ),
    )
    alerts = {alert.code for alert in seen.alerts}
    yield _gauge(
        "alert", "What an administrator should look at.", ("code",), (((c,), 1) for c in alerts)
    )


def _work(seen: Overview) -> Iterator[Metric]:
    yield _number("streams_open", "Texts being written.", seen.streams)
    yield _number("tasks", "Work of every kind beside each other.", len(asyncio.all_tasks()))
    yield _gauge(
        "generations",
        "All there are, by kind and state.",
        ("kind", "state"),
        seen.totals.generations.items(),
    )
    beat = (seen.now - seen.runner_beat_at).total_seconds()
    yield _number("runner_beat_age_seconds", "Since the runner last looked for work.", beat)
    users = (((state,), n) for state, n in seen.totals.users.items())
    yield _gauge("users", "Accounts.", ("state",), users)


def _money(seen: Overview) -> Iterator[Metric]:
    movements = (((kind,), amount) for kind, amount in seen.totals.ledger.items())
    yield _gauge("ledger_micros", "Sum of all movements.", ("movement",), movements)
    yield _number("spent_micros", "Spent by everybody together.", seen.totals.spent)
    yield _number("held_micros", "Set aside at this moment.", seen.totals.held)


def _storage(seen: Overview) -> Iterator[Metric]:
    yield _number("database_up", "0 while it is being reopened.", seen.database_up)
    yield _number("database_bytes", "The file and its log.", seen.database_bytes)
    yield _number("database_waiting_writes", "Changes in the queue.", seen.waiting_writes)
    yield SummaryMetricFamily(
        PREFIX + "database_write_wait_seconds",
        "How long changes waited for their turn.",
        count_value=seen.writes.count,
        sum_value=seen.writes.waited_seconds,
    )
    yield _number("disk_free_bytes", "Where the data is.", seen.free_bytes)
    yield _number("media_bytes", "Files of the library.", seen.totals.media_bytes)
    yield _number("media_files", "Files of the library.", seen.totals.media_files)


def _gateway(seen: Overview) -> Iterator[Metric]:
    models = (((kind,), n) for kind, n in seen.models.items())
    yield _gauge("models", "Models offered.", ("kind",), models)
    if seen.catalogue_at is not None:
        age = (seen.now - seen.catalogue_at).total_seconds()
        yield _number("catalogue_age_seconds", "Age of the oldest list of models in use.", age)
    key = seen.key
    well = key.heard_at is not None and key.problem is None
    yield _number("key_ok", "Whether the gateway takes the shared key.", well)
    if key.remaining is not None:
        yield _number("key_remaining_micros", "Left of the key's limit.", key.remaining)
    if key.limit is not None:
        yield _number("key_limit_micros", "The key's limit.", key.limit)


def _number(name: str, what: str, value: float) -> Metric:
    return _gauge(name, what, (), [((), value)])


def _gauge(
    name: str,
    what: str,
    labels: tuple[str, ...],
    values: Iterable[tuple[tuple[str, ...], float]],
) -> Metric:
    family = GaugeMetricFamily(PREFIX + name, what, labels=labels)
    for named, value in values:
        family.add_metric(named, float(value))
    return family
