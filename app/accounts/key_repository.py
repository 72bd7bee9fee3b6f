"""API keys and their secrets in the database."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.accounts.keys import ApiKey, KeyLimits, LastUse
from app.accounts.model import User
from app.accounts.repository import user_of_id
from app.accounts.scopes import Scope
from app.db import Row, Tx
from app.errors import NotFound, SignInRequired
from app.money import Micros


@dataclass(frozen=True, slots=True)
class Found:
    """A secret that leads to a key which was not revoked, and whose key it is."""

    user: User
    key: ApiKey
    hash: str
    good_until: datetime | None


def find(tx: Tx, prefix: str) -> Found | None:
    """What a secret of this prefix belongs to. Whether it is that secret is for the caller to see,
    and whether it is still good."""
    secret = tx.row("SELECT * FROM api_key_secrets WHERE prefix = $prefix", prefix=prefix)
    row = secret and tx.row("SELECT * FROM api_keys WHERE id = $id", id=secret["key_id"])
    if not secret or not row or row["revoked_at"] is not None:
        return None
    user = user_of_id(tx, row["user_id"])
    if user is None:
        return None
    return Found(user, _key(row), secret["hash"], secret["expires_at"])


def keys_of(tx: Tx, user_id: str, *, now: datetime) -> list[ApiKey]:
    """Those that were not revoked, expired ones too, the newest first."""
    rows = tx.rows(
        """
        SELECT api_keys.*,
               (SELECT max(expires_at) FROM api_key_secrets
                 WHERE key_id = api_keys.id AND expires_at > $now) AS older_until
          FROM api_keys
         WHERE user_id = $user_id AND revoked_at IS NULL
         ORDER BY created_at DESC, id DESC
        """,
        user_id=user_id,
        now=now,
    )
    return [_key(row) for row in rows]


def key_of(tx: Tx, user_id: str, key_id: str, *, now: datetime) -> ApiKey:
    """One of this user's, or NotFound."""
    for key in keys_of(tx, user_id, now=now):
        if key.id == key_id:
            return key
    raise NotFound("There is no such API key.")


def insert(tx: Tx, key: ApiKey, hash_: str) -> None:
    """A new key with its first secret. Raises DuplicateKey if the prefix is taken."""
    tx.run(
        """
        INSERT INTO api_keys (id, user_id, name, prefix, scopes, models, ip_allow, budget_micros,
                              expires_at, created_at)
        VALUES ($id, $user_id, $name, $prefix, $scopes, $models, $ip_allow, $budget, $expires_at,
                $created_at)
        """,
        user_id=key.user_id,
        prefix=key.prefix,
        created_at=key.created_at,
        **_changeable(key),
    )
    insert_secret(tx, key.id, key.prefix, hash_, key.created_at)


def update(tx: Tx, key: ApiKey) -> None:
    """Its name and its limits."""
    tx.run(
        """
        UPDATE api_keys
           SET name = $name, scopes = $scopes, models = $models, ip_allow = $ip_allow,
               budget_micros = $budget, expires_at = $expires_at
         WHERE id = $id
        """,
        **_changeable(key),
    )


def insert_secret(tx: Tx, key_id: str, prefix: str, hash_: str, now: datetime) -> None:
    """From now on this is the newest. Raises DuplicateKey if the prefix is taken."""
    tx.run(
        "INSERT INTO api_key_secrets VALUES ($prefix, $key_id, $hash, $now, NULL)",
        prefix=prefix,
        key_id=key_id,
        hash=hash_,
        now=now,
    )


def replace_secret(
    tx: Tx, key_id: str, prefix: str, hash_: str, *, now: datetime, older_until: datetime
) -> None:
    """A new secret. What it replaces works until `older_until`; what ended before that is gone."""
    tx.run(
        "DELETE FROM api_key_secrets WHERE key_id = $key_id AND expires_at <= $now",
        key_id=key_id,
        now=now,
    )
    tx.run(
        """
        UPDATE api_key_secrets SET expires_at = least(coalesce(expires_at, $until), $until)
         WHERE key_id = $key_id
        """,
        key_id=key_id,
        until=older_until,
    )
    insert_secret(tx, key_id, prefix, hash_, now)
    tx.run("UPDATE api_keys SET prefix = $prefix WHERE id = $id", id=key_id, prefix=prefix)


def revoke(tx: Tx, key_id: str, *, now: datetime) -> None:
    """Its secrets are gone, and its name stays for the ledger."""
    tx.run("UPDATE api_keys SET revoked_at = $now WHERE id = $id", id=key_id, now=now)
    tx.run("DELETE FROM api_key_secrets WHERE key_id = $id", id=key_id)


def note_uses(tx: Tx, uses: Iterable[tuple[str, LastUse]]) -> None:
    for key_id, use in uses:
        tx.run(
            """
            UPDATE api_keys SET last_used_at = $at, last_used_address = $address WHERE id = $id
            """,
            id=key_id,
            at=use.at,
            address=use.address,
        )


def budget_of_living(tx: Tx, key_id: str, now: datetime) -> tuple[Micros | None, datetime]:
    """What a key may spend in all, and since when it exists. Raises SignInRequired if it has been
    revoked, or has run out, since its request was let in."""
    rows = tx.remembered(
        "SELECT budget_micros, created_at, revoked_at, expires_at FROM api_keys WHERE id = $id",
        id=key_id,
    )
    row = rows[0] if rows else None
    expired = row is not None and row["expires_at"] is not None and row["expires_at"] <= now
    if row is None or row["revoked_at"] is not None or expired:
        raise SignInRequired("This API key is no longer good.")
    budget = row["budget_micros"]
    return (None if budget is None else Micros(budget)), row["created_at"]


def owner_of_living(tx: Tx, key_id: str, now: datetime) -> str | None:
    """Whose key this is, if it is still good and they are still active."""
    row = tx.row(
        """
        SELECT users.id FROM api_keys JOIN users ON users.id = api_keys.user_id
         WHERE api_keys.id = $id AND revoked_at IS NULL AND state = 'active'
           AND (expires_at IS NULL OR expires_at > $now)
        """,
        id=key_id,
        now=now,
    )
    return None if row is None else str(row["id"])


def _changeable(key: ApiKey) -> dict[str, object]:
    limits = key.limits
    return {
        "id": key.id,
        "name": key.name,
        "scopes": json.dumps(sorted(limits.scopes)),
        "models": json.dumps(limits.models),
        "ip_allow": json.dumps(limits.ip_allow),
        "budget": limits.budget,
        "expires_at": limits.expires_at,
    }


def _key(row: Row) -> ApiKey:
    used_at = row["last_used_at"]
    return ApiKey(
        id=row["id"],
        user_id=row["user_id"],
        name=row["name"],
        prefix=row["prefix"],
        limits=KeyLimits(
            scopes=frozenset(Scope(each) for each in json.loads(row["scopes"])),
            models=tuple(json.loads(row["models"])),
            ip_allow=tuple(json.loads(row["ip_allow"])),
            budget=row["budget_micros"],
            expires_at=row["expires_at"],
        ),
        created_at=row["created_at"],
        last_use=LastUse(used_at, row["last_used_address"]) if used_at else None,
        older_until=row.get("older_until"),
    )
