"""What the end of a call says about whether something is there, which is all a breaker counts."""

from enum import Enum, auto

from app.errors import AppError
from app.gateway.errors import (
    GatewayBusy,
    GatewayFailed,
    GatewayProblem,
    GatewayUnreachable,
    OutcomeUnknown,
    StreamBroken,
)
from app.routing.errors import GatewayDown

_OVERLOADED = {503, 529}
_UNDECIDED = {504, 524}
"""The edge gave up waiting: behind it the work may go on, and be charged for."""


class Sign(Enum):
    WELL = auto()
    DOWN = auto()
    NOTHING = auto()


def of_model(problem: AppError | None) -> Sign:
    """What it says about the model. None: it has answered.

    A refusal, a limit of ours or a broken line say nothing; neither does a gateway that was not
    reached at all.
    """
    match problem:
        case None:
            return Sign.WELL
        case GatewayUnreachable():
            return Sign.NOTHING
        case GatewayBusy(status_code=status):
            return Sign.DOWN if status in _OVERLOADED else Sign.NOTHING
        case StreamBroken(kind="stalled") | OutcomeUnknown(status_code=None):
            return Sign.DOWN
        case GatewayFailed() | OutcomeUnknown() | StreamBroken():
            return Sign.DOWN if _is_server_error(problem) else Sign.NOTHING
        case _:
            return Sign.NOTHING


def of_gateway(problem: AppError | None) -> Sign:
    """What it says about the gateway as a whole: any answer of its own shows that it is there."""
    match problem:
        case None:
            return Sign.WELL
        case GatewayUnreachable():
            return Sign.DOWN
        case GatewayProblem(status_code=int() as status):
            return Sign.DOWN if 520 <= status < 528 and status != 524 else Sign.WELL
        case _:
            return Sign.NOTHING


def worth_another(problem: AppError) -> bool:
    """Whether another model may be asked instead: certainly nothing happened and nothing was
    charged, and this one is busy or broken. A refusal would be one elsewhere too."""
    match problem:
        case GatewayBusy() | GatewayDown():
            return True
        case GatewayFailed(usage=usage, status_code=status):
            free = usage is None or not usage.cost
            return free and _is_server_error(problem) and status not in _UNDECIDED
        case _:
            return False


def _is_server_error(problem: GatewayProblem) -> bool:
    return problem.status_code is not None and problem.status_code >= 500
