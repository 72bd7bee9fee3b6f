"""Restoring: what was saved is back as it was; what is not whole is refused before a byte is
written; and nothing is sent a second time."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from app.backup.files import NoRoom, unwatched
from app.backup.manifest import NAME, NotABackup, read_manifest
from app.backup.restore import UNFINISHED, NotRestored, restore_all, restore_database
from app.backup.save import save
from app.db.contents import UnreadableFile, contents, read_file
from app.main import open_database
from app.settings import Settings
from tests.backup.conftest import NOW, files_below, live, nearly_full
from tests.clocks import TurnableClock
from tests.generation.films import PRICE
from tests.generation.jobs import until_done
from tests.studio import Json, Studio


def restored(source: Path, fresh: Settings) -> int:
    """How many requests were held back."""
    manifest, held_back = restore_all(fresh, source, unwatched)
    assert manifest == read_manifest(source)
    return held_back


def test_everything_is_back(saved: Path, fresh: Settings) -> None:
    assert restored(saved, fresh) == 1
    assert files_below(fresh.data_dir) == files_below(saved) - {NAME}
    before = read_file(saved / "allucanget.duckdb", contents)
    after = read_file(fresh.database_path, contents)
    assert before.tables.keys() == after.tables.keys()
    changed = {name for name in before.tables if before.tables[name] != after.tables[name]}
    assert changed == {"generations"}, "the one that was held back"
    assert before.tables["generations"].rows == after.tables["generations"].rows


def test_saving_what_was_restored_saves_the_same(
    saved: Path, fresh: Settings, tmp_path: Path
) -> None:
    restored(saved, fresh)
    again = save(fresh, tmp_path / "again", NOW, unwatched)
    first = read_manifest(saved)
    assert (again.sums, again.rows) == (first.sums, first.rows)
    assert again.files[1:] == first.files[1:], "all but the database, of which one row changed"


def test_a_data_folder_that_is_not_empty_is_refused(saved: Path, fresh: Settings) -> None:
    fresh.data_dir.mkdir()
    (fresh.data_dir / "secret_key").write_text("precious")
    with pytest.raises(NotRestored, match="is not empty"):
        restore_all(fresh, saved, unwatched)
    assert (fresh.data_dir / "secret_key").read_text() == "precious"


@pytest.mark.parametrize("file", ["allucanget.duckdb", "secret_key", "media", "demo"])
@pytest.mark.parametrize("damage", ["flipped", "shorter", "gone"])
def test_a_backup_with_a_damaged_file_is_refused_whole(
    saved: Path, fresh: Settings, file: str, damage: str
) -> None:
    path = next(saved / each for each in sorted(files_below(saved)) if each.startswith(file))
    content = bytearray(path.read_bytes())
    path.unlink()
    if damage == "flipped":
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
    elif damage == "shorter":
        path.write_bytes(content[:-1])
    with pytest.raises(NotRestored, match=path.name):
        restore_all(fresh, saved, unwatched)
    assert not fresh.data_dir.exists()


def test_one_that_was_never_finished_is_refused(saved: Path, fresh: Settings) -> None:
    (saved / NAME).rename(saved / f"{NAME}.unfinished")
    with pytest.raises(NotABackup, match="no whole backup"):
        restore_all(fresh, saved, unwatched)
    assert not fresh.data_dir.exists()


@pytest.mark.parametrize(
    "path", ["../outside", "/etc/cron.d/evil", "media/../../outside", ".", NAME]
)
def test_a_manifest_leads_nowhere_else(saved: Path, fresh: Settings, path: str) -> None:
    document = json.loads((saved / NAME).read_text())
    document["files"][1]["path"] = path
    (saved / NAME).write_text(json.dumps(document))
    with pytest.raises(NotABackup, match="leads out of the folder"):
        restore_all(fresh, saved, unwatched)


@pytest.mark.parametrize(
    "change", [{"format": 2}, {"migration": "many"}, {"more": 1}, {"files": []}]
)
def test_a_manifest_we_do_not_understand_is_refused(
    saved: Path, fresh: Settings, change: dict[str, object]
) -> None:
    document = json.loads((saved / NAME).read_text()) | change
    (saved / NAME).write_text(json.dumps(document))
    with pytest.raises(NotABackup):
        restore_all(fresh, saved, unwatched)


def test_what_would_not_fit_is_not_begun(
    saved: Path, fresh: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.backup.files.free_bytes", nearly_full)
    with pytest.raises(NoRoom):
        restore_all(fresh, saved, unwatched)
    assert files_below(fresh.data_dir) == set()


def test_after_a_failure_the_folder_is_empty_again(
    saved: Path, fresh: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError("No space left on device")

    with monkeypatch.context() as full:
        full.setattr("app.backup.restore._compare", fails)
        with pytest.raises(OSError, match="No space"):
            restore_all(fresh, saved, unwatched)
    assert files_below(fresh.data_dir) == set()
    restored(saved, fresh)


def test_the_server_does_not_start_beside_half_a_restore(fresh: Settings) -> None:
    fresh.data_dir.mkdir()
    (fresh.data_dir / UNFINISHED).touch()
    with pytest.raises(NotRestored, match="Empty the folder"):
        open_database(fresh)
    assert not fresh.database_path.exists()


async def test_after_a_restore_jobs_go_on_and_nothing_is_sent_twice(
    studio: Studio, clock: TurnableClock, fresh: Settings, tmp_path: Path
) -> None:
    """The first installation goes on after the backup, and then is lost."""
    ada = await live(studio)
    await studio.stop()
    settings = Settings(data_dir=studio.data_dir)
    manifest = save(settings, tmp_path / "saved", clock(), unwatched)
    await studio.start()
    [unsent] = [
        each
        for each in (await (await studio.again(ada)).http.get("/api/generations")).json()["items"]
        if each["prompt"] == "A film not yet sent"
    ]
    await until_done(studio, unsent["id"])
    await studio.close()
    assert restored(tmp_path / "saved", fresh) == 1

    second = await Studio(fresh.data_dir, clock, studio.demo).start()
    try:
        ada = await second.again(ada)
        ended = dict[str, Json]()
        for each in (await ada.http.get("/api/generations")).json()["items"]:
            await until_done(second, each["id"])
            ended[each["prompt"]] = await ada.status(each["id"])
        assert {prompt: each["state"] for prompt, each in ended.items()} == {
            "A lighthouse": "succeeded",
            "Say something": "succeeded",
            "A film on its way": "succeeded",
            "A film not yet sent": "unknown",
        }
        assert len(studio.demo.submits("A film not yet sent")) == 1
        assert len(studio.demo.submits("A film on its way")) == 1
        month = await ada.usage("month")
        assert month["spent_micros"] == manifest.sums.spent_micros + PRICE
        assert month["held_micros"] == manifest.sums.held_micros - PRICE
        for each in ended["A lighthouse"]["media"]:
            assert len((await ada.http.get(each["url"])).content) == each["bytes"]
    finally:
        await second.close()


def test_one_copy_takes_the_place_of_the_database(saved: Path, settings: Settings) -> None:
    before = read_file(settings.database_path, contents)
    media = files_below(settings.media_dir)
    copy = saved / "allucanget.duckdb"
    sums, aside, held_back = restore_database(settings, copy, NOW)
    assert (sums.generations, held_back) == (4, 1)
    assert aside is not None
    assert read_file(aside, contents) == before
    assert files_below(settings.media_dir) == media
    open_database(settings).close()


def test_a_damaged_database_is_put_aside_with_its_log(saved: Path, settings: Settings) -> None:
    settings.database_path.write_bytes(b"damaged")
    log = settings.data_dir / "allucanget.duckdb.wal"
    log.write_bytes(b"log")
    _, aside, _ = restore_database(settings, saved / "allucanget.duckdb", NOW)
    assert aside is not None
    assert aside.read_bytes() == b"damaged"
    assert Path(f"{aside}.wal").read_bytes() == b"log"
    assert not log.exists()
    open_database(settings).close()
    again = restore_database(settings, saved / "allucanget.duckdb", NOW + timedelta(seconds=1))
    assert again[1] not in (None, aside)


def test_a_copy_that_does_not_open_changes_nothing(settings: Settings, tmp_path: Path) -> None:
    before = files_below(settings.data_dir)
    (tmp_path / "copy.duckdb").write_bytes(b"nonsense" * 1000)
    with pytest.raises(UnreadableFile):
        restore_database(settings, tmp_path / "copy.duckdb", NOW)
    assert files_below(settings.data_dir) == before


def test_a_database_in_use_is_no_copy(settings: Settings, saved: Path) -> None:
    (saved / "allucanget.duckdb.wal").write_bytes(b"log")
    with pytest.raises(NotRestored, match="not a copy"):
        restore_database(settings, saved / "allucanget.duckdb", NOW)
