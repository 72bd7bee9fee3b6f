"""Nightly: bytes without a row are removed, rows without bytes are reported.

The first happen: a crash, a full quota or a cancelled step between storing a file and inserting
its row. The second never should, and only a person with a backup can mend them.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta

from anyio.to_thread import run_sync

from app.media import repository
from app.media.files import MediaFiles
from app.media.service import MediaStore

logger = logging.getLogger(__name__)

GRACE = timedelta(hours=1)  # far longer than any file waits for its row
PAGE = 1_000
_BEFORE_ALL = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True, slots=True)
class SweepReport:
    removed: tuple[str, ...]
    removed_bytes: int
    missing: tuple[str, ...]
    """Rows without bytes, by id."""


async def sweep(store: MediaStore) -> SweepReport:
    """Compare disk and rows once. Safe beside uploads, downloads and steps under way."""
    removed, removed_bytes = await _remove_orphans(store)
    report = SweepReport(tuple(removed), removed_bytes, tuple(await _missing(store)))
    logger.info("swept media: %d files, %d bytes removed", len(removed), removed_bytes)
    if report.missing:
        logger.error("the bytes of %d files are missing: %s", len(report.missing), report.missing)
    return report


async def _remove_orphans(store: MediaStore) -> tuple[list[str], int]:
    # Before looking: what comes meanwhile is younger, whether its row is there yet or not.
    before = (store.clock() - GRACE).timestamp()
    removed, freed = list[str](), 0
    folders = store.files.ids()
    while (ids := await run_sync(next, folders, None)) is not None:
        orphans = set(ids) - await store.db.read(repository.known, ids)
        for media_id in sorted(orphans):
            gone = await run_sync(store.files.remove_older, media_id, before)
            if gone:
                removed.append(media_id)
                freed += gone
    return removed, freed


async def _missing(store: MediaStore) -> list[str]:
    missing, last = list[str](), _BEFORE_ALL
    while ids := await store.db.read(repository.ids_after, last, PAGE):
        missing += await run_sync(_absent, store.files, ids)
        last = ids[-1]
    return missing


def _absent(files: MediaFiles, ids: list[str]) -> list[str]:
    return [media_id for media_id in ids if not files.path(media_id).exists()]
