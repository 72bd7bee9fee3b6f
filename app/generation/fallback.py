"""Another model in the place of one that cannot answer: which, and whether its price was allowed.

Only while nothing has happened: before the first word of a text, before a job was accepted. The
chain was fixed when it was booked and is in the row, so a restart goes on along it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from app.db import Tx
from app.errors import AppError, SignInRequired
from app.generation import faults, repository
from app.generation.model import Attempt, Generation, Link
from app.money import Micros
from app.routing.breakers import Breakers
from app.usage import ledger
from app.usage.budgets import BudgetExceeded, Budgets

MoveOn = Callable[[Tx, Generation, datetime], Generation]
"""Note who did not answer and choose the next. It is the same `chosen` when nobody is left."""

RESTING = "gateway-unavailable"
TOO_DEAR = "max-cost-exceeded"


@dataclass(frozen=True)
class Fallbacks:
    budgets: Budgets
    breakers: Breakers

    def after(self, generation: Generation, problem: AppError) -> MoveOn:
        """What to do in the transaction that writes down that the chosen model did not answer."""
        fault = faults.of_problem(problem)
        failed = Attempt(generation.chosen, fault.code, fault.message)
        left = generation.links_left
        resting = {
            each.model for each in left if not self.breakers.admits(generation.kind, each.model)
        }

        def move_on(tx: Tx, current: Generation, now: datetime) -> Generation:
            noted = replace(current, attempts=(*current.attempts, failed))
            for link in left:
                refused = (
                    rests(link) if link.model in resting else self._allow(tx, noted, link, now)
                )
                if refused is None:
                    noted = replace(noted, chosen=link.model, params=link.params)
                    break
                noted = replace(noted, attempts=(*noted.attempts, refused))
            repository.set_chosen(tx, noted)
            return noted

        return move_on

    def _allow(self, tx: Tx, current: Generation, link: Link, now: datetime) -> Attempt | None:
        """Set aside what it costs more, if the person has allowed that; else say why not."""
        if link.amount is None:
            return Attempt(link.model, TOO_DEAR, "Not asked: its price is not known.")
        more = Micros(link.amount - ledger.balance(tx, current.id).held)
        if more <= 0:
            return None
        if current.max_cost is None or link.amount > current.max_cost:
            return Attempt(link.model, TOO_DEAR, "Not asked: it could cost more than was agreed.")
        try:
            self.budgets.check(tx, current.user_id, more, now, current.key_id)
        except (BudgetExceeded, SignInRequired) as refused:
            return Attempt(link.model, refused.code, f"Not asked. {refused.detail}")
        ledger.hold_more(tx, current.account, more, now, reason=f"{link.model} stands in")
        return None


def rests(link: Link) -> Attempt:
    """Why a model was passed over that others have found failing."""
    return Attempt(link.model, RESTING, "Not asked: it has failed repeatedly in the last minute.")
