"""Exchange a refresh token for its successor, and notice when one is used that was replaced."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.accounts import session_repository
from app.accounts.model import Session, User
from app.accounts.tokens import REFRESH_LIFETIME, fingerprint
from app.db import Tx

GRACE = timedelta(seconds=10)
"""How long a replaced token still leads to the newest one: two tabs may refresh at once."""


@dataclass(frozen=True, slots=True)
class Renewed:
    user: User
    session: Session
    refresh: str


@dataclass(frozen=True, slots=True)
class Reused:
    """A replaced token came back too late: two parties hold the session, so it has been ended."""

    user_id: str
    session_id: str


def rotate(
    tx: Tx, presented: str, *, successor: Callable[[str], str], now: datetime
) -> Renewed | Reused | None:
    """What comes of a refresh token; None if it leads to no living session.

    Nothing is raised: ending the session must be committed. `successor` is a pure function.
    """
    token = session_repository.refresh_token(tx, fingerprint(presented))
    found = token and session_repository.signed_in(tx, token.session_id, now=now)
    if token is None or found is None:
        return None
    user, session = found
    if token.replaced_at is None:
        fresh = successor(presented)
        session_repository.replace_refresh_token(tx, token, fingerprint(fresh), now)
        session_repository.prolong_session(
            tx, session.id, seen_at=now, expires_at=now + REFRESH_LIFETIME
        )
        return Renewed(user, session, fresh)
    if now - token.replaced_at <= GRACE:
        newest = _newest(tx, presented, successor)
        return None if newest is None else Renewed(user, session, newest)
    session_repository.end_session(tx, user.id, session.id, now=now)
    return Reused(user.id, session.id)


def end_session_of_token(tx: Tx, token_hash: str, *, now: datetime) -> Session | None:
    """End the session a refresh token belongs to. None if there is none to end."""
    token = session_repository.refresh_token(tx, token_hash)
    found = token and session_repository.signed_in(tx, token.session_id, now=now)
    if not found:
        return None
    user, session = found
    session_repository.end_session(tx, user.id, session.id, now=now)
    return session


def _newest(tx: Tx, presented: str, successor: Callable[[str], str]) -> str | None:
    """The end of the chain; None if SECRET_KEY was changed since, and the chain is not ours."""
    while True:
        presented = successor(presented)
        token = session_repository.refresh_token(tx, fingerprint(presented))
        if token is None:
            return None
        if token.replaced_at is None:
            return presented
