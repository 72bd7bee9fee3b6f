"""Many people at once, put straight into the database: signing in takes time on purpose."""

from collections.abc import Sequence
from datetime import datetime

from app.accounts.tokens import Tokens
from app.db import Tx
from bench.town import UNLIMITED

SECRET = "a secret for measurements, known to everybody"
"""What the app has to be given as SECRET_KEY for the tokens to be good."""

Headers = dict[str, str]


def move_in(tx: Tx, count: int, now: datetime) -> list[str]:
    """So many people, each signed in. Their ids, in order of time."""
    tx.run(
        """
        INSERT INTO users
        SELECT uuidv7(), 'crowd' || number || '@example.org', 'crowd' || number || '@example.org',
               'Number ' || number, '', 'user', 'active', $tier, $now
          FROM range($count) AS counted(number)
        """,
        count=count,
        tier=UNLIMITED,
        now=now,
    )
    # A session has the id of its person: there is one of each.
    tx.run(
        """
        INSERT INTO sessions
        SELECT id, id, '127.0.0.1', 'bench', $now, $now, $now + INTERVAL 1 DAY, NULL
          FROM users WHERE email LIKE 'crowd%'
        """,
        now=now,
    )
    return [
        row["id"] for row in tx.rows("SELECT id FROM users WHERE email LIKE 'crowd%' ORDER BY id")
    ]


def tokens(ids: Sequence[str], now: datetime) -> list[Headers]:
    """The headers of each of them."""
    mint = Tokens(SECRET)
    return [{"Authorization": f"Bearer {mint.access(each, each, now)}"} for each in ids]
