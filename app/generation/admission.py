"""Whether a person's tier lets one more begin, asked in the transaction that books it."""

from datetime import timedelta

from app.catalog.model import Kind
from app.db import Tx
from app.generation import repository
from app.generation.booking import Booking
from app.routing.errors import TierChanged
from app.routing.quotas import check_jobs, check_storage
from app.routing.repository import tier_of_user

LONGEST = timedelta(days=3)
"""No generation is under way for longer: a film is given up after a day."""


def admit(tx: Tx, booking: Booking) -> None:
    """Refuse what is too much at once. TierChanged if it was chosen under rules of before."""
    generation = booking.generation
    tier = tier_of_user(tx, generation.user_id)
    if tier != booking.tier:
        raise TierChanged(tier)
    family = generation.kind.family
    if tier.jobs_at_once.get(family) is not None:
        since = generation.created_at - LONGEST
        kinds = [each for each in Kind if each.family is family]
        running = repository.running_count(tx, generation.user_id, kinds, since)
        check_jobs(tier, family, running)
    if family is not Kind.TEXT:
        # What is made is kept, however large: so there must be room for something.
        check_storage(tx, generation.user_id, 1)
