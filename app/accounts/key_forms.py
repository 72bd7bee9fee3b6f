"""What people send to /api/keys, and what they get back. A secret is in two answers only."""

import re
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
)

from app.accounts.forms import Name
from app.accounts.key_service import Kept, KeyChanges
from app.accounts.keys import KeyLimits
from app.accounts.scopes import MAKING, Scope
from app.money import Micros

MOST_MONEY = 10**12  # a million dollars, in micros
USUAL_OVERLAP = timedelta(hours=24)
LONGEST_OVERLAP = timedelta(days=30)

_PATTERN = re.compile(r"!?[\w.~:@/+*?-]{1,200}", re.ASCII)


def _pattern(text: str) -> str:
    if not _PATTERN.fullmatch(text):
        raise ValueError("This cannot be a pattern of model names.")
    return text


def _network(text: str) -> str:
    try:
        return str(ip_network(text.strip(), strict=False))
    except ValueError as error:
        raise ValueError(
            "This is neither an address nor a network such as 192.0.2.0/24."
        ) from error


def _not_only_forbidding(patterns: list[str]) -> list[str]:
    if patterns and all(each.startswith("!") for each in patterns):
        raise ValueError("Say what may be used as well, for instance * for everything else.")
    return patterns


Scopes = Annotated[list[Scope], Field(min_length=1, max_length=len(Scope))]
Patterns = Annotated[
    list[Annotated[str, StringConstraints(max_length=201), AfterValidator(_pattern)]],
    Field(max_length=100),
    AfterValidator(_not_only_forbidding),
]
Networks = Annotated[
    list[Annotated[str, StringConstraints(max_length=60), AfterValidator(_network)]],
    Field(max_length=100),
]
Budget = Annotated[int, Field(strict=True, ge=0, le=MOST_MONEY)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewKey(_Form):
    """Without `scopes` a key may make and read everything, but not administrate. Empty `models` is
    all that its owner may use, empty `ip_allow` everywhere, and `budget_micros` is for all of the
    key's life."""

    name: Name
    scopes: Scopes = sorted(MAKING | {Scope.READ})
    models: Patterns = []
    expires_at: AwareDatetime | None = None
    budget_micros: Budget | None = None
    ip_allow: Networks = []

    def limits(self) -> KeyLimits:
        return KeyLimits(
            frozenset(self.scopes),
            tuple(self.models),
            tuple(self.ip_allow),
            None if self.budget_micros is None else Micros(self.budget_micros),
            _utc(self.expires_at),
        )


class ChangedKey(_Form):
    """Only what is given is changed; null takes a budget or an end away."""

    name: Name = ""
    scopes: Scopes = []
    models: Patterns = []
    expires_at: AwareDatetime | None = None
    budget_micros: Budget | None = None
    ip_allow: Networks = []

    def changes(self) -> KeyChanges:
        budget = None if self.budget_micros is None else Micros(self.budget_micros)
        whole = KeyChanges(
            name=self.name,
            scopes=frozenset(self.scopes),
            models=tuple(self.models),
            ip_allow=tuple(self.ip_allow),
            budget=budget,
            expires_at=_utc(self.expires_at),
        )
        given = {"budget" if each == "budget_micros" else each for each in self.model_fields_set}
        for absent in set(whole) - given:
            del whole[absent]
        return whole


class Rotation(_Form):
    """For how long the old secret goes on working; 0 ends it at once."""

    overlap_s: Annotated[int, Field(strict=True, ge=0, le=int(LONGEST_OVERLAP.total_seconds()))] = (
        int(USUAL_OVERLAP.total_seconds())
    )

    @property
    def overlap(self) -> timedelta:
        return timedelta(seconds=self.overlap_s)


class KeyView(BaseModel):
    """A key as its owner sees it. New columns stay private until they are named here."""

    id: str
    name: str
    prefix: str
    scopes: list[Scope]
    models: list[str]
    expires_at: datetime | None
    budget_micros: int | None
    spent_micros: int
    ip_allow: list[str]
    created_at: datetime
    last_used_at: datetime | None
    last_used_address: str | None
    older_secret_until: datetime | None

    @classmethod
    def of(cls, kept: Kept, **more: str) -> Self:
        key, limits, use = kept.key, kept.key.limits, kept.key.last_use
        return cls(
            id=key.id,
            name=key.name,
            prefix=key.prefix,
            scopes=sorted(limits.scopes),
            models=list(limits.models),
            expires_at=limits.expires_at,
            budget_micros=limits.budget,
            spent_micros=kept.spent,
            ip_allow=list(limits.ip_allow),
            created_at=key.created_at,
            last_used_at=use.at if use else None,
            last_used_address=use.address if use else None,
            older_secret_until=key.older_until,
            **more,
        )


class NewKeyView(KeyView):
    """With the secret, which is shown this once."""

    secret: str


class KeysView(BaseModel):
    items: list[KeyView]
    next: None = None


def _utc(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.astimezone(UTC)
