"""Accounts made and opened by whoever runs the house, from the command line."""

from collections.abc import Callable
from datetime import datetime

from app.accounts import repository, session_repository
from app.accounts.emails import email_key
from app.accounts.errors import EmailTaken
from app.accounts.model import User
from app.db import DuplicateKey, Tx
from app.errors import NotFound

Also = Callable[[Tx, User], None]
"""Something to write down in the same transaction."""


def add_user(tx: Tx, user: User, *, password_hash: str, also: Also) -> None:
    """Whatever the sign-up policy says. Raises EmailTaken."""
    try:
        repository.insert_user(
            tx, user, email_key=email_key(user.email), password_hash=password_hash
        )
    except DuplicateKey as taken:
        raise EmailTaken from taken
    also(tx, user)


def user_of_email(tx: Tx, email: str) -> User:
    """Raises NotFound."""
    known = repository.credentials(tx, email_key(email))
    if known is None:
        raise NotFound(f"There is no account with the e-mail address {email}.")
    return known.user


def reset_password(tx: Tx, email: str, *, password_hash: str, now: datetime, also: Also) -> User:
    """And sign them out everywhere. Raises NotFound."""
    known = repository.credentials(tx, email_key(email))
    if known is None:
        raise NotFound(f"There is no account with the e-mail address {email}.")
    repository.set_password_hash(tx, known.user.id, before=known.password_hash, after=password_hash)
    session_repository.end_sessions(tx, known.user.id, now=now)
    also(tx, known.user)
    return known.user
