"""Why a request is refused here, and one signal that it has to be decided anew."""

from datetime import timedelta
from math import ceil

from app.errors import AppError, NotAllowed, TooMany
from app.routing.model import Tier


class ModelNotAllowed(NotAllowed):
    """`models` are the patterns that are allowed instead, `routes` the names."""

    code, title = "model-not-allowed", "This model is not part of your tier"


class GatewayDown(AppError):
    """Nothing was booked and nothing asked. `retry_after` is in seconds."""

    status, code, title = 502, "gateway-unavailable", "The gateway cannot be reached just now"

    def __init__(self, detail: str = "", *, retry_after: timedelta) -> None:
        super().__init__(detail, retry_after=max(1, ceil(retry_after.total_seconds())))
        self.retry_after = retry_after


class TooManyJobs(TooMany):
    code, title = "too-many-jobs", "Too many at once"


class StorageFull(AppError):
    status, code, title = 507, "storage-full", "Your library is full"


class TierChanged(Exception):
    """What was decided under one tier is to be booked under another. Decide anew; never shown."""

    def __init__(self, tier: Tier) -> None:
        super().__init__(tier.name)
        self.tier = tier
