"""A real Chromium before a real server process, on the demo gateway, at the speed people see."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import pytest
import pytest_asyncio
from playwright.async_api import (
    Browser,
    BrowserContext,
    Page,
    ViewportSize,
    async_playwright,
    expect,
)

from bench import chromium
from tests.browser.people import sign_up
from tests.clocks import TurnableClock
from tests.sockets import free_port
from tests.studio import Studio, demo_for_tests

ROOT = Path(__file__).parent.parent.parent
CHROMIUM = (
    os.environ.get("CHROMIUM")
    or shutil.which("chromium")
    or shutil.which("chromium-browser")
    or shutil.which("google-chrome")
)
ARGUMENTS = [
    *chromium.ARGUMENTS,
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
Workers = Literal["allow", "block"]
NO_WORKER: Workers = "block"
"""The service worker fetches the whole app in each new browser, which takes it two seconds of
processor time: it may only where it is what a test, or the whole journey, is about."""

PATIENCE = 40_000  # milliseconds until something that should have appeared has not
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser these tests are left out; but never in CI."""
    if CHROMIUM is not None or os.environ.get("CI") == "true":
        return
    reason = "no Chromium here (set CHROMIUM, or install it)"
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.skipif(True, reason=reason))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    """The address of a fresh installation."""
    with serving(tmp_path_factory.mktemp("site")) as url:
        yield url


@contextmanager
def serving(folder: Path) -> Generator[str]:
    """The address of an installation with its data in this folder, started as `make run` does."""
    port = free_port()
    with server(folder, port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def server(folder: Path, port: int, **settings: str) -> Generator[subprocess.Popen[bytes]]:
    """Its process, serving at this port. Stopped at the end, if it is still there."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("OPENROUTER")
    } | {"DATA_DIR": str(folder / "data"), "PORT": str(port), "SIGNUP": "open", **settings}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "app", "serve"],
            cwd=ROOT,
            env=environment,
            stderr=log,
            stdout=log,
        )
    try:
        _wait_for(f"http://127.0.0.1:{port}", process, folder / "log")
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(15)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncGenerator[Browser]:
    assert CHROMIUM, "CI needs a Chromium: apt-get install chromium"
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield running
        await running.close()


@pytest.fixture(scope="module")
def workers() -> Workers:
    """Whether pages of this module have their service worker."""
    return NO_WORKER


@pytest_asyncio.fixture(loop_scope="module", params=["desktop", "phone"])
async def page(
    request: pytest.FixtureRequest, browser: Browser, site: str, workers: Workers
) -> AsyncGenerator[Page]:
    """A browser window of somebody new. Any error in the page fails the test."""
    async with window(browser, site, phone=request.param == "phone", workers=workers) as opened:
        yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def studio(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Studio]:
    """The app within the test, whose clock can be turned and whose gateway's faults be ordered."""
    clock = TurnableClock()
    # The page counts time by the browser's clock, which nobody turns.
    clock.now = datetime.now(UTC)
    folder = tmp_path_factory.mktemp("studio") / "data"
    yield (running := await Studio(folder, clock, demo_for_tests(clock)).start())
    await running.close()


@pytest_asyncio.fixture(loop_scope="module")
async def ada(browser: Browser, studio: Studio) -> AsyncGenerator[BrowserContext]:
    """Somebody new there, with a browser of her own. Any error in a page fails the test."""
    context = await browser.new_context(
        base_url=studio.url,
        viewport={"width": 1280, "height": 900},
        reduced_motion="reduce",
        service_workers=NO_WORKER,
    )
    broken: list[str] = []
    context.on("weberror", lambda error: broken.append(str(error.error)))
    await sign_up(context)
    yield context
    await context.close()
    studio.demo.reset()
    assert broken == []


@asynccontextmanager
async def window(
    browser: Browser, site: str, *, phone: bool, workers: Workers = NO_WORKER
) -> AsyncGenerator[Page]:
    """A browser of its own, dark on a desk and light on a phone, that has no errors."""
    size: ViewportSize = {"width": 360, "height": 740} if phone else {"width": 1280, "height": 860}
    context = await browser.new_context(
        base_url=f"{site}/",
        viewport=size,
        has_touch=phone,
        color_scheme="light" if phone else "dark",
        service_workers=workers,
    )
    context.set_default_timeout(PATIENCE)
    opened = await context.new_page()
    broken: list[str] = []
    opened.on("pageerror", lambda error: broken.append(str(error)))
    yield opened
    await context.close()
    assert broken == []


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(900):
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(f"{url}/readyz"):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(log.read_text())
