"""Asking again while somebody waits: what is busy once more, then another model in its place.

For what is answered on the spot. Films and pictures have no such loop: what to do next with them
is in the database.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from app.clock import Sleep
from app.errors import AppError
from app.gateway.errors import GatewayBusy
from app.generation.pace import after_busy
from app.routing.availability import worth_another

T = TypeVar("T")

MAX_BUSY = 3  # busy answers in a row
MAX_BUSY_WITH_OTHERS = 1  # while another model could be asked instead
LONGEST_WAIT = timedelta(seconds=20)


async def patiently(
    ask: Callable[[], Awaitable[T]],
    *,
    has_others: Callable[[], bool],
    move_on: Callable[[AppError], Awaitable[bool]],
    sleep: Sleep,
) -> T:
    """What `ask` answers in the end; else raises its last problem.

    `ask` raises GatewayBusy only while nothing has happened that would cost twice. `move_on` turns
    to another model and says whether it could; `has_others` whether there is one to turn to.
    """
    failures = 0
    while True:
        try:
            return await ask()
        except AppError as problem:
            if isinstance(problem, GatewayBusy):
                pause = problem.retry_after or after_busy(failures)
                failures += 1
                most = MAX_BUSY_WITH_OTHERS if has_others() else MAX_BUSY
                if failures <= most and pause <= LONGEST_WAIT:
                    await sleep(pause.total_seconds())
                    continue
            if not worth_another(problem) or not await move_on(problem):
                raise
            failures = 0
