"""Which of several rates for the same unit applies. The gateway publishes no rule; this is ours.

A condition is written "what=value", as in "resolution=720p" or "audio=yes". The facts of an
order map each "what" to its value; a "what" that is not among them is undecided.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.catalog.pricing.rates import Rate

Facts = Mapping[str, str]

PROMPT_OVER = "prompt_over"
"""The one condition that compares: more prompt tokens than this."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The price of one unit. `sure`: no other published price could apply instead."""

    usd: Decimal
    sure: bool
    inferred: bool


def holds(condition: str, facts: Facts) -> bool | None:
    """Whether a condition holds; None while undecided."""
    what, _, value = condition.partition("=")
    known = facts.get(what)
    if known is None:
        return None
    return int(known) > int(value) if what == PROMPT_OVER else known == value


def choose(rates: Sequence[Rate], facts: Facts) -> Choice | None:
    """The rate that applies, the dearest where several could; None where none does.

    A rate under more conditions goes before those it refines, unless it costs the same as
    one of them: then it says nothing new, and does not stand up against other refinements.
    """
    judged = [(rate, {holds(condition, facts) for condition in rate.when}) for rate in rates]
    certain = [rate for rate, verdicts in judged if verdicts <= {True}]
    possible = [rate for rate, verdicts in judged if None in verdicts and False not in verdicts]
    candidates = _most_specific(_telling(certain)) + possible
    if not candidates:
        return None
    dearest = max(candidates, key=lambda rate: rate.usd)
    return Choice(
        dearest.usd,
        sure=all(rate.usd == dearest.usd for rate in candidates),
        inferred=dearest.inferred,
    )


def _telling(rates: list[Rate]) -> list[Rate]:
    return [
        rate
        for rate in rates
        if not any(other.when < rate.when and other.usd == rate.usd for other in rates)
    ]


def _most_specific(rates: list[Rate]) -> list[Rate]:
    return [rate for rate in rates if not any(rate.when < other.when for other in rates)]
