"""What the two commands of the README promise, beyond what the set-up does."""

import os
import re
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SECONDS_TO_STOP = 10  # then a container is killed
SECONDS_TO_START = 30


@pytest.fixture
def running(tmp_path: Path) -> Generator[subprocess.Popen[bytes]]:
    """`make run`, answering, in a process group of its own."""
    port = _free_port()
    # These would tell the inner make that it is part of an outer one.
    environment = {name: value for name, value in os.environ.items() if "MAKE" not in name}
    process = subprocess.Popen(
        # The set-up is not this test's business: it may be another checkout's libraries.
        ["make", "--assume-old=setup", "run"],
        cwd=ROOT,
        env=environment | {"PORT": str(port), "DATA_DIR": str(tmp_path / "data")},
        start_new_session=True,
    )
    try:
        _wait_until_it_answers(f"http://127.0.0.1:{port}/healthz", process)
        yield process
    finally:
        if _group_lives(process.pid):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


Stop = Callable[[int, int], None]


@pytest.mark.parametrize("send", [os.kill, os.killpg], ids=["make alone", "its whole group"])
def test_sigterm_ends_everything_make_run_started(
    running: subprocess.Popen[bytes], tmp_path: Path, send: Stop
) -> None:
    assert (tmp_path / "data/allucanget.duckdb").exists()
    begin = time.monotonic()
    send(running.pid, signal.SIGTERM)
    running.wait(SECONDS_TO_STOP)
    assert not _group_lives(running.pid)
    assert time.monotonic() - begin < SECONDS_TO_STOP


def test_every_command_the_documents_name_is_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    documents = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    named = {
        name
        for document in documents
        for name in re.findall(r"(?:^|`)make ([a-z-]+)", document.read_text(), re.M)
    }
    assert {"run", "test"} <= named <= targets


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def _wait_until_it_answers(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            with urllib.request.urlopen(url, timeout=1) as answer:
                assert answer.status == 200
                return
        except OSError:
            assert process.poll() is None, "it did not start"
            assert time.monotonic() < deadline, "it does not answer"
            time.sleep(0.1)


def _group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
