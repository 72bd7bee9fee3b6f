"""nginx as the documents say how to set it up: their very words, with the places filled in."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from getpass import getuser
from pathlib import Path

import pytest

from tests.conftest import ROOT

NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
PLACES = {"at the root": "", "below a path": "/studio"}
"""The paths to be served below. The second is the documents' example."""

NEEDED = pytest.mark.skipif(
    NGINX is None and os.environ.get("CI") != "true", reason="no nginx here (install it)"
)
PATIENCE = 30.0  # seconds

_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@contextmanager
def nginx(folder: Path, port: int, upstream: int, below: str) -> Generator[None]:
    """Serving at this port what another serves at `upstream`, `below` a path."""
    assert NGINX
    folder.mkdir()
    config = folder / "nginx.conf"
    config.write_text(_whole(folder, port, _location(below, upstream)), encoding="utf-8")
    process = subprocess.Popen([NGINX, "-c", config, "-e", folder / "log"])
    try:
        _wait_for(port, process, folder / "log")
        yield
    finally:
        process.terminate()
        process.wait(15)


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        assert process.poll() is None, log.read_text(encoding="utf-8")
        with suppress(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port)).close()
            return
        assert time.monotonic() < deadline, "nginx does not listen"
        time.sleep(0.02)


def _location(below: str, upstream: int) -> str:
    """What the documents show."""
    chapter = (ROOT / "docs/operate.md").read_text(encoding="utf-8").split("## Behind a proxy")[1]
    shown = re.search(r"^```nginx\n(.*?)^```$", chapter, re.M | re.S)
    assert shown
    text = shown[1].replace("http://127.0.0.1:8000;", f"http://127.0.0.1:{upstream};")
    assert text != shown[1]
    if not below:
        return text
    first = f"location {below}/ {{"
    assert f"`{first}`" in chapter
    return text.replace("location / {", first)


def _whole(folder: Path, port: int, location: str) -> str:
    """All else is nginx's own default, but for where it writes."""
    places = "\n".join(f"{name}_temp_path {folder}/{name};" for name in _TEMPORARY)
    return f"""
        user {getuser()};
        daemon off;
        pid {folder}/pid;
        events {{}}
        http {{
            access_log off;
            {places}
            server {{
                listen 127.0.0.1:{port};
                {location}
            }}
        }}
    """
