"""The circuit breakers: one for every model that was asked, and one for the gateway as a whole.

A request first looks (`admits`), then announces its call when it is booked (`enter`), and the
call tells how it went (`report`). In memory: there is one process, and after a restart everything
deserves a first try.
"""

from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.catalog.model import Kind
from app.clock import Clock
from app.errors import AppError
from app.routing.availability import Sign, of_gateway, of_model
from app.routing.breaker import Breaker, State, Trip
from app.routing.errors import GatewayDown

ModelKey = tuple[Kind, str]


@dataclass(frozen=True, slots=True)
class BreakerState:
    """For administrators and metrics. `kind` and `model` None: the gateway as a whole."""

    kind: Kind | None
    model: str | None
    state: State
    calls: int
    failures: int
    opened_at: datetime | None
    retry_at: datetime | None


class Breakers:
    """Not for threads: everything happens on the event loop, and nothing waits."""

    def __init__(self, clock: Clock, trip: Trip | None = None) -> None:
        self._clock = clock
        self._trip = trip or Trip()
        self._gateway = Breaker(self._trip)
        self._models: dict[ModelKey, Breaker] = {}

    def admits(self, kind: Kind, model_id: str) -> bool:
        """Whether somebody new may ask this model. Changes nothing."""
        return self._would_pass(kind, model_id, None)

    def enter(self, kind: Kind, model_id: str, who: str) -> bool:
        """Announce a call, or be refused. Of many at a half-open circuit one gets through.

        Repeated by the same `who` it stays the same call. Follow it by `report` or `leave`.
        """
        if not self._would_pass(kind, model_id, who):
            return False
        now = self._clock()
        return all([each.enter(who, now) for each in self._both(kind, model_id)])

    def require(self, kind: Kind, model_id: str, who: str) -> None:
        """`enter`, or raise GatewayDown."""
        if not self.enter(kind, model_id, who):
            raise GatewayDown(
                f"{model_id} has failed repeatedly and is not asked for the moment.",
                retry_after=self.retry_after(kind, [model_id]),
            )

    def leave(self, kind: Kind, model_id: str, who: str) -> None:
        """The announced call will not be made."""
        for each in self._both(kind, model_id):
            each.left(who)

    def report(self, kind: Kind, model_id: str, who: str, problem: AppError | None) -> None:
        """How a call went. None: the model has begun to answer."""
        now = self._clock()
        _note(self._gateway, of_gateway(problem), who, now)
        _note(self._of_model(kind, model_id), of_model(problem), who, now)

    @contextmanager
    def watched(self, kind: Kind, model_id: str, who: str) -> Generator[None]:
        """Around an announced call that answers as a whole: reports how it went."""
        try:
            yield
        except AppError as problem:
            self.report(kind, model_id, who, problem)
            raise
        except BaseException:
            self.leave(kind, model_id, who)
            raise
        self.report(kind, model_id, who, None)

    def reset(self) -> None:
        """Give everything a fresh try, for instance when an administrator has mended something."""
        self._gateway = Breaker(self._trip)
        self._models.clear()

    def retry_after(self, kind: Kind, model_ids: Iterable[str]) -> timedelta:
        """How long until the first of these models may be asked again."""
        now = self._clock()
        moments = [self._of_model(kind, each).retry_at(now) for each in model_ids]
        return max(min(moments, default=now), self._gateway.retry_at(now)) - now

    def snapshot(self) -> tuple[BreakerState, ...]:
        """The gateway first, then every model that was asked lately or is not closed."""
        return tuple(self._states(self._clock()))

    def _states(self, now: datetime) -> Iterator[BreakerState]:
        yield _state_of(self._gateway, None, None, now)
        for (kind, model_id), breaker in sorted(self._models.items()):
            state = _state_of(breaker, kind, model_id, now)
            if state.calls or state.opened_at:
                yield state

    def _would_pass(self, kind: Kind, model_id: str, who: str | None) -> bool:
        now = self._clock()
        return all(each.admits(who, now) for each in self._both(kind, model_id))

    def _both(self, kind: Kind, model_id: str) -> tuple[Breaker, Breaker]:
        return self._gateway, self._of_model(kind, model_id)

    def _of_model(self, kind: Kind, model_id: str) -> Breaker:
        return self._models.setdefault((kind, model_id), Breaker(self._trip))


def _note(breaker: Breaker, sign: Sign, who: str, now: datetime) -> None:
    match sign:
        case Sign.WELL:
            breaker.succeeded(who, now)
        case Sign.DOWN:
            breaker.failed(who, now)
        case Sign.NOTHING:
            breaker.left(who)


def _state_of(
    breaker: Breaker, kind: Kind | None, model_id: str | None, now: datetime
) -> BreakerState:
    calls, failures = breaker.counted(now)
    retry_at = breaker.retry_at(now) if breaker.opened_at else None
    return BreakerState(
        kind, model_id, breaker.state(now), calls, failures, breaker.opened_at, retry_at
    )
