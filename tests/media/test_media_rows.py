"""The rows of media: who sees which file, and when."""

from datetime import UTC, datetime

import pytest

from app.clock import new_id
from app.db import DuplicateKey
from app.db.duck import DuckDatabase
from app.errors import NotFound
from app.media import repository
from app.media.model import KeptFile, Measures, Media

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
ANNA, BEN = new_id(), new_id()


def kept(size: int = 100) -> KeptFile:
    measures = Measures("video/mp4", 64, 48, 2.5, has_audio=True, has_thumbnail=True)
    return KeptFile.measured(new_id(), measures, size=size, sha256="ab" * 32)


def made_by(user_id: str, generation_id: str, position: int = 0) -> Media:
    return Media.made(
        kept(), user_id=user_id, generation_id=generation_id, position=position, now=NOW
    )


async def test_a_row_comes_back_as_it_went_in(database: DuckDatabase) -> None:
    for media in (
        Media.uploaded(kept(), user_id=ANNA, name="Sommer 🌞.mp4", now=NOW),
        made_by(ANNA, new_id(), 3),
    ):
        await database.write(repository.insert, media)
        assert await database.read(repository.owned, ANNA, media.id) == media


async def test_a_file_has_one_row(database: DuckDatabase) -> None:
    media = made_by(ANNA, new_id())
    await database.write(repository.insert, media)

    with pytest.raises(DuplicateKey):
        await database.write(repository.insert, media)


async def test_only_the_owner_finds_it(database: DuckDatabase) -> None:
    media = Media.uploaded(kept(), user_id=ANNA, name="", now=NOW)
    await database.write(repository.insert, media)

    for user_id, media_id in ((BEN, media.id), (ANNA, new_id()), (ANNA, "nonsense' OR 1=1")):
        with pytest.raises(NotFound):
            await database.read(repository.owned, user_id, media_id)


async def test_outputs_come_in_their_order_and_per_generation(database: DuckDatabase) -> None:
    first, second, empty = new_id(), new_id(), new_id()
    outputs = [made_by(ANNA, first, 1), made_by(ANNA, first, 0), made_by(ANNA, second)]
    for media in outputs:
        await database.write(repository.insert, media)

    found = await database.read(repository.of_generations, [first, second, empty])

    assert found == {first: [outputs[1], outputs[0]], second: [outputs[2]], empty: []}
    assert await database.read(repository.of_generations, []) == {}


async def test_trash_hides_outputs_until_it_is_undone(database: DuckDatabase) -> None:
    generation_id = new_id()
    media = made_by(ANNA, generation_id)
    await database.write(repository.insert, media)

    await database.write(repository.trash_of_generations, [generation_id], ANNA, NOW)
    with pytest.raises(NotFound):
        await database.read(repository.owned, ANNA, media.id)

    await database.write(repository.restore_of_generations, [generation_id], ANNA)
    assert await database.read(repository.owned, ANNA, media.id) == media


async def test_nobody_puts_the_files_of_others_in_the_trash(database: DuckDatabase) -> None:
    generation_id = new_id()
    media = made_by(ANNA, generation_id)
    await database.write(repository.insert, media)

    await database.write(repository.trash_of_generations, [generation_id], BEN, NOW)

    assert await database.read(repository.owned, ANNA, media.id) == media


async def test_storage_is_the_sum_of_what_we_measured(database: DuckDatabase) -> None:
    assert await database.read(repository.bytes_of_user, ANNA) == 0
    for size in (100, 5_000_000_000):
        media = Media.uploaded(kept(size), user_id=ANNA, name="", now=NOW)
        await database.write(repository.insert, media)

    assert await database.read(repository.bytes_of_user, ANNA) == 5_000_000_100
    assert await database.read(repository.bytes_of_user, BEN) == 0
