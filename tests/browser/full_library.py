"""A library of fifty thousand things, put straight into the database before the server starts."""

from functools import partial
from pathlib import Path

from app.accounts.emails import email_key
from app.accounts.model import Role, User, UserState
from app.accounts.passwords import Passwords
from app.accounts.repository import insert_user
from app.clock import new_id, utc_now
from app.db import Tx
from app.main import open_database
from app.settings import Settings
from tests.browser.people import PASSWORD

MANY = 50_000
EMAIL = "collector@example.org"


async def furnish(data_dir: Path) -> None:
    """Somebody with 50,000 pictures of many shapes, one every quarter of an hour, the last called
    "Number 0". Their bytes are not there: what is looked at is the page."""
    user = User(new_id(), EMAIL, "Cora Collector", Role.ADMIN, UserState.ACTIVE, "basic", utc_now())
    password_hash = await Passwords().hash(PASSWORD)
    database = open_database(Settings(data_dir=data_dir))
    try:
        await database.write(
            insert_user, user, email_key=email_key(EMAIL), password_hash=password_hash
        )
        await database.write(partial(_fill, user_id=user.id))
    finally:
        database.close()


def _fill(tx: Tx, *, user_id: str) -> None:
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
        now=utc_now(),
        many=MANY,
    )
    tx.run(
        """
        INSERT INTO media
        SELECT uuidv7(), user_id, id, 0, 'image', 'image/png', '', 500 + changed * 37 % 1500, 1000,
               NULL, false, 1, '', true, created_at, NULL
          FROM generations
        """
    )
