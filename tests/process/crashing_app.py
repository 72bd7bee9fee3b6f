"""The app, killed by SIGKILL when it comes to a named point: `python -m tests.process.crashing_app
POINT[:N]`, at the N-th time.

The product knows nothing of this. A point is the moment before, after or within a call of one of
its functions, which is wrapped here before the ordinary server starts.
"""

import inspect
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, Literal

from app.__main__ import main as serve
from app.db import duck, migrate, upgrade
from app.db.migrate import Migration
from app.db.transaction import DuckTx
from app.gateway.client import Gateway
from app.generation import answers, finishing, queue
from app.generation.booking import Bookkeeper
from app.generation.ending import Endings
from app.generation.live import LiveText
from app.generation.model import State
from app.generation.news import News
from app.generation.outcome import Accepted, Made, Waiting
from app.generation.stream import EventLog
from app.generation.text import Texts
from app.generation.upkeep import Upkeep
from app.media import repository as media_rows
from app.media.files import Incoming, MediaFiles
from app.usage import ledger

When = Literal["before", "within", "after"]
CHECKPOINT_AFTER = 4096  # bytes of log, instead of many megabytes: every few commits
MIGRATION_OF_TOMORROW = """
    ALTER TABLE generations ADD COLUMN mood TEXT;
    UPDATE generations SET title = 'rewritten';
    CREATE TABLE moods AS SELECT range AS number FROM range(1000000);
"""


Counts = Callable[[object, tuple[Any, ...]], bool]
"""Told the result of a call (None before it) and its arguments, those by name last."""


def every_call(_result: object, _arguments: tuple[Any, ...]) -> bool:
    return True


@dataclass(frozen=True)
class Point:
    """A call of `owner.function`, of those that count."""

    owner: Any
    function: str
    when: When
    counts: Counts = every_call
    soon: float = 0.01
    """Seconds of a call of which one is the last, for `within`."""


def found_any(result: object, _arguments: tuple[Any, ...]) -> bool:
    return bool(result)


def given(kind: type[object]) -> Counts:
    """Counts calls that are given a value of this kind."""

    def counts(_result: object, arguments: tuple[Any, ...]) -> bool:
        return any(isinstance(each, kind) for each in arguments)

    return counts


def told_to(what: str) -> Counts:
    """Counts calls that are given a text which begins so, such as a statement."""

    def counts(_result: object, arguments: tuple[Any, ...]) -> bool:
        texts = (each for each in arguments if isinstance(each, str))
        return any(each.lstrip().startswith(what) for each in texts)

    return counts


def ending_as(state: State) -> Counts:
    """Counts calls that are given generations of which one ends so."""

    def counts(_result: object, arguments: tuple[Any, ...]) -> bool:
        _, endings = arguments
        return any(after.state is state for _, after in endings)

    return counts


POINTS = {
    # booking
    "while-booking": Point(Bookkeeper, "book", "after"),
    "after-booking": Point(News, "__call__", "before"),
    # the runner
    "while-claiming": Point(queue, "claim", "after", found_any),
    "before-submit": Point(Gateway, "submit_video", "before"),
    "while-submitting": Point(Gateway, "submit_video", "within"),
    "after-submit-before-commit": Point(Gateway, "submit_video", "after"),
    "while-storing-the-job-id": Point(queue, "accepted", "after"),
    "after-commit": Point(duck.DuckDatabase, "write", "after", given(Accepted)),
    "while-polling": Point(Gateway, "poll_video", "within"),
    "between-polls": Point(duck.DuckDatabase, "write", "after", given(Waiting)),
    "while-downloading": Point(Incoming, "write", "after"),
    "before-rename": Point(MediaFiles, "publish", "before"),
    "after-rename-before-settle": Point(MediaFiles, "publish", "after"),
    "while-settling": Point(ledger, "settle_all", "after"),
    "after-settling": Point(duck.DuckDatabase, "write", "after", given(Made)),
    "before-an-image-is-asked": Point(Gateway, "images", "before"),
    "while-an-image-is-made": Point(Gateway, "images", "within", soon=0.5),
    "after-an-image-arrived": Point(Gateway, "images", "after"),
    # texts
    "before-the-first-word": Point(Gateway, "chat", "before"),
    "mid-text": Point(LiveText, "add", "after"),
    "while-keeping-up": Point(answers, "append_pieces", "after"),
    "while-ending-a-text": Point(Endings, "write_each", "after"),
    "after-ending-a-text": Point(EventLog, "end", "before"),
    # what people do meanwhile
    "while-cancelling": Point(finishing, "finish_all", "after", ending_as(State.CANCELLED)),
    "after-cancelling": Point(Upkeep, "cancel", "after"),
    "while-uploading": Point(Incoming, "write", "after"),
    "upload-before-its-row": Point(media_rows, "insert", "after"),
    # the process itself
    "during-migration": Point(DuckTx, "run", "after", told_to("INSERT INTO migrations")),
    "during-upgrade": Point(DuckTx, "run", "after", told_to("INSERT INTO migrations")),
    "during-checkpoint": Point(DuckTx, "run", "within", told_to("CHECKPOINT")),
    "while-starting": Point(Endings, "interrupt_unfinished", "after"),
    "while-stopping": Point(Texts, "close", "before"),
}


def kill_at(point: Point, nth: int) -> None:
    """Wrap the function of `point` so that its `nth` call is the last thing that happens."""
    inner = getattr(point.owner, point.function)
    left = nth

    def reached(moments: set[When], result: object, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        if point.when not in moments or not point.counts(result, arguments) or spared():
            return
        left -= 1
        if left == 0:
            die_soon(point.soon) if point.when == "within" else die()

    @wraps(inner)
    def call(*args: Any, **named: Any) -> Any:
        reached({"before", "within"}, None, (*args, *named.values()))
        result = inner(*args, **named)
        reached({"after"}, result, (*args, *named.values()))
        return result

    @wraps(inner)
    async def call_and_wait(*args: Any, **named: Any) -> Any:
        reached({"before", "within"}, None, (*args, *named.values()))
        result = await inner(*args, **named)
        reached({"after"}, result, (*args, *named.values()))
        return result

    waits = inspect.iscoroutinefunction(inner)
    setattr(point.owner, point.function, call_and_wait if waits else call)


def spared() -> bool:
    """Whether this is not the time to die: a test says so with a file."""
    return Path(os.environ["SPARED"]).exists()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_soon(seconds: float) -> None:
    """While the call goes on, and everything else."""

    def wait_and_die() -> None:
        time.sleep(random.uniform(0, seconds))
        die()

    threading.Thread(target=wait_and_die).start()


def checkpoint_often() -> None:
    duck.__dict__.update(CHECKPOINT_AFTER=CHECKPOINT_AFTER)


def bring_a_migration() -> None:
    """Be the next version of the product, whose database has more to it."""
    known = migrate.migrations_in

    @wraps(known)
    def one_more(folder: Path) -> list[Migration]:
        found = known(folder)
        return [*found, Migration(len(found) + 1, "of_tomorrow", MIGRATION_OF_TOMORROW)]

    migrate.migrations_in = upgrade.migrations_in = one_more


def main() -> None:
    name, _, nth = sys.argv[1].partition(":")
    if name == "during-checkpoint":
        checkpoint_often()
    if name == "during-upgrade":
        bring_a_migration()
    kill_at(POINTS[name], int(nth or 1))
    sys.argv[1:] = ["serve"]
    serve()


if __name__ == "__main__":
    main()
