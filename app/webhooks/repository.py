"""Endpoints in the database."""

import json
from datetime import datetime

from app.catalog.model import Kind
from app.db import Row, Tx
from app.errors import NotFound
from app.webhooks.model import Event, Off, Webhook


def webhooks_of(tx: Tx, user_id: str) -> list[Webhook]:
    """The newest first."""
    rows = tx.remembered(
        "SELECT * FROM webhooks WHERE user_id = $user_id ORDER BY created_at DESC, id DESC",
        user_id=user_id,
    )
    return [_from_row(row) for row in rows]


def webhook_of(tx: Tx, user_id: str, webhook_id: str) -> Webhook:
    """One of this user's. Somebody else's is as good as none."""
    for webhook in webhooks_of(tx, user_id):
        if webhook.id == webhook_id:
            return webhook
    raise NotFound("There is no such webhook.")


def of_id(tx: Tx, webhook_id: str) -> Webhook | None:
    """Whoever owns it, as long as that person may use the house; None if it is gone."""
    row = tx.row(
        """
        WITH found AS MATERIALIZED (SELECT * FROM webhooks WHERE id = $id)
        SELECT found.* FROM found JOIN users ON users.id = found.user_id
         WHERE users.state = 'active'
        """,
        id=webhook_id,
    )
    return None if row is None else _from_row(row)


def insert(tx: Tx, webhook: Webhook) -> None:
    tx.run(
        """
        INSERT INTO webhooks (id, user_id, key_id, name, url, kinds, events, salt, secret_hash,
                              created_at)
        VALUES ($id, $user_id, $key_id, $name, $url, $kinds, $events, $salt, $secret_hash,
                $created_at)
        """,
        user_id=webhook.user_id,
        key_id=webhook.key_id,
        salt=webhook.salt,
        secret_hash=webhook.secret_hash,
        created_at=webhook.created_at,
        **_changeable(webhook),
    )


def update(tx: Tx, webhook: Webhook) -> None:
    """What its owner may change, and whether it is on."""
    tx.run(
        """
        UPDATE webhooks
           SET name = $name, url = $url, kinds = $kinds, events = $events,
               failing_since = $failing_since, off_at = $off_at, off_why = $off_why
         WHERE id = $id
        """,
        failing_since=webhook.failing_since,
        off_at=webhook.off_at,
        off_why=webhook.off_why,
        **_changeable(webhook),
    )


def replace_secret(tx: Tx, webhook_id: str, salt: str, hash_: str, old_until: datetime) -> None:
    """The secret it had is signed with as well until `old_until`."""
    tx.run(
        """
        UPDATE webhooks
           SET old_salt = salt, old_until = $until, salt = $salt, secret_hash = $hash
         WHERE id = $id
        """,
        id=webhook_id,
        salt=salt,
        hash=hash_,
        until=old_until,
    )


def set_failing_since(tx: Tx, webhook_id: str, since: datetime | None) -> None:
    tx.run("UPDATE webhooks SET failing_since = $since WHERE id = $id", id=webhook_id, since=since)


def switch_off(tx: Tx, webhook_id: str, why: Off, now: datetime) -> None:
    tx.run(
        "UPDATE webhooks SET off_at = $now, off_why = $why WHERE id = $id",
        id=webhook_id,
        why=why,
        now=now,
    )


def delete(tx: Tx, webhook_id: str) -> None:
    """With everything that was to be delivered to it."""
    tx.run("DELETE FROM webhook_queue WHERE webhook_id = $id", id=webhook_id)
    tx.run("DELETE FROM webhook_deliveries WHERE webhook_id = $id", id=webhook_id)
    tx.run("DELETE FROM webhooks WHERE id = $id", id=webhook_id)


def _changeable(webhook: Webhook) -> dict[str, object]:
    return {
        "id": webhook.id,
        "name": webhook.name,
        "url": webhook.url,
        "kinds": json.dumps(sorted(webhook.kinds)),
        "events": json.dumps(sorted(webhook.events)),
    }


def _from_row(row: Row) -> Webhook:
    kinds, events, off_why = row.pop("kinds"), row.pop("events"), row.pop("off_why")
    return Webhook(
        **row,
        kinds=frozenset(map(Kind, json.loads(kinds))),
        events=frozenset(map(Event, json.loads(events))),
        off_why=Off(off_why) if off_why else None,
    )
