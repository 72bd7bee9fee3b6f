"""What is written in a data folder that no server has open, held against itself.

The ledger is recomputed here from its own words, entry by entry, and then by the product too.
"""

import shutil
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.clock import utc_now
from app.db import Row, Tx
from app.db.duck import DuckDatabase
from app.media.files import MediaFiles
from app.media.opener import Opener
from app.media.service import MediaStore
from app.media.sweep import GRACE, SweepReport, sweep
from app.settings import Settings
from app.usage.verify import verify

FREE_OF_HOLDS = frozenset({"succeeded", "failed", "interrupted"})


@dataclass(frozen=True)
class Books:
    """Rows as they are; made by `read_books`, which has found them to agree."""

    generations: Sequence[Row]
    ledger: Sequence[Row]
    holds: Sequence[Row]
    media: Sequence[Row]
    cost_checks: Sequence[Row]

    def of(self, prompt: str) -> Row:
        """The one generation asked for with `prompt`."""
        [found] = [each for each in self.generations if each["prompt"] == prompt]
        return found

    def held(self, generation: Row) -> int:
        return sum(each["held_micros"] for each in self._entries(generation))

    def spent(self, generation: Row) -> int:
        return sum(each["spent_micros"] for each in self._entries(generation))

    def check(self) -> None:
        """Every generation has its hold and every entry its generation; all sums are right."""
        known = {each["id"] for each in self.generations}
        assert {each["generation_id"] for each in self.ledger} == known
        for generation in self.generations:
            self._check(generation)
        held = {each["id"]: self.held(each) for each in self.generations if self.held(each)}
        assert {each["generation_id"]: each["held_micros"] for each in self.holds} == held

    def _check(self, generation: Row) -> None:
        entries = self._entries(generation)
        kinds = [each["kind"] for each in entries]
        assert kinds[0] == "hold"
        assert (kinds.count("hold"), kinds.count("settle") <= 1) == (1, True)
        assert kinds.count("release") <= 1
        held = 0
        for each in entries:
            amount, spent = each["amount_micros"], each["spent_micros"]
            meant = {"hold": amount, "adjust": 0}.get(each["kind"], -held)
            assert each["held_micros"] == meant, each
            assert spent == (amount if each["kind"] in ("settle", "adjust") else 0), each
            held += each["held_micros"]
        over = "settle" in kinds or "release" in kinds
        assert held == (0 if over else entries[0]["amount_micros"])
        assert over or generation["state"] not in FREE_OF_HOLDS, generation
        assert self.spent(generation) == (generation["cost_micros"] or 0)

    def _entries(self, generation: Row) -> list[Row]:
        return [each for each in self.ledger if each["generation_id"] == generation["id"]]


def copied_books(data: Path, copy: Path) -> Books:
    """The books of a dead server, checked. Its own files are left as they are."""
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    for file in data.glob("allucanget.duckdb*"):
        shutil.copy(file, copy)
    with _opened(copy) as database:
        return _checked(database)


async def audited(data: Path) -> Books:
    """The books after a clean stop, checked, and the files held against them: a row has its
    bytes and its thumbnail, and once the grace is over no bytes are left without a row."""
    with _opened(data) as database:
        books = _checked(database)
        files = MediaFiles(Settings(data_dir=data).media_dir)
        report = await _swept(database, files)
    assert report.missing == ()
    kept = {media_id for ids in files.ids() for media_id in ids}
    assert kept == {each["id"] for each in books.media}
    assert all(files.thumbnail_path(media_id).exists() for media_id in kept)
    return books


async def _swept(database: DuckDatabase, files: MediaFiles) -> SweepReport:
    store = MediaStore(database, files, Opener(), lambda: utc_now() + 2 * GRACE, 0)
    return await sweep(store)


def changed(data: Path, change: Callable[[Tx], None]) -> None:
    """Change something that no test could wait for, while no server runs."""
    with _opened(data) as database:
        database.write_now(change)


def _checked(database: DuckDatabase) -> Books:
    books = database.read_now(_read)
    books.check()
    assert database.read_now(verify).differences == ()
    return books


def _read(tx: Tx) -> Books:
    return Books(
        tx.rows("SELECT * FROM generations ORDER BY created_at, id"),
        tx.rows("SELECT * FROM ledger ORDER BY id"),
        tx.rows("SELECT * FROM holds"),
        tx.rows("SELECT * FROM media ORDER BY id"),
        tx.rows("SELECT * FROM cost_checks"),
    )


@contextmanager
def _opened(data: Path) -> Generator[DuckDatabase]:
    settings = Settings(data_dir=data)
    database = DuckDatabase(settings.database_path, backups=settings.backup_dir)
    try:
        yield database
    finally:
        database.close()
