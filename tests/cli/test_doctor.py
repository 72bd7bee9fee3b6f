"""`doctor` finds what is wrong, says what to do, and changes nothing."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import cli, doctor
from app.main import open_database
from app.settings import Settings

Doctor = Callable[..., Result]


@pytest.fixture
def see(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Doctor:
    def looked(**settings: str) -> Result:
        monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
        monkeypatch.setenv("PORT", "0")
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        return CliRunner().invoke(cli, ["doctor"])

    return looked


def line(result: Result, what: str) -> str:
    [found] = [each for each in result.output.splitlines() if f"  {what}: " in each]
    return found


def test_all_is_well_before_the_first_start_and_nothing_is_made(
    see: Doctor, tmp_path: Path
) -> None:
    seen = see()
    assert seen.exit_code == 0, seen.output
    assert "There is none yet" in line(seen, "database")
    assert line(seen, "gateway").startswith("look")
    assert list(tmp_path.iterdir()) == []


def test_a_database_is_opened_and_left_as_it_is(see: Doctor, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    settings.data_dir.mkdir()
    open_database(settings).close()
    before = settings.database_path.read_bytes()
    seen = see()
    assert line(seen, "database").startswith("ok"), seen.output
    assert settings.database_path.read_bytes() == before


def test_a_damaged_database_is_told_with_the_way_out(see: Doctor, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    settings.data_dir.mkdir()
    settings.database_path.write_bytes(b"no database at all" * 1000)
    seen = see()
    assert seen.exit_code == 1
    assert "`restore`" in line(seen, "database")


def test_a_full_disk_is_told(see: Doctor) -> None:
    seen = see(MIN_FREE_BYTES=str(1 << 60))
    assert seen.exit_code == 1
    assert "Make room" in line(seen, "disk")


@pytest.mark.skipif(os.getuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_told(see: Doctor, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o500)
    seen = see()
    assert seen.exit_code == 1
    assert "cannot be written" in line(seen, "DATA_DIR")


def test_a_gateway_that_nobody_answers_at_is_told(see: Doctor) -> None:
    seen = see(OPENROUTER_API_KEY="sk-or-secret", OPENROUTER_BASE_URL="http://127.0.0.1:9/api/v1")
    assert seen.exit_code == 1
    assert "OPENROUTER_BASE_URL" in line(seen, "gateway")
    assert "sk-or-secret" not in seen.output


def test_a_missing_codec_is_told(see: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "DECODERS", ("h264", "smellovision"))
    seen = see()
    assert seen.exit_code == 1
    assert "smellovision" in line(seen, "films")


def test_settings_that_cannot_be_used_are_named(see: Doctor) -> None:
    seen = see(MIN_FREE_BYTES="much")
    assert seen.exit_code == 1
    assert "MIN_FREE_BYTES" in seen.stderr
