"""Settings from the environment and from files; what cannot be used stops the start in words."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import cli
from app.settings import Settings


@pytest.fixture(autouse=True)
def nothing_else(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(f"{name.upper()}_FILE", raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))


def started(monkeypatch: pytest.MonkeyPatch, **environment: str) -> Result:
    """How a start that is expected to be refused ends."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    ended = CliRunner().invoke(cli, ["serve"])
    assert ended.exit_code == 1
    assert ended.exception is None or isinstance(ended.exception, SystemExit)
    return ended


def test_a_secret_may_come_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("sk-or-one\n")
    monkeypatch.setenv("OPENROUTER_API_KEY_FILE", str(tmp_path / "key"))
    settings = Settings()
    assert settings.openrouter_api_key is not None
    assert settings.openrouter_api_key.get_secret_value() == "sk-or-one"
    assert not settings.demo


def test_what_is_said_outright_counts_more_than_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "signup").write_text("closed")
    monkeypatch.setenv("SIGNUP_FILE", str(tmp_path / "signup"))
    assert Settings().signup == "closed"
    monkeypatch.setenv("SIGNUP", "open")
    assert Settings().signup == "open"


def test_what_is_empty_is_not_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("\n")
    monkeypatch.setenv("OPENROUTER_API_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("PUBLIC_URL_FILE", "")
    monkeypatch.setenv("SIGNUP", "")
    settings = Settings()
    assert settings.demo
    assert settings.public_url is None
    assert settings.signup == "approval"


def test_every_setting_that_makes_no_sense_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = started(monkeypatch, PORT="99999", SIGNUP="maybe", OPENROUTER_BASE_URL="junk")
    faults = ended.stderr.splitlines()
    assert faults[0] == "These settings cannot be used:"
    assert sorted(line.split(":")[0].strip() for line in faults[1:]) == [
        "OPENROUTER_BASE_URL",
        "PORT",
        "SIGNUP",
    ]


def test_a_file_that_cannot_be_read_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ended = started(monkeypatch, SECRET_KEY_FILE=str(tmp_path / "nowhere"))
    assert ended.stderr.startswith(f"SECRET_KEY_FILE: {tmp_path / 'nowhere'} cannot be read")


def test_a_folder_that_cannot_be_made_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    ended = started(monkeypatch, DATA_DIR=str(tmp_path / "file" / "data"))
    assert ended.stderr.startswith("DATA_DIR cannot be used: ")
