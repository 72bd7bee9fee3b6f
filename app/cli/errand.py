"""Having something done: by the server if it runs, since the database is its alone; else by us."""

import asyncio
import json
from functools import partial
from typing import Any

from anyio.to_thread import run_sync

from app.admin.errands import Errand, Errands
from app.backup.requests import NotAnswered, done_by_server
from app.backup.restore import NotRestored
from app.cli.common import end
from app.counters import Counters
from app.db import DamagedDatabase
from app.db.backup import in_use
from app.db.migrate import MigrationError
from app.errors import AppError
from app.main import open_database
from app.settings import Settings
from app.studio import World, build, open_floor

Json = dict[str, Any]


def done(settings: Settings, errand: Errand) -> Json:
    """What became of it. Ends with a sentence if it cannot be done."""
    document, path = errand.model_dump_json(), settings.database_path
    try:
        if path.exists() and in_use(path):
            told = done_by_server(settings.requests_dir, partial(in_use, path), document)
        else:
            told = asyncio.run(_done_here(settings, document))
    except AppError as refused:
        end(refused.detail)
    except (NotAnswered, DamagedDatabase, MigrationError, NotRestored, OSError) as error:
        end(str(error))
    return json.loads(told)


async def _done_here(settings: Settings, document: str) -> str:
    database = await run_sync(open_database, settings)
    try:
        async with open_floor(settings, World(), database, Counters()) as floor:
            parts, _ = build(floor)
            await floor.rules.load()
            await floor.house.load()
            return await parts[Errands].run(document)
    finally:
        await run_sync(database.close)
