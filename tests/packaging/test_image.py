"""What the image promises, as far as it can be seen without building it.

`make container-test` builds and runs it.
"""

import json
import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

from app import __version__

ROOT = Path(__file__).parent.parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
FINAL_STAGE = DOCKERFILE[DOCKERFILE.rindex("\nFROM ") :]


def test_all_that_is_copied_is_let_in_and_nothing_else() -> None:
    rules = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    let_in = {rule[1:] for rule in rules if rule.startswith("!")}
    copied = {
        source
        for line in re.findall(r"^COPY (?!--from)(.*)$", DOCKERFILE, re.M)
        for source in line.split()[:-1]
    }
    assert rules[1] == "*"
    assert copied == let_in
    assert all((ROOT / name).exists() for name in let_in)


def test_what_the_set_up_makes_is_made_anew_in_the_image() -> None:
    rules = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for name in ("static/vendor", "app/__pycache__", "app/db/__pycache__"):
        assert any(fnmatch(name, rule) for rule in rules[2:] if not rule.startswith("!"))


def test_the_server_itself_is_the_first_process_and_hears_sigterm() -> None:
    assert 'CMD ["python", "-m", "app", "serve"]' in FINAL_STAGE
    assert "STOPSIGNAL SIGTERM" in FINAL_STAGE


def test_it_runs_as_a_number_that_is_not_root() -> None:
    user = re.search(r"^USER (\d+):(\d+)$", FINAL_STAGE, re.M)
    assert user and "0" not in user.groups()


def test_the_volume_is_the_only_place_it_keeps_anything() -> None:
    assert re.findall(r"^VOLUME (.*)$", FINAL_STAGE, re.M) == ["/data"]
    assert "DATA_DIR=/data" in FINAL_STAGE


@pytest.mark.parametrize("name", sorted(path.name for path in ROOT.glob("requirements*.lock")))
def test_every_python_library_is_pinned_by_hash_and_no_host_is_named(name: str) -> None:
    lock = (ROOT / name).read_text(encoding="utf-8")
    pins = re.findall(r"^\S+==\S+.*?(?=^\S|\Z)", lock, re.M | re.S)
    assert pins
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []
    assert "://" not in lock


def test_what_runs_is_what_was_tested_whatever_the_python() -> None:
    run, dev = (
        re.findall(r"^(\S+)==(\S+)", (ROOT / name).read_text(encoding="utf-8"), re.M)
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert set(run) <= set(dev)
    # A second pin of a library would be for another Python, and nobody would have tried it.
    assert len(run) == len(dict(run))


def test_every_browser_library_is_pinned_by_hash_and_no_host_is_named() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    assert [name for name, package in packages.items() if "integrity" not in package] == []
    assert [name for name, package in packages.items() if "resolved" in package] == []


def test_every_file_that_names_our_version_names_the_same() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    package, lock = (
        json.loads((ROOT / name).read_text(encoding="utf-8"))
        for name in ("package.json", "package-lock.json")
    )
    told = (project["project"], package, lock, lock["packages"][""])
    assert {each["version"] for each in told} == {__version__}
