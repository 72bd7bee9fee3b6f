"""Saving: everything that is named, checked by its checksum, whole or not at all."""

import hashlib
import stat
from pathlib import Path

import pytest

from app.backup import save as saving
from app.backup.files import NoRoom, unwatched
from app.backup.manifest import NAME, Manifest, read_manifest
from app.backup.save import NotSaved, save
from app.db.contents import contents, read_file
from app.settings import Settings
from tests.backup.conftest import NOW, files_below, nearly_full


def a_picture(settings: Settings) -> Path:
    return next(
        path for path in sorted(settings.media_dir.rglob("*")) if path.is_file() and not path.suffix
    )


def saved_from(settings: Settings, target: Path) -> Manifest:
    manifest = save(settings, target, NOW, unwatched)
    assert read_manifest(target) == manifest
    return manifest


def test_all_that_is_there_is_saved_and_told_by_checksum(
    settings: Settings, tmp_path: Path
) -> None:
    target = tmp_path / "a" / "new" / "one"
    manifest = saved_from(settings, target)
    media = {f"media/{path}" for path in files_below(settings.media_dir)}
    demo = {f"demo/{path}" for path in files_below(settings.data_dir / "demo")}
    assert len(media) == 4, "two pictures, each with its thumbnail"
    assert len(demo) == 1
    named = {"allucanget.duckdb", "secret_key"} | media | demo
    assert {each.path for each in manifest.files} == named
    assert files_below(target) == named | {NAME}
    for each in manifest.files:
        content = (target / each.path).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (each.bytes, each.sha256)
    assert (manifest.missing, manifest.damaged) == ((), ())
    whole = read_file(settings.database_path, contents)
    assert read_file(target / "allucanget.duckdb", contents) == whole
    assert manifest.rows == {name: table.rows for name, table in whole.tables.items()}
    assert (manifest.sums.users, manifest.sums.generations, manifest.sums.media) == (1, 4, 2)
    assert manifest.sums.spent_micros > 0
    assert manifest.sums.held_micros > 0


def test_nobody_else_can_read_it_and_the_manifest_holds_no_secret(
    settings: Settings, tmp_path: Path
) -> None:
    saved_from(settings, tmp_path / "saved")
    secret = (settings.data_dir / "secret_key").read_text()
    assert secret not in (tmp_path / "saved" / NAME).read_text()
    for path in (tmp_path / "saved", tmp_path / "saved" / "secret_key"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


def test_the_installation_is_left_as_it_was(settings: Settings, tmp_path: Path) -> None:
    before = files_below(settings.data_dir)
    first = saved_from(settings, tmp_path / "first")
    assert files_below(settings.data_dir) == before
    second = saved_from(settings, tmp_path / "second")
    assert (first.rows, first.sums) == (second.rows, second.sums)


def test_it_may_be_saved_into_a_folder_that_is_there_and_empty(
    settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "disk" / "lost+found").mkdir(parents=True)
    saved_from(settings, tmp_path / "disk")


def test_a_folder_that_is_not_empty_is_refused(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").touch()
    with pytest.raises(NotSaved, match="is not empty"):
        save(settings, tmp_path / "full", NOW, unwatched)
    assert files_below(tmp_path / "full") == {"notes.txt"}


def test_where_nothing_is_nothing_is_saved(fresh: Settings, tmp_path: Path) -> None:
    with pytest.raises(NotSaved, match="There is no database"):
        save(fresh, tmp_path / "saved", NOW, unwatched)
    assert not (tmp_path / "saved").exists()


def test_files_that_are_missing_or_damaged_already_are_named(
    settings: Settings, tmp_path: Path
) -> None:
    gone = a_picture(settings)
    gone.unlink()
    damaged = a_picture(settings)
    damaged.write_bytes(b"mould")
    manifest = saved_from(settings, tmp_path / "saved")
    assert manifest.missing == (gone.relative_to(settings.data_dir).as_posix(),)
    assert manifest.damaged == (damaged.relative_to(settings.data_dir).as_posix(),)
    kept = tmp_path / "saved" / manifest.damaged[0]
    assert kept.read_bytes() == b"mould", "better than nothing"


def test_what_would_not_fit_is_not_begun(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.backup.files.free_bytes", nearly_full)
    with pytest.raises(NoRoom, match="this needs"):
        save(settings, tmp_path / "saved", NOW, unwatched)
    assert files_below(tmp_path / "saved") == set()


def test_after_a_failure_nothing_is_left(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupted(BaseException):
        pass

    def interrupted(*_: object) -> None:
        raise Interrupted

    monkeypatch.setattr(saving.Manifest, "write", interrupted)
    with pytest.raises(Interrupted):
        save(settings, tmp_path / "saved", NOW, unwatched)
    assert files_below(tmp_path / "saved") == set()
