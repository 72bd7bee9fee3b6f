"""A library of tens of thousands of things, put straight into the database."""

from datetime import datetime

from app.db import Tx

MANY = 50_000


def fill(tx: Tx, user_id: str, now: datetime) -> None:
    """`MANY` pictures of many shapes for this user, one every quarter of an hour, the newest
    called "Number 0". Their bytes are not there."""
    tx.run(
        """
        INSERT INTO generations (
            id, user_id, kind, state, model, chosen, prompt, params, inputs, quote_kind, attempts,
            created_at, finished_at, changed)
        SELECT uuidv7(), $user_id, 'image', 'succeeded', 'a/model', 'a/model',
               'Number ' || number, '{}', '[]', 'exact', '[]', moment, moment, number
          FROM (SELECT number, $now - to_seconds(number * 900) AS moment
                  FROM range($many - 1, -1, -1) AS counted(number))
        """,
        user_id=user_id,
        now=now,
        many=MANY,
    )
    tx.run(
        """
        INSERT INTO media
        SELECT uuidv7(), user_id, id, 0, 'image', 'image/png', '', 500 + changed * 37 % 1500, 1000,
               NULL, false, 1, '', true, created_at, NULL
          FROM generations WHERE user_id = $user_id
        """,
        user_id=user_id,
    )
