"""The nightly sweep: what a crash leaves behind is cleared away, and a loss is told."""

import os

import pytest

from app.clock import new_id
from app.media import repository
from app.media.model import KeptFile, Media
from app.media.service import MediaStore
from app.media.sweep import SweepReport, sweep
from tests.conftest import TurnableClock
from tests.media.samples import picture

TWO_HOURS = 7_200


def age(store: MediaStore, kept: KeptFile, clock: TurnableClock, seconds: float) -> None:
    """As if it had been kept so many seconds ago by the turnable clock."""
    then = clock().timestamp() - seconds
    for path in (store.files.path(kept.id), store.files.thumbnail_path(kept.id)):
        os.utime(path, (then, then))


async def test_a_crash_between_file_and_row_leaves_nothing_for_good(
    store: MediaStore, clock: TurnableClock
) -> None:
    kept = await store.keep_bytes(picture())
    age(store, kept, clock, TWO_HOURS)

    report = await sweep(store)

    assert report.removed == (kept.id,)
    assert report.removed_bytes > kept.bytes
    assert not store.files.path(kept.id).exists()
    assert not store.files.thumbnail_path(kept.id).exists()


async def test_a_file_that_waits_for_its_row_is_left_alone(
    store: MediaStore, clock: TurnableClock
) -> None:
    kept = await store.keep_bytes(picture())
    age(store, kept, clock, 60)

    assert await sweep(store) == SweepReport((), 0, ())
    assert store.files.path(kept.id).exists()


async def test_a_thumbnail_by_itself_is_removed(store: MediaStore, clock: TurnableClock) -> None:
    kept = await store.keep_bytes(picture())
    age(store, kept, clock, TWO_HOURS)
    store.files.path(kept.id).unlink()

    assert (await sweep(store)).removed == (kept.id,)


async def test_owned_files_stay_also_in_the_trash(store: MediaStore, clock: TurnableClock) -> None:
    user_id, generation_id = new_id(), new_id()
    kept = await store.keep_bytes(picture())
    media = Media.made(kept, user_id=user_id, generation_id=generation_id, now=clock())
    await store.db.write(repository.insert, media)
    await store.db.write(repository.trash_of_generations, [generation_id], user_id, clock())
    age(store, kept, clock, TWO_HOURS)

    assert await sweep(store) == SweepReport((), 0, ())


async def test_a_row_without_bytes_is_told_and_kept(
    store: MediaStore, caplog: pytest.LogCaptureFixture
) -> None:
    kept = await store.keep_bytes(picture())
    media = Media.uploaded(kept, user_id=new_id(), name="", now=store.clock())
    await store.db.write(repository.insert, media)
    store.files.path(media.id).unlink()

    report = await sweep(store)

    assert report.missing == (media.id,)
    assert media.id in caplog.text
    assert await store.get(media.user_id, media.id) == media


async def test_an_attempt_repeated_during_the_sweep_keeps_its_file(
    store: MediaStore, clock: TurnableClock
) -> None:
    first = await store.keep_bytes(picture())
    before = clock().timestamp() - 3_600
    again = await store.keep_bytes(picture(), media_id=first.id)
    os.utime(store.files.path(again.id), (before + 1, before + 1))

    assert store.files.remove_older(first.id, before) == 0
    assert store.files.path(first.id).exists()
