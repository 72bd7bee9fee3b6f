"""The processes that are measured: the app, and the demo gateway behind it."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

ROOT = Path(__file__).parent.parent
ACCOUNT = {"email": "bench@example.org", "password": "correct horse battery staple"}


@dataclass(frozen=True)
class Town:
    """Where everybody lives. `app_pid` is for reading its memory and its CPU time."""

    app: str
    gateway: str
    app_pid: int


@contextmanager
def town(token_delay: float) -> Generator[Town]:
    """Start both, and stop both."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        gateway_port, app_port = _free_port(), _free_port()
        gateway = ["-m", "app.demo", "--port", str(gateway_port)]
        pace = ["--token-delay", str(token_delay), "--first-token-after", "0"]
        stack.enter_context(_process([*gateway, *pace], {}))
        gateway_url = f"http://127.0.0.1:{gateway_port}/api/v1"
        settings = {
            "DATA_DIR": folder,
            "PORT": str(app_port),
            "OPENROUTER_BASE_URL": gateway_url,
            "OPENROUTER_API_KEY": "sk-bench",
            "LOG_LEVEL": "warning",
        }
        app = stack.enter_context(_process(["-m", "app", "serve"], settings))
        _wait_for(f"{gateway_url}/models")
        _wait_for(f"http://127.0.0.1:{app_port}/readyz")
        yield Town(f"http://127.0.0.1:{app_port}", gateway_url, app.pid)


@contextmanager
def app_alone(folder: Path) -> Generator[Town]:
    """The app on this data folder. Nobody answers at its gateway's address."""
    app_port, nobody = _free_port(), f"http://127.0.0.1:{_free_port()}/api/v1"
    settings = {
        "DATA_DIR": str(folder),
        "PORT": str(app_port),
        "OPENROUTER_BASE_URL": nobody,
        "OPENROUTER_API_KEY": "sk-bench",
        "LOG_LEVEL": "error",
    }
    with _process(["-m", "app", "serve"], settings) as app:
        _wait_for(f"http://127.0.0.1:{app_port}/readyz")
        yield Town(f"http://127.0.0.1:{app_port}", nobody, app.pid)


@contextmanager
def app_on_demo(folder: Path) -> Generator[str]:
    """The address of the app on this data folder, with the demo gateway inside it."""
    port = _free_port()
    settings = {"DATA_DIR": str(folder), "PORT": str(port), "LOG_LEVEL": "error"}
    with _process(["-m", "app", "serve"], settings):
        _wait_for(f"http://127.0.0.1:{port}/readyz")
        yield f"http://127.0.0.1:{port}"


async def sign_in(app: str, http: aiohttp.ClientSession) -> dict[str, str]:
    """The headers of somebody signed in."""
    await http.post(f"{app}/api/auth/register", json=ACCOUNT)
    form = {"username": ACCOUNT["email"], "password": ACCOUNT["password"]}
    async with http.post(f"{app}/api/auth/token", data=form) as answer:
        token = (await answer.json())["access_token"]
    return {"Authorization": f"Bearer {token}"}


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rss_mib(pid: int) -> float:
    """Resident memory of a process."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


@contextmanager
def _process(arguments: list[str], settings: dict[str, str]) -> Generator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, env=os.environ | settings, stdout=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(15)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(url: str) -> None:
    for _ in range(200):
        try:
            with urllib.request.urlopen(url):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(url)
