"""Change what a user may do, without ever leaving nobody in charge."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from app.accounts import repository, session_repository
from app.accounts.errors import LastAdmin
from app.accounts.model import Role, User, UserState
from app.db import Tx
from app.errors import NotFound

Also = Callable[[Tx, User, User], None]
"""Something to write down in the same transaction, given the user before and after."""


def set_user(
    tx: Tx,
    user_id: str,
    *,
    now: datetime,
    role: Role | None = None,
    state: UserState | None = None,
    tier: str | None = None,
    also: Also | None = None,
) -> User:
    """Change what is not None. Disabling also ends every session. Raises LastAdmin or NotFound.

    Requests act on it once it is announced, see `SignOuts`; `Accounts.change_user` does both.
    """
    before = repository.user_of_any_id(tx, user_id)
    if before is None:
        raise NotFound
    after = replace(
        before,
        role=role or before.role,
        state=state or before.state,
        tier=tier or before.tier,
    )
    if _in_charge(before) and not _in_charge(after) and repository.active_admins(tx) == 1:
        raise LastAdmin
    repository.set_standing(tx, after.id, role=after.role, state=after.state, tier=after.tier)
    if after.state is UserState.DISABLED:
        session_repository.end_sessions(tx, after.id, now=now)
    if also is not None:
        also(tx, before, after)
    return after


def close_account(tx: Tx, user_id: str, *, password_hash: str, now: datetime) -> None:
    """Sign out everywhere, for good, and forget who it was. Raises LastAdmin or NotFound.

    `password_hash` is one that no password has.
    """
    set_user(tx, user_id, now=now, role=Role.USER, state=UserState.DISABLED)
    repository.scrub(tx, user_id, password_hash=password_hash)


def _in_charge(user: User) -> bool:
    return user.role is Role.ADMIN and user.state is UserState.ACTIVE
