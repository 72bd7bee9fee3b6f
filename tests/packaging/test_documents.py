"""What the documents promise about settings, commands and each other."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import typer
from pydantic.fields import FieldInfo

from app.cli import cli
from app.settings import Settings

ROOT = Path(__file__).parent.parent.parent
OPERATE = (ROOT / "docs/operate.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_documented_with_its_default(name: str) -> None:
    row = re.search(rf"^\| `{name.upper()}` \| (.*?) ?\| \S", OPERATE, re.M)
    assert row, f"docs/operate.md has no row for {name.upper()}"
    default = _shown_default(Settings.model_fields[name])
    if default is not None:
        assert row[1] == (f"`{default}`" if default else "")


def test_no_document_speaks_of_a_setting_that_is_not_there() -> None:
    documented = set(re.findall(r"^\| `([A-Z][A-Z_]+)` \|", OPERATE, re.M))
    assert documented == {name.upper() for name in Settings.model_fields}


def test_every_command_is_documented() -> None:
    documented = re.findall(r"^\| `([a-z][a-z -]+)[^`]*` \|", OPERATE, re.M)
    assert {name.strip() for name in documented} == set(_commands(cli))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text(encoding="utf-8"))
    local = [target for target in targets if "://" not in target]
    assert [target for target in local if not (document.parent / target).exists()] == []


def test_decisions_are_numbered_and_each_says_why_what_and_what_follows() -> None:
    decisions = sorted((ROOT / "docs/decisions").glob("*.md"))
    assert [path.name[:4] for path in decisions] == [
        f"{number:04}" for number in range(1, len(decisions) + 1)
    ]
    for path in decisions:
        headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.M)
        assert headings[0].startswith(path.name[:4])
        assert headings[1:] == ["Context", "Decision", "Consequences"]


def _commands(app: typer.Typer) -> Iterator[str]:
    """All of them, such as `ledger verify`."""
    for command in app.registered_commands:
        assert command.callback is not None
        yield command.name or command.callback.__name__.replace("_", "-")
    for group in app.registered_groups:
        assert group.typer_instance is not None
        for name in _commands(group.typer_instance):
            yield f"{group.name} {name}"


def _shown_default(field: FieldInfo) -> str | None:
    """As the table shows it. Empty for none, None for one that follows from another setting."""
    if field.default_factory is not None:
        return None
    match field.default:
        case None | "":
            return ""
        case timedelta() as duration:
            return f"{duration.total_seconds():g}"
        case other:
            return str(other)
