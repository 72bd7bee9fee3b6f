"""Sessions and their refresh tokens in the database."""

from dataclasses import dataclass
from datetime import datetime

from app.accounts.model import Device, Session, User, UserState
from app.accounts.repository import user_of_id
from app.accounts.tokens import REFRESH_LIFETIME
from app.db import Row, Tx
from app.errors import NotFound


def insert_session(tx: Tx, session: Session) -> None:
    tx.run(
        """
        INSERT INTO sessions (id, user_id, address, user_agent,
                              created_at, last_seen_at, expires_at)
        VALUES ($id, $user_id, $address, $user_agent,
                $created_at, $last_seen_at, $expires_at)
        """,
        id=session.id,
        user_id=session.user_id,
        address=session.device.address,
        user_agent=session.device.user_agent,
        created_at=session.created_at,
        last_seen_at=session.last_seen_at,
        expires_at=session.expires_at,
    )


def signed_in(tx: Tx, session_id: str, *, now: datetime) -> tuple[User, Session] | None:
    """A living session and its user, unless that user is disabled."""
    session = tx.row("SELECT * FROM sessions WHERE id = $id", id=session_id)
    if session is None or session["ended_at"] is not None or session["expires_at"] <= now:
        return None
    user = user_of_id(tx, session["user_id"])
    if user is None or user.state is UserState.DISABLED:
        return None
    return user, _session(session)


def sessions_of(tx: Tx, user_id: str, *, now: datetime) -> list[Session]:
    """The living sessions of one user, the newest first."""
    rows = tx.rows(
        """
        SELECT * FROM sessions
         WHERE user_id = $user_id AND ended_at IS NULL AND expires_at > $now
         ORDER BY created_at DESC, id DESC
        """,
        user_id=user_id,
        now=now,
    )
    return [_session(row) for row in rows]


def prolong_session(tx: Tx, session_id: str, *, seen_at: datetime, expires_at: datetime) -> None:
    tx.run(
        "UPDATE sessions SET last_seen_at = $seen_at, expires_at = $expires_at WHERE id = $id",
        id=session_id,
        seen_at=seen_at,
        expires_at=expires_at,
    )


def end_session(tx: Tx, user_id: str, session_id: str, *, now: datetime) -> None:
    """End one session of this user's. Raises NotFound if it is not theirs, or already over."""
    # As text: what a request brought may not be an id at all.
    ended = tx.row(
        """
        UPDATE sessions SET ended_at = $now
         WHERE user_id = $user_id AND id::TEXT = $id AND ended_at IS NULL AND expires_at > $now
        RETURNING id
        """,
        id=session_id,
        user_id=user_id,
        now=now,
    )
    if ended is None:
        raise NotFound


def end_sessions(tx: Tx, user_id: str, *, now: datetime, but: str | None = None) -> int:
    """End all sessions of this user, `but` one. Tells how many."""
    ended = tx.rows(
        """
        UPDATE sessions SET ended_at = $now
         WHERE user_id = $user_id AND ended_at IS NULL AND id IS DISTINCT FROM $but
        RETURNING id
        """,
        user_id=user_id,
        now=now,
        but=but,
    )
    return len(ended)


@dataclass(frozen=True, slots=True)
class RefreshToken:
    hash: str
    session_id: str
    replaced_at: datetime | None


def insert_refresh_token(tx: Tx, token_hash: str, session_id: str, now: datetime) -> None:
    tx.run(
        """
        INSERT INTO refresh_tokens (hash, session_id, issued_at)
        VALUES ($hash, $session_id, $now)
        """,
        hash=token_hash,
        session_id=session_id,
        now=now,
    )


def refresh_token(tx: Tx, token_hash: str) -> RefreshToken | None:
    row = tx.row("SELECT * FROM refresh_tokens WHERE hash = $hash", hash=token_hash)
    return None if row is None else RefreshToken(row["hash"], row["session_id"], row["replaced_at"])


def replace_refresh_token(tx: Tx, old: RefreshToken, new_hash: str, now: datetime) -> None:
    tx.run(
        "UPDATE refresh_tokens SET replaced_at = $now WHERE hash = $hash", hash=old.hash, now=now
    )
    insert_refresh_token(tx, new_hash, old.session_id, now)


def forget_old_sessions(tx: Tx, now: datetime) -> None:
    """Remove sessions that have been over for a month, and the tokens nobody can use any more.

    The newest token of a living session is never older than REFRESH_LIFETIME.
    """
    long_ago = now - REFRESH_LIFETIME
    tx.run(
        "DELETE FROM sessions WHERE ended_at < $long_ago OR expires_at < $long_ago",
        long_ago=long_ago,
    )
    tx.run(
        """
        DELETE FROM refresh_tokens
         WHERE issued_at < $long_ago OR session_id NOT IN (SELECT id FROM sessions)
        """,
        long_ago=long_ago,
    )


def _session(row: Row) -> Session:
    return Session(
        id=row["id"],
        user_id=row["user_id"],
        device=Device(row["address"], row["user_agent"]),
        created_at=row["created_at"],
        last_seen_at=row["last_seen_at"],
        expires_at=row["expires_at"],
    )
