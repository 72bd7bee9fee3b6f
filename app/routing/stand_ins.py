"""Where a route leads when none of its models is left: to models of about its price class.

Chains name models, and gateways drop models. Until an administrator names others, price is the
one thing the catalogue tells that has to do with how good a model is.
"""

from collections.abc import Sequence

from app.catalog.model import Model

PLACES = {"auto/fast": 0.1, "auto/best": 0.6}
USUAL = 0.3
"""How far up between the cheapest (0) and the dearest (1): never near the dearest, since nobody
chose them."""

MOST = 3


def stand_ins(route: str, cheapest_first: Sequence[Model]) -> Sequence[Model]:
    """The best placed one, and the next cheaper ones to fall back to."""
    last = round(PLACES.get(route, USUAL) * (len(cheapest_first) - 1))
    return tuple(reversed(cheapest_first[max(0, last + 1 - MOST) : last + 1]))
