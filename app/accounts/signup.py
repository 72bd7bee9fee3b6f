"""Who gets in by registering: the first person as administrator, the others as the policy says."""

from dataclasses import replace
from datetime import datetime

from app.accounts import repository
from app.accounts.emails import email_key
from app.accounts.errors import EmailTaken, InviteRequired, SignupClosed
from app.accounts.model import Role, User, UserState
from app.accounts.tokens import fingerprint
from app.db import DuplicateKey, Tx
from app.settings import SignupPolicy


def admit(
    tx: Tx,
    applicant: User,
    *,
    password_hash: str,
    policy: SignupPolicy,
    invite: str | None,
) -> User:
    """Make the account, or refuse.

    Writes are one after the other, so of any number of first sign-ups at once exactly one
    finds the house empty.
    """
    now = applicant.created_at
    invite_id = check_admission(tx, policy, invite, now)
    user = replace(applicant, **_place(tx, policy))
    try:
        repository.insert_user(
            tx, user, email_key=email_key(user.email), password_hash=password_hash
        )
    except DuplicateKey as taken:
        raise EmailTaken from taken
    if invite_id is not None:
        repository.use_invite(tx, invite_id, user_id=user.id, now=now)
    return user


def check_admission(tx: Tx, policy: SignupPolicy, invite: str | None, now: datetime) -> str | None:
    """Refuse whom the policy keeps out. The id of the invitation to use up, if it takes one."""
    if policy in ("open", "approval") or not repository.any_user(tx):
        return None
    if policy == "closed":
        raise SignupClosed
    invite_id = invite and repository.open_invite(tx, fingerprint(invite), now=now)
    if not invite_id:
        raise InviteRequired
    return invite_id


def _place(tx: Tx, policy: SignupPolicy) -> dict[str, Role | UserState]:
    if not repository.any_user(tx):
        return {"role": Role.ADMIN, "state": UserState.ACTIVE}
    waits = policy == "approval"
    return {"role": Role.USER, "state": UserState.PENDING if waits else UserState.ACTIVE}
