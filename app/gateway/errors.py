"""How the gateway fails, sorted by what we should do about it.

    GatewayProblem             502  base: it did not work
    ├── GatewayBusy            503  nothing happened; may be tried again, later if it says when
    │   └── GatewayUnreachable 502  not even connected: nothing was sent
    ├── GatewayRefused         422  this request will never work; tell the person why
    │   └── GatewayGone        422  there is no such job, file or model (any more)
    ├── GatewayMisconfigured   502  our key, credit or address; the operator must act
    ├── OutcomeUnknown         502  a paid request whose fate we cannot know; never send it again
    ├── GatewayFailed          502  it failed and said so; not to be tried again by itself
    └── StreamBroken           502  an answer that broke off after it began; what came is kept

Asking for progress, files and lists never ends in the lower three: what goes wrong there is
GatewayBusy, as asking again is free.
"""

from datetime import timedelta
from typing import Literal, TypedDict, Unpack

from app.errors import AppError
from app.gateway.model import Usage

Break = Literal["cut", "error", "stalled"]
"""How a stream broke: the connection, the gateway's word, or no byte for too long."""


class Facts(TypedDict, total=False):
    """What every problem may carry, see `GatewayProblem`."""

    reason: str
    status_code: int | None
    raw: str
    usage: Usage | None
    generation_id: str | None


class GatewayProblem(AppError):
    """`reason` is the provider's own words, cleaned and short, fit for the person to read.

    `status_code` is the gateway's, None when it gave none. `raw` is for the operator's eyes
    only: what was answered, without secrets. `usage` and `generation_id` are set when the
    answer told them: a failure can cost money.
    """

    status, code, title = 502, "gateway-error", "The gateway could not do this"

    def __init__(self, detail: str = "", **facts: Unpack[Facts]) -> None:
        self.reason = facts.get("reason", "")
        super().__init__(detail, **({"reason": self.reason} if self.reason else {}))
        self.status_code = facts.get("status_code")
        self.raw = facts.get("raw", "")
        self.usage = facts.get("usage")
        self.generation_id = facts.get("generation_id")


class GatewayBusy(GatewayProblem):
    status, code, title = 503, "gateway-busy", "The gateway is busy just now"

    def __init__(
        self, detail: str = "", *, retry_after: timedelta | None = None, **facts: Unpack[Facts]
    ) -> None:
        super().__init__(detail, **facts)
        self.retry_after = retry_after


class GatewayUnreachable(GatewayBusy):
    status, code, title = 502, "gateway-unavailable", "The gateway cannot be reached just now"


class GatewayRefused(GatewayProblem):
    """`moderated`: a content filter refused it, wherever that filter sits."""

    status, code, title = 422, "gateway-refused", "The gateway refused this request"

    def __init__(
        self, detail: str = "", *, moderated: bool = False, **facts: Unpack[Facts]
    ) -> None:
        super().__init__(detail, **facts)
        self.moderated = moderated


class GatewayGone(GatewayRefused):
    code, title = "gateway-gone", "The gateway does not have this"


class GatewayMisconfigured(GatewayProblem):
    """The person is told to ask; only the operator reads `operator_reason`."""

    code, title = "gateway-misconfigured", "The gateway is not set up correctly"

    def __init__(self, operator_reason: str, **facts: Unpack[Facts]) -> None:
        super().__init__(
            "The gateway's account or settings need attention. Please ask an administrator.",
            **facts,
        )
        self.operator_reason = operator_reason


class OutcomeUnknown(GatewayProblem):
    code, title = "outcome-unknown", "It is not known whether the gateway did this"


class GatewayFailed(GatewayProblem):
    code, title = "gateway-failed", "The gateway tried and failed"


class StreamBroken(GatewayProblem):
    code, title = "stream-broken", "The answer broke off"

    def __init__(self, detail: str = "", *, kind: Break, **facts: Unpack[Facts]) -> None:
        super().__init__(detail, **facts)
        self.kind: Break = kind
