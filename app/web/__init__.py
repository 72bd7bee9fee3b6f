"""What every HTTP route leans on: parts by type, problems, the guard around all requests."""

from functools import cache
from typing import Any, TypeVar

from fastapi import Depends
from starlette.requests import HTTPConnection

T = TypeVar("T")


class Parts:
    """The services that `app.main` has built, found by their type."""

    def __init__(self, *parts: object) -> None:
        self._by_type = {type(part): part for part in parts}

    def __getitem__(self, kind: type[T]) -> T:
        part = self._by_type[kind]
        if not isinstance(part, kind):
            raise TypeError(kind)
        return part


def part_of(connection: HTTPConnection, kind: type[T]) -> T:
    """For what stands before every route: one step less for each request than `provided`."""
    parts: Parts = connection.app.state.parts
    return parts[kind]


@cache
def provided(kind: type[T]) -> Any:
    """For a route's signature: `Annotated[Accounts, provided(Accounts)]`."""

    async def part(connection: HTTPConnection) -> T:
        return part_of(connection, kind)

    return Depends(part)
