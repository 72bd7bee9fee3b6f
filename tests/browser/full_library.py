"""A library of fifty thousand things, put straight into the database before the server starts."""

from pathlib import Path

from app.accounts.emails import email_key
from app.accounts.model import Role, User, UserState
from app.accounts.passwords import Passwords
from app.accounts.repository import insert_user
from app.clock import new_id, utc_now
from app.main import open_database
from app.settings import Settings
from bench.full_library import fill
from tests.browser.people import PASSWORD

EMAIL = "collector@example.org"


async def furnish(data_dir: Path) -> None:
    """Somebody with 50,000 pictures, see `bench.full_library`: what is looked at is the page."""
    user = User(new_id(), EMAIL, "Cora Collector", Role.ADMIN, UserState.ACTIVE, "basic", utc_now())
    password_hash = await Passwords().hash(PASSWORD)
    database = open_database(Settings(data_dir=data_dir))
    try:
        await database.write(
            insert_user, user, email_key=email_key(EMAIL), password_hash=password_hash
        )
        await database.write(fill, user.id, utc_now())
    finally:
        database.close()
