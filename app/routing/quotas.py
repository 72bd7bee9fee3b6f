"""What a tier allows, checked where it is used up: in the transaction that takes it."""

from app.catalog.model import Kind
from app.db import Tx
from app.routing import repository
from app.routing.errors import StorageFull, TooManyJobs
from app.routing.model import Tier
from app.usage.budgets import Limits

_COME_BACK = {Kind.TEXT: 5, Kind.IMAGE: 15, Kind.VIDEO: 60}
"""Seconds after which one of those under way may have ended."""

MIB = 1024 * 1024


def check_jobs(tier: Tier, kind: Kind, running: int) -> None:
    """Whether one more may begin beside those that are queued or running."""
    most = tier.jobs_at_once.get(kind.family)
    if most is not None and running >= most:
        raise TooManyJobs(
            f"You may have {most} {kind} jobs at once. Try again when one of them has ended.",
            retry_after=_COME_BACK[kind.family],
            limit=most,
        )


def check_storage(tx: Tx, user_id: str, more: int) -> None:
    """Whether this person may keep so many more bytes. For `MediaStore.quota`."""
    most = repository.tier_of_user(tx, user_id).storage_bytes
    if most is None:
        return
    kept = repository.bytes_kept(tx, user_id)
    if kept + more > most:
        raise StorageFull(
            f"Your files take up {kept // MIB} MiB of the {most // MIB} MiB you may keep. "
            "Delete some for good to make room.",
            kept_bytes=kept,
            limit_bytes=most,
        )


def budget_of(tx: Tx, user_id: str) -> Limits:
    """What this person's tier lets them spend."""
    return limits_of(repository.tier_of_user(tx, user_id))


def limits_of(tier: Tier) -> Limits:
    """What a tier lets each of its people spend."""
    return Limits(tier.budget_day, tier.budget_month)
