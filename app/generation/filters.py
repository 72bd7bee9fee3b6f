"""What of a person's generations a list shall show, as it comes over the wire."""

from typing import Annotated

from fastapi import Depends, Query

from app.catalog.model import Kind
from app.generation.listing import Filter
from app.generation.model import State

Words = Annotated[str | None, Query(max_length=200)]
Digest = Annotated[str | None, Query(pattern="^[0-9a-f]{64}$")]


def _wanted(
    kind: Annotated[list[Kind] | None, Query()] = None,
    state: Annotated[list[State] | None, Query()] = None,
    model: Words = None,
    q: Words = None,
    favourite: bool | None = None,
    collection: Words = None,
    sha256: Digest = None,
    trash: bool = False,
) -> Filter:
    kinds, states = tuple(kind or ()), tuple(state or ())
    return Filter(kinds, states, model, q, favourite, collection, sha256, trash)


Wanted = Annotated[Filter, Depends(_wanted)]
"""For a route's signature: the filters that every list of generations takes."""
