"""Why a model is not asked."""

from datetime import timedelta
from math import ceil

from app.errors import AppError, NotAllowed, TooMany


class ModelNotAllowed(NotAllowed):
    """`models` are the patterns that are allowed instead, `routes` the names."""

    code, title = "model-not-allowed", "This model is not part of your tier"


class GatewayDown(AppError):
    """Nothing was booked and nothing asked. `retry_after` is in seconds."""

    status, code, title = 502, "gateway-unavailable", "The gateway cannot be reached just now"

    def __init__(self, detail: str = "", *, retry_after: timedelta) -> None:
        super().__init__(detail, retry_after=max(1, ceil(retry_after.total_seconds())))


class TooManyJobs(TooMany):
    code, title = "too-many-jobs", "Too many at once"


class StorageFull(AppError):
    status, code, title = 507, "storage-full", "Your library is full"
