"""Who may pass which door: one row for each route, and what is to be answered to whom.

A row is written once for all actors: `who` says which people are let in, `scopes` which keys, and
whatever is about a thing of Ada's is answered to others as if it did not exist.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from tests.security.people import KEYS, OWNERS, PENDING, PEOPLE, STRANGERS
from tests.studio import Json


class Who(StrEnum):
    ANYBODY = "anybody"
    WAITING = "also somebody who waits for approval"
    PEOPLE = "people who are signed in"
    ADMIN = "administrators"
    PROGRAMS = "programs with a key, and nobody else"


SCOPES = {
    "none": frozenset[str](),
    "every": KEYS,
    "read": KEYS - {"text key"},
    "make": KEYS - {"reading key"},
    # Where it depends on what is to be made.
    "media": KEYS - {"reading key", "text key"},
    "admin": frozenset({"admin's key"}),
}


@dataclass(frozen=True)
class Row:
    """`done` is the status for who is let in; without it the one the API document promises.

    `of` names the belonging that a parameter of the path stands for, where it is another than one
    of that name; what is among the `fresh` ones is made anew for everybody who is let in. `first`
    and `undo` are requests of Ada's that make it possible, and possible once more. `but` are the
    actors who are answered otherwise. `private`: it is about something of Ada's. `ends`: whoever
    is let in is signed out by it.
    """

    who: Who = Who.PEOPLE
    scopes: str = "none"
    done: int | None = None
    body: Json | None = None
    form: Json | None = None
    query: Json = field(default_factory=dict[str, object])
    of: dict[str, str] = field(default_factory=dict[str, str])
    first: tuple[str, str] | None = None
    undo: tuple[str, str] | None = None
    but: dict[str, int] = field(default_factory=dict[str, int])
    private: bool = True
    ends: bool = False

    def answer_to(self, actor: str, done: int) -> int:
        """The status. 404 stands for somebody else's thing, and is checked to be like nothing."""
        if actor in self.but:
            return self.but[actor]
        if self.who is Who.ANYBODY:
            return done
        if actor in STRANGERS:
            return 401
        if self.who is Who.PROGRAMS and actor not in KEYS:
            return 401
        if actor in KEYS and actor not in SCOPES[self.scopes]:
            return 403
        if actor in PENDING and self.who is not Who.WAITING:
            return 403
        if self.who is Who.ADMIN and actor not in ("admin", "admin's key"):
            return 403
        return done

    def with_body(self, body: Json) -> "Row":
        return replace(self, body=body)

    def with_query(self, query: Json) -> "Row":
        return replace(self, query=query)

    def is_foreign_to(self, actor: str) -> bool:
        """Whether this is about something of Ada's, and the actor is neither her nor a program of
        hers."""
        hers = self.private and self.who in (Who.PEOPLE, Who.PROGRAMS)
        return hers and actor not in OWNERS and actor in PEOPLE | KEYS
