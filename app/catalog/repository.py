"""The stored catalogue: the gateway's last good answers, and notes of what changed."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from app.catalog.changes import Changed
from app.catalog.notes import Note
from app.db import Tx

MOST_NOTES = 10_000


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """`document` is JSON."""

    question: str
    fetched_at: datetime
    document: str


def answers(tx: Tx) -> list[StoredAnswer]:
    rows = tx.rows("SELECT question, fetched_at, document FROM catalogue_answers")
    return [StoredAnswer(**row) for row in rows]


def keep(tx: Tx, answers: Iterable[StoredAnswer], notes: Iterable[Note]) -> None:
    """Put new answers in the place of the old ones, and note what is different.

    Of notes there are only so many: a price that goes to and fro must not fill the disk.
    """
    for answer in answers:
        tx.run(
            """
            INSERT INTO catalogue_answers (question, fetched_at, document)
            VALUES ($question, $fetched_at, $document)
            ON CONFLICT (question) DO UPDATE
               SET fetched_at = excluded.fetched_at, document = excluded.document
            """,
            question=answer.question,
            fetched_at=answer.fetched_at,
            document=answer.document,
        )
    for note in notes:
        tx.run(
            """
            INSERT INTO catalogue_notes (noted_at, kind, model, what, before, after)
            VALUES ($at, $kind, $model, $what, $before, $after)
            """,
            at=note.at,
            kind=note.kind,
            model=note.model,
            what=note.what,
            before=note.before,
            after=note.after,
        )
    tx.run(
        """
        DELETE FROM catalogue_notes WHERE noted_at < (
            SELECT min(noted_at) FROM (
                SELECT noted_at FROM catalogue_notes ORDER BY noted_at DESC LIMIT $most))
        """,
        most=MOST_NOTES,
    )


def changes(tx: Tx) -> dict[str, Changed]:
    """What administrators have changed, by model."""
    rows = tx.rows("SELECT model, hidden, name, price_cap_micros AS price_cap FROM model_changes")
    return {row.pop("model"): Changed(**row) for row in rows}


def put_change(tx: Tx, model_id: str, changed: Changed) -> None:
    """In the place of what was changed before."""
    tx.run(
        """
        INSERT INTO model_changes (model, hidden, name, price_cap_micros)
        VALUES ($model, $hidden, $name, $price_cap)
        ON CONFLICT (model) DO UPDATE
           SET hidden = excluded.hidden, name = excluded.name,
               price_cap_micros = excluded.price_cap_micros
        """,
        model=model_id,
        **asdict(changed),
    )


def notes(tx: Tx, limit: int) -> list[Note]:
    """The newest first."""
    rows = tx.rows(
        """
        SELECT noted_at AS "at", kind, model, what, before, after
          FROM catalogue_notes
         ORDER BY noted_at DESC, kind, model
         LIMIT $limit
        """,
        limit=limit,
    )
    return [Note(**row) for row in rows]
