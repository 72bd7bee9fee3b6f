"""Users and invitations in the database. Their sessions are in `session_repository`."""

from dataclasses import dataclass
from datetime import datetime

from app.accounts.model import Role, User, UserState
from app.db import Row, Tx
from app.errors import NotFound

NOBODY = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a sign-in is checked against. Never leaves this package."""

    user: User
    password_hash: str
    addresses: frozenset[str]
    """From which this account has been signed in during the last month or two."""


def any_user(tx: Tx) -> bool:
    """False only until the first account, which becomes the administrator."""
    return tx.row("SELECT 1 AS one FROM users LIMIT 1") is not None


def user_of_id(tx: Tx, user_id: str) -> User | None:
    """The user with this id. The id must be one of ours, not something a request brought."""
    row = tx.row("SELECT * FROM users WHERE id = $id", id=user_id)
    return None if row is None else _user(row)


def credentials(tx: Tx, email_key: str) -> Credentials | None:
    """The account with this e-mail key. Both statements run even if there is none."""
    row = tx.row("SELECT * FROM users WHERE email_key = $email_key", email_key=email_key)
    sessions = tx.rows(
        "SELECT address FROM sessions WHERE user_id = $user_id",
        user_id=row["id"] if row else NOBODY,
    )
    if row is None:
        return None
    addresses = frozenset(str(session["address"]) for session in sessions)
    return Credentials(_user(row), row["password_hash"], addresses)


def insert_user(tx: Tx, user: User, *, email_key: str, password_hash: str) -> None:
    """Raises DuplicateKey if the e-mail address is taken."""
    tx.run(
        """
        INSERT INTO users (id, email, email_key, name, password_hash, role, state, tier, created_at)
        VALUES ($id, $email, $email_key, $name, $password_hash, $role, $state, $tier, $created_at)
        """,
        id=user.id,
        email=user.email,
        email_key=email_key,
        name=user.name,
        password_hash=password_hash,
        role=user.role,
        state=user.state,
        tier=user.tier,
        created_at=user.created_at,
    )


def rename(tx: Tx, user_id: str, name: str) -> User:
    row = tx.row("UPDATE users SET name = $name WHERE id = $id RETURNING *", id=user_id, name=name)
    if row is None:
        raise NotFound
    return _user(row)


def set_password_hash(tx: Tx, user_id: str, *, before: str, after: str) -> bool:
    """Replace a hash by another. False if it is no longer the one that was checked."""
    row = tx.row("SELECT password_hash FROM users WHERE id = $id", id=user_id)
    if row is None or row["password_hash"] != before:
        return False
    if after != before:
        tx.run("UPDATE users SET password_hash = $after WHERE id = $id", id=user_id, after=after)
    return True


def scrub(tx: Tx, user_id: str, *, password_hash: str) -> None:
    """Leave nothing in the row that tells whose it was. No address can have such a key."""
    tx.run(
        """
        UPDATE users
           SET email = 'deleted account', email_key = $email_key, name = 'deleted account',
               password_hash = $password_hash
         WHERE id = $id
        """,
        id=user_id,
        email_key=f"deleted:{user_id}",
        password_hash=password_hash,
    )


def user_of_any_id(tx: Tx, user_id: str) -> User | None:
    """Like `user_of_id`, for what a request brought and may not be an id at all."""
    row = tx.row("SELECT * FROM users WHERE id::TEXT = $id", id=user_id)
    return None if row is None else _user(row)


def set_standing(tx: Tx, user_id: str, *, role: Role, state: UserState, tier: str) -> None:
    tx.run(
        "UPDATE users SET role = $role, state = $state, tier = $tier WHERE id = $id",
        id=user_id,
        role=role,
        state=state,
        tier=tier,
    )


def active_admins(tx: Tx) -> int:
    row = tx.row("SELECT count(*) AS n FROM users WHERE role = 'admin' AND state = 'active'")
    return int(row["n"]) if row else 0


def open_invite(tx: Tx, code_hash: str, *, now: datetime) -> str | None:
    """The id of the invitation with this code, if it can still be used."""
    row = tx.row("SELECT * FROM invites WHERE code_hash = $code_hash", code_hash=code_hash)
    if row is None or row["used_at"] is not None:
        return None
    if row["expires_at"] is not None and row["expires_at"] <= now:
        return None
    return str(row["id"])


def use_invite(tx: Tx, invite_id: str, *, user_id: str, now: datetime) -> None:
    tx.run(
        "UPDATE invites SET used_by = $user_id, used_at = $now WHERE id = $id",
        id=invite_id,
        user_id=user_id,
        now=now,
    )


def _user(row: Row) -> User:
    return User(
        id=row["id"],
        email=row["email"],
        name=row["name"],
        role=Role(row["role"]),
        state=UserState(row["state"]),
        tier=row["tier"],
        created_at=row["created_at"],
    )
