"""Changes that wait for their turn, and running many of them in one transaction."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Generic

from app.db import T, Tx
from app.db.transaction import call


@dataclass(frozen=True, slots=True)
class Crowd:
    """That a change is one of many of its kind: `run` takes the items of all of them."""

    run: Callable[[Tx, Sequence[Any]], Sequence[Any]]
    item: object


@dataclass(slots=True)
class Change(Generic[T]):
    """A transaction waiting for its turn, and the future of who waits for it."""

    run: Callable[[Tx], T]
    crowd: Crowd | None = None
    future: Future[T] = field(default_factory=Future[T])
    since: float = field(default_factory=time.monotonic)


def one_of(run: Callable[[Tx, Sequence[Any]], Sequence[T]], item: object) -> Change[T]:
    """One of a crowd."""
    crowd = Crowd(run, item)

    def alone(tx: Tx) -> T:
        [result] = _together(tx, [crowd])
        return result

    return Change(alone, crowd)


def run_all(tx: Tx, batch: Sequence[Change[Any]]) -> list[Any]:
    """What each returned, in order. Those of a crowd run last, all at once: what was asked for
    before one of them must have happened by then, and who asked for something after it had not
    been told of it."""
    results: dict[int, Any] = {}
    crowds: dict[object, list[int]] = {}
    for place, change in enumerate(batch):
        if change.crowd is None:
            results[place] = call(change.run, tx)
        else:
            crowds.setdefault(change.crowd.run, []).append(place)
    for places in crowds.values():
        crowd = [each for place in places if (each := batch[place].crowd)]
        results |= zip(places, _together(tx, crowd), strict=True)
    return [results[place] for place in range(len(batch))]


def _together(tx: Tx, crowd: Sequence[Crowd]) -> Sequence[Any]:
    items = [each.item for each in crowd]
    return call(lambda tx: crowd[0].run(tx, items), tx)
