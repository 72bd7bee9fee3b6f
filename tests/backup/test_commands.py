"""The command line: sentences, and exit codes that a script can trust."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import cli
from app.settings import Settings
from tests.backup.conftest import files_below


def run(monkeypatch: pytest.MonkeyPatch, settings: Settings, *arguments: object) -> Result:
    monkeypatch.setenv("DATA_DIR", str(settings.data_dir))
    return CliRunner().invoke(cli, [str(each) for each in arguments])


def test_a_round_trip_tells_what_it_did(
    settings: Settings, fresh: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = run(monkeypatch, settings, "backup", tmp_path / "saved")
    assert saved.exit_code == 0, saved.output
    assert "1 users, 4 generations, 2 media files" in saved.stdout
    assert "set aside" in saved.stdout
    restored = run(monkeypatch, fresh, "restore", tmp_path / "saved")
    assert restored.exit_code == 0, restored.output
    assert "1 users, 4 generations, 2 media files" in restored.stdout
    assert "1 requests were still waiting to be sent" in restored.stdout
    assert saved.stdout.splitlines()[-1] in restored.stdout, "the same sums of money"
    verified = run(monkeypatch, fresh, "ledger", "verify")
    assert verified.exit_code == 0, verified.output


def test_missing_files_end_with_3_and_are_named(
    settings: Settings, fresh: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in settings.media_dir.rglob("*.thumbnail"):
        path.unlink()
    saved = run(monkeypatch, settings, "backup", tmp_path / "saved")
    assert saved.exit_code == 3
    assert saved.stderr.count("was missing already") == 2
    restored = run(monkeypatch, fresh, "restore", tmp_path / "saved")
    assert restored.exit_code == 3
    assert restored.stderr == saved.stderr


def test_a_refusal_is_a_sentence_and_ends_with_1(
    settings: Settings, fresh: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = run(monkeypatch, fresh, "backup", tmp_path / "saved")
    assert refused.exit_code == 1
    assert refused.stderr.startswith("There is no database at")
    refused = run(monkeypatch, settings, "backup", settings.data_dir)
    assert (refused.exit_code, refused.stderr.count("\n")) == (1, 1)
    refused = run(monkeypatch, fresh, "restore", tmp_path / "nothing")
    assert refused.exit_code == 1
    assert "no whole backup" in refused.stderr
    assert not fresh.data_dir.exists()


def test_one_copy_of_the_database_is_enough_to_go_back(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(monkeypatch, settings, "backup", tmp_path / "saved")
    copy = tmp_path / "saved" / "allucanget.duckdb"
    settings.database_path.write_bytes(b"damaged")
    restored = run(monkeypatch, settings, "restore", copy)
    assert restored.exit_code == 0, restored.output
    assert "Kept the one that was there" in restored.stdout
    assert "4 generations" in restored.stdout
    assert any("replaced" in name for name in files_below(settings.data_dir))


def test_the_server_says_why_it_does_not_start(
    fresh: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh.data_dir.mkdir()
    (fresh.data_dir / "restore-unfinished").touch()
    refused = run(monkeypatch, fresh, "serve")
    assert refused.exit_code == 1
    assert "was interrupted" in refused.stderr
