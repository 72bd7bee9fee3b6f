"""Invitations: a code lets one person register while sign-up is by invitation."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from app.accounts.tokens import fingerprint
from app.clock import new_id
from app.db import Row, Tx
from app.errors import NotFound


@dataclass(frozen=True, slots=True)
class NewInvite:
    """`code` is shown once: we keep its fingerprint only."""

    id: str
    code: str


def invite(
    tx: Tx, *, by: str, note: str | None, expires_at: datetime | None, now: datetime
) -> NewInvite:
    """Make a code of 192 random bits that one person may use, until `expires_at` if given."""
    made = NewInvite(new_id(), secrets.token_urlsafe(24))
    tx.run(
        """
        INSERT INTO invites (id, code_hash, created_by, created_at, expires_at, note)
        VALUES ($id, $code_hash, $by, $now, $expires_at, $note)
        """,
        id=made.id,
        code_hash=fingerprint(made.code),
        by=by,
        now=now,
        expires_at=expires_at,
        note=note,
    )
    return made


def invites(tx: Tx, *, before: str | None, limit: int) -> list[Row]:
    """The newest first, with who used them."""
    return tx.rows(
        """
        SELECT invites.id, note, created_by, invites.created_at, expires_at, used_at, used_by,
               users.email AS used_by_email
          FROM invites LEFT JOIN users ON users.id = invites.used_by
         WHERE ($before IS NULL OR invites.id < $before)
         ORDER BY invites.id DESC
         LIMIT $limit
        """,
        before=before,
        limit=limit,
    )


def revoke(tx: Tx, invite_id: str) -> None:
    """Take back one that nobody has used. Raises NotFound for any other."""
    gone = tx.row(
        "DELETE FROM invites WHERE id = $id AND used_at IS NULL RETURNING id", id=invite_id
    )
    if gone is None:
        raise NotFound("There is no open invitation like that.")
