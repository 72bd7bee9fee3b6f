"""API keys as values: what one allows, from where, and what its secret looks like."""

import re
import secrets
import string
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from app.accounts.scopes import Scope
from app.errors import NotAllowed
from app.money import Micros

MARK = "aycg_"
PREFIX_LENGTH = len(MARK) + 8
SECRET_LETTERS = 40
"""Some 238 random bits, beside the 8 letters of the prefix that are shown."""

_LETTERS = string.ascii_letters + string.digits
_SHAPE = re.compile(rf"{MARK}[A-Za-z0-9]{{{8 + SECRET_LETTERS}}}", re.ASCII)


class AddressNotAllowed(NotAllowed):
    code, title = "address-not-allowed", "This API key may not be used from here"


@dataclass(frozen=True, slots=True)
class KeyLimits:
    """What a key allows. `models` are patterns of names, empty for all that its owner may use;
    `ip_allow` are networks, empty for everywhere; `budget` is for the whole life of the key."""

    scopes: frozenset[Scope]
    models: tuple[str, ...] = ()
    ip_allow: tuple[str, ...] = ()
    budget: Micros | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LastUse:
    at: datetime
    address: str


@dataclass(frozen=True, slots=True)
class ApiKey:
    """`older_until`: until when a secret that was replaced still works, if one does."""

    id: str
    user_id: str
    name: str
    prefix: str
    limits: KeyLimits
    created_at: datetime
    last_use: LastUse | None = None
    older_until: datetime | None = None

    def expired(self, now: datetime) -> bool:
        return self.limits.expires_at is not None and self.limits.expires_at <= now


def new_secret() -> str:
    """Letters and digits only, so that a double click takes all of it."""
    return MARK + "".join(secrets.choice(_LETTERS) for _ in range(8 + SECRET_LETTERS))


def prefix_of(secret: str) -> str | None:
    """By which it is found; None for what cannot be a secret of ours."""
    return secret[:PREFIX_LENGTH] if _SHAPE.fullmatch(secret) else None


def looks_like_key(token: str) -> bool:
    """Whether this bearer token means to be an API key, good or bad."""
    return token.startswith(MARK)


def require_address(networks: Iterable[str], address: str) -> None:
    """Refuse an address outside of all of `networks`. No networks: everywhere is fine."""
    allowed = [ip_network(each) for each in networks]
    if not allowed:
        return
    at = _plain(address)
    if at is None or not any(at in network for network in allowed):
        raise AddressNotAllowed("This API key is limited to other addresses.")


def _plain(address: str) -> IPv4Address | IPv6Address | None:
    try:
        parsed = ip_address(address)
    except ValueError:
        return None  # a Unix socket, or nothing known
    mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    return mapped or parsed
