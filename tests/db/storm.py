"""A process that writes as fast as it can and tells what it was promised, until it is killed.

`python -m tests.db.storm FILE FIRST`: notes are numbered from FIRST on, every number that is
acknowledged goes to standard output, and checkpoints run all the while.
"""

import asyncio
import itertools
import os
import sys
from pathlib import Path

from app.db import Tx
from app.db.duck import DuckDatabase
from tests.db import bank


def write_twice(tx: Tx, number: int) -> None:
    """A note and its twin: a half of a transaction would be seen."""
    bank.note(tx, number, "first")
    bank.note(tx, number, "second")


async def storm(db: DuckDatabase, numbers: "itertools.count[int]") -> None:
    for number in numbers:
        await db.write(write_twice, number)
        os.write(sys.stdout.fileno(), b"%d\n" % number)


async def fold(db: DuckDatabase) -> None:
    while True:
        await asyncio.to_thread(db.checkpoint)
        await asyncio.sleep(0.01)


async def main(path: Path, first: int) -> None:
    db = DuckDatabase(path, backups=path.parent)
    numbers = itertools.count(first)
    await asyncio.gather(fold(db), *(storm(db, numbers) for _ in range(16)))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
