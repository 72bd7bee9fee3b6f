"""Share links in the database. Whose one is, is part of every question about it."""

from datetime import datetime
from typing import LiteralString

from app.accounts.model import UserState
from app.accounts.repository import user_of_id
from app.catalog.model import Kind
from app.db import Row, Tx
from app.errors import NotFound
from app.generation import repository as generations
from app.generation.model import Generation
from app.media.model import is_id
from app.sharing.model import Listed, Share, is_token

_NAMED: LiteralString = """
    WITH found AS MATERIALIZED (
        SELECT * FROM shares
         WHERE ($user_id IS NULL OR user_id = $user_id)
           AND ($generation_id IS NULL OR generation_id = $generation_id)
           AND ($before IS NULL OR id < $before)
         ORDER BY id DESC LIMIT $limit
    )
    SELECT found.*, kind, coalesce(title, left(prompt, 120)) AS name,
           deleted_at IS NOT NULL AS trashed
      FROM found JOIN generations ON generations.id = found.generation_id
     ORDER BY found.id DESC
"""


def insert(tx: Tx, share: Share) -> None:
    tx.run(
        """
        INSERT INTO shares (id, token, user_id, generation_id, password_hash, with_prompt,
                            expires_at, created_at)
        VALUES ($id, $token, $user_id, $generation_id, $password_hash, $with_prompt,
                $expires_at, $created_at)
        """,
        id=share.id,
        token=share.token,
        user_id=share.user_id,
        generation_id=share.generation_id,
        password_hash=share.password_hash,
        with_prompt=share.with_prompt,
        expires_at=share.expires_at,
        created_at=share.created_at,
    )


def page(
    tx: Tx,
    user_id: str | None,
    generation_id: str | None,
    before: str | None,
    limit: int,
) -> list[Listed]:
    """The newest first: this user's, or with None everybody's; of one thing, or of all."""
    rows = tx.rows(_NAMED, user_id=user_id, generation_id=generation_id, before=before, limit=limit)
    return [Listed(_from_row(row), Kind(row["kind"]), row["name"], row["trashed"]) for row in rows]


def of_user(tx: Tx, user_id: str) -> list[Row]:
    """All of one person's, for them to take along: without what opens them."""
    return tx.rows(
        """
        SELECT id, generation_id, password_hash IS NOT NULL AS has_password, with_prompt,
               expires_at, created_at
          FROM shares WHERE user_id = $user_id ORDER BY id
        """,
        user_id=user_id,
    )


def count_of_user(tx: Tx, user_id: str) -> int:
    row = tx.row("SELECT count(*) AS count FROM shares WHERE user_id = $id", id=user_id)
    return int(row["count"]) if row else 0


def revoke(tx: Tx, share_id: str, user_id: str | None) -> Share:
    """It opens nothing any more. NotFound unless it is this user's; with None it is anybody's."""
    if not is_id(share_id):
        raise NotFound
    row = tx.row(
        """
        DELETE FROM shares
         WHERE id = $id AND ($user_id IS NULL OR user_id = $user_id) RETURNING *
        """,
        id=share_id,
        user_id=user_id,
    )
    if row is None:
        raise NotFound
    return _from_row(row)


def living(tx: Tx, token: str, now: datetime) -> tuple[Share, Generation] | None:
    """What a token opens now. None for whatever it is that is in the way.

    One look-up by key for each of the three that it takes, however much there is of everything.
    """
    row = is_token(token) and tx.row("SELECT * FROM shares WHERE token = $token", token=token)
    if not row:
        return None
    share = _from_row(row)
    owner = user_of_id(tx, share.user_id)
    if share.over(now) or owner is None or owner.state is not UserState.ACTIVE:
        return None
    try:
        return share, generations.of_user(tx, share.user_id, share.generation_id)
    except NotFound:
        return None


def forget_old(tx: Tx, user_id: str, before: datetime) -> None:
    """Those of this user's that had ended by then."""
    tx.run(
        "DELETE FROM shares WHERE user_id = $user_id AND expires_at <= $before",
        user_id=user_id,
        before=before,
    )


def forget_purged(tx: Tx) -> None:
    """Those of what was removed for good."""
    tx.run(
        """
        DELETE FROM shares WHERE generation_id IN (
            SELECT id FROM generations
             WHERE id IN (SELECT generation_id FROM shares) AND purged_at IS NOT NULL
        )
        """
    )


def _from_row(row: Row) -> Share:
    return Share(**{name: row[name] for name in Share.__slots__})
