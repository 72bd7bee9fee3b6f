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
from typing import IO

import aiohttp

ROOT = Path(__file__).parent.parent
ACCOUNT = {"email": "bench@example.org", "password": "correct horse battery staple"}
UNLIMITED = "professional"
"""The tier that knows neither budgets nor limits of requests."""


@dataclass(frozen=True)
class Town:
    """Where everybody lives. `app_pid` is for reading its memory and its CPU time."""

    app: str
    gateway: str
    app_pid: int


@contextmanager
def town(
    token_delay: float = 0,
    *gateway_options: str,
    folder: Path | None = None,
    log: IO[bytes] | None = None,
    **settings: str,
) -> Generator[Town]:
    """Start both, and stop both. The data is in `folder`, by default a new one that passes."""
    with ExitStack() as stack:
        folder = folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        port = _free_port()
        pace = ["--token-delay", str(token_delay), "--first-token-after", "0"]
        gateway = ["-m", "app.demo", "--port", str(port), *pace, *gateway_options]
        stack.enter_context(_process(gateway, {}))
        gateway_url = f"http://127.0.0.1:{port}/api/v1"
        _wait_for(f"{gateway_url}/models")
        yield stack.enter_context(app_at(gateway_url, folder, log=log, **settings))


@contextmanager
def app_at(
    gateway: str, folder: Path, log: IO[bytes] | None = None, **settings: str
) -> Generator[Town]:
    """The app on this data folder, and on the gateway at this address."""
    port = _free_port()
    environment = {
        "DATA_DIR": str(folder),
        "PORT": str(port),
        "OPENROUTER_BASE_URL": gateway,
        "OPENROUTER_API_KEY": "sk-bench",
        "LOG_LEVEL": "warning",
        "SIGNUP": "open",
    }
    with _process(["-m", "app", "serve"], environment | settings, log) as app:
        _wait_for(f"http://127.0.0.1:{port}/readyz")
        yield Town(f"http://127.0.0.1:{port}", gateway, app.pid)


@contextmanager
def app_alone(folder: Path, secret: str = "") -> Generator[Town]:
    """The app on this data folder. Nobody answers at its gateway's address."""
    nobody = f"http://127.0.0.1:{_free_port()}/api/v1"
    with app_at(nobody, folder, LOG_LEVEL="error", SECRET_KEY=secret) as place:
        yield place


@contextmanager
def app_on_demo(folder: Path) -> Generator[str]:
    """The address of the app on this data folder, with the demo gateway inside it."""
    port = _free_port()
    settings = {"DATA_DIR": str(folder), "PORT": str(port), "LOG_LEVEL": "error"}
    with _process(["-m", "app", "serve"], settings):
        _wait_for(f"http://127.0.0.1:{port}/readyz")
        yield f"http://127.0.0.1:{port}"


def cold_start(folder: Path) -> float:
    """Seconds from starting the app on this data folder to its first answer of being alive."""
    port = _free_port()
    settings = {"DATA_DIR": str(folder), "PORT": str(port), "LOG_LEVEL": "error"}
    begun = time.perf_counter()
    with _process(["-m", "app", "serve"], settings):
        _wait_for(f"http://127.0.0.1:{port}/healthz", every=0.005)
        return time.perf_counter() - begun


async def sign_in(app: str, http: aiohttp.ClientSession) -> dict[str, str]:
    """The headers of somebody signed in, whom no limits hold up."""
    await http.post(f"{app}/api/auth/register", json=ACCOUNT)
    form = {"username": ACCOUNT["email"], "password": ACCOUNT["password"]}
    async with http.post(f"{app}/api/auth/token", data=form) as answer:
        signed_in = {"Authorization": f"Bearer {(await answer.json())['access_token']}"}
    async with http.get(f"{app}/api/auth/me", headers=signed_in) as answer:
        me = f"{app}/api/admin/users/{(await answer.json())['id']}"
    async with http.patch(me, json={"tier": UNLIMITED}, headers=signed_in) as answer:
        answer.raise_for_status()
    return signed_in


@contextmanager
def _process(
    arguments: list[str], settings: dict[str, str], log: IO[bytes] | None = None
) -> Generator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | settings,
        stdout=log or subprocess.DEVNULL,
        stderr=log,
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


def _wait_for(url: str, every: float = 0.1) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url):
                return
        except OSError:
            time.sleep(every)
    raise TimeoutError(url)
