"""What `scripts/bootstrap.sh` promises, with tools that only note down what they were asked."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
ORDINARY = (
    "bash",
    "cat",
    "chmod",
    "cksum",
    "cp",
    "cut",
    "dirname",
    "flock",
    "mkdir",
    "rm",
    "sleep",
)
LOCKS = ("requirements.lock", "requirements-dev.lock", "package-lock.json", "scripts/vendor.mjs")

PYTHON = """#!/bin/bash
case "$1 $2 $3" in
  "-m venv "*) mkdir -p "$3/bin"; cp "$0" "$3/bin/python" ;;
  "-m pip --version") ;;
  "-m pip install")
    echo "pip ${!#}" >>"$NOTES"
    echo half >.venv/half
    # A child of the installer, and its number, for those who end the installer.
    sleep "${INSTALLING:-0}" & echo $! >.venv/child
    wait
    exit "${STATUS:-0}" ;;
esac
"""
NPM = '#!/bin/bash\necho "npm $*" >>"$NOTES"; mkdir -p node_modules\n'
NODE = '#!/bin/bash\nif [ "$1" = -e ]; then echo true; else mkdir -p static/vendor; fi\n'
BROKEN = '#!/bin/bash\necho "pyenv: command not found" >&2; exit 127\n'


@dataclass
class Checkout:
    """A copy of what the set-up reads, in a folder with a space in its name."""

    folder: Path
    tools: Path

    def tool(self, name: str, script: str) -> None:
        (self.tools / name).write_text(script)
        (self.tools / name).chmod(0o755)

    def begin(self, which: str = "run", **environment: str) -> subprocess.Popen[str]:
        """Start it from somewhere else, with no other tools than ours in reach."""
        return subprocess.Popen(
            [self.folder / "scripts/bootstrap.sh", which],
            cwd="/",
            env={"PATH": str(self.tools), "NOTES": str(self.tools / "notes")} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, which: str = "run", **environment: str) -> tuple[int, str]:
        """Its exit status and what it said."""
        process = self.begin(which, **environment)
        said, _ = process.communicate(timeout=30)
        return process.returncode, said

    def prepare(self, which: str = "run") -> None:
        status, said = self.run(which)
        assert status == 0, said

    @property
    def notes(self) -> list[str]:
        """What the tools were asked to install, in order."""
        notes = self.tools / "notes"
        return notes.read_text().splitlines() if notes.exists() else []


@pytest.fixture
def checkout(tmp_path: Path) -> Generator[Checkout]:
    made = Checkout(tmp_path / "a folder", tmp_path / "tools")
    (made.folder / "scripts").mkdir(parents=True)
    made.tools.mkdir()
    shutil.copy2(ROOT / "scripts/bootstrap.sh", made.folder / "scripts")
    for lock in LOCKS:
        (made.folder / lock).write_text(lock)
    for name in ORDINARY:
        (made.tools / name).symlink_to(shutil.which(name) or name)
    made.tool("env", f'#!{shutil.which("bash")}\nexec "$@"\n')
    made.tool("python3", PYTHON)
    made.tool("npm", NPM)
    made.tool("node", NODE)
    yield made


def test_a_second_set_up_has_nothing_to_do(checkout: Checkout) -> None:
    checkout.prepare()
    begin = time.monotonic()
    checkout.prepare()
    assert time.monotonic() - begin < 1
    assert [note.split()[0] for note in checkout.notes] == ["pip", "npm"]


def test_what_running_needs_is_part_of_what_developing_needs(checkout: Checkout) -> None:
    checkout.prepare("dev")
    checkout.prepare("run")
    assert [note.split()[-1] for note in checkout.notes] == [
        "requirements-dev.lock",
        "--no-progress",
    ]


def test_running_alone_installs_no_tools_of_development(checkout: Checkout) -> None:
    checkout.prepare("run")
    assert [note.split()[-1] for note in checkout.notes] == ["requirements.lock", "--omit=dev"]


@pytest.mark.parametrize(("lock", "tool"), [(LOCKS[0], "pip"), (LOCKS[2], "npm")])
def test_a_changed_lock_is_installed_and_so_is_the_old_one_again(
    checkout: Checkout, lock: str, tool: str
) -> None:
    for content in ("old", "new", "old"):
        (checkout.folder / lock).write_text(content)
        checkout.prepare()
    assert sum(note.startswith(tool) for note in checkout.notes) == 3


def test_what_an_installer_left_half_done_is_begun_anew(checkout: Checkout) -> None:
    status, _ = checkout.run(STATUS="1")
    assert status != 0
    (checkout.folder / ".venv/half-a-library").touch()
    checkout.prepare()
    assert not (checkout.folder / ".venv/half-a-library").exists()


def test_a_signal_ends_the_installers_too(checkout: Checkout) -> None:
    process = checkout.begin(INSTALLING="60")
    noted = checkout.folder / ".venv/child"
    _until(lambda: noted.exists() and noted.read_text().strip() != "")
    process.terminate()
    process.communicate(timeout=5)
    assert process.returncode == 128 + signal.SIGTERM
    _until(lambda: not _lives(int(noted.read_text())))
    checkout.prepare()


def test_of_two_at_once_one_waits_and_finds_all_done(checkout: Checkout) -> None:
    both = [checkout.begin(INSTALLING="0.5") for _ in range(2)]
    said = [process.communicate(timeout=30)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert len(checkout.notes) == 2
    assert sum("waiting for it" in words for words in said) == 1


def test_without_node_it_says_so_before_the_long_part(checkout: Checkout) -> None:
    (checkout.tools / "npm").unlink()
    status, said = checkout.run()
    assert status != 0
    assert "Node.js 20 or newer with npm is needed" in said
    assert checkout.notes == []


def test_a_python_that_does_not_run_is_passed_over(checkout: Checkout) -> None:
    checkout.tool("python3.12", PYTHON)
    checkout.tool("python3", BROKEN)
    checkout.prepare()
    assert (checkout.folder / ".venv/bin/python").exists()


def test_without_a_python_it_says_so(checkout: Checkout) -> None:
    checkout.tool("python3", BROKEN)
    status, said = checkout.run()
    assert status != 0
    assert "Python 3.11 or newer is needed" in said


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.01)
