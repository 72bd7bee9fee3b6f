"""The audit log: who changed what, when, from where. Written in the transaction of the change."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from app.clock import new_id
from app.db import Row, Tx


@dataclass(frozen=True, slots=True)
class Author:
    """Who changes something: an administrator's id, and the address they come from."""

    id: str
    address: str


def record(
    tx: Tx,
    author: Author,
    action: str,
    subject: str,
    now: datetime,
    *,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """Append one entry. What is equal before and after is left out; if all is, nothing happened
    and nothing is written."""
    old, new = before or {}, after or {}
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    if not names and before is not None and after is not None:
        return
    tx.run(
        """
        INSERT INTO audit (id, actor, address, action, subject, before, after, created_at)
        VALUES ($id, $actor, $address, $action, $subject, $before, $after, $now)
        """,
        id=new_id(),
        actor=author.id,
        address=author.address,
        action=action,
        subject=subject,
        before=None if before is None else _document(before, names),
        after=None if after is None else _document(after, names),
        now=now,
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries to list; None is any. `action` may be the first half of one: `person` finds
    `person.change`. `until` itself is not part of the time."""

    actor: str | None = None
    action: str | None = None
    subject: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def entries(tx: Tx, wanted: Wanted, *, before: str | None, limit: int) -> list[Row]:
    """The newest first."""
    rows = tx.rows(
        """
        SELECT audit.id, actor, coalesce(users.email, actor) AS actor_name, address, action,
               subject, coalesce(subjects.email, subject) AS subject_name,
               before, after, audit.created_at
          FROM audit
          LEFT JOIN users ON users.id::TEXT = audit.actor
          LEFT JOIN users AS subjects ON subjects.id::TEXT = audit.subject
         WHERE ($actor IS NULL OR actor = $actor)
           AND ($action IS NULL OR action = $action OR starts_with(action, $action || '.'))
           AND ($subject IS NULL OR subject = $subject)
           AND ($since IS NULL OR audit.created_at >= $since)
           AND ($until IS NULL OR audit.created_at < $until)
           AND ($before IS NULL OR audit.id < $before)
         ORDER BY audit.id DESC
         LIMIT $limit
        """,
        **asdict(wanted),
        before=before,
        limit=limit,
    )
    return [row | {"before": _read(row["before"]), "after": _read(row["after"])} for row in rows]


def _document(values: Mapping[str, object], names: list[str]) -> str:
    return json.dumps({name: values[name] for name in names if name in values}, default=str)


def _read(document: str | None) -> object:
    return None if document is None else json.loads(document)
