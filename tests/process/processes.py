"""Real processes: started by a test, watched through what they print, killed by their own id."""

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Protocol, Self, TypeVar

T = TypeVar("T")

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 90.0
"""Seconds after which something that should have happened has not, on a busy machine too."""


async def eventually(look: Callable[[], Awaitable[T | None]], *, within: float = PATIENCE) -> T:
    """What `look` finds, as soon as it finds anything. Raises TimeoutError."""
    async with asyncio.timeout(within):
        while True:
            if found := await look():
                return found
            await asyncio.sleep(0.02)


class Process(Protocol):
    """What we need of one, however it was started."""

    @property
    def pid(self) -> int: ...

    def poll(self) -> int | None: ...

    def send_signal(self, sig: int, /) -> None: ...


class Running:
    """A process in a group of its own, printing into a file."""

    def __init__(self, process: Process, command: str, log: Path) -> None:
        self._process = process
        self._command = command
        self._log = log

    @classmethod
    def command(cls, *command: str, log: Path, **environment: str) -> Self:
        """Start any command."""
        return cls.within(ROOT, *command, log=log, **environment)

    @classmethod
    def within(cls, folder: Path, /, *command: str, log: Path, **environment: str) -> Self:
        """`command`, in another folder than ours."""
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=clean_environment(log, environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return cls(process, " ".join(command), log)

    @property
    def output(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    async def says(self, pattern: str, *, within: float = PATIENCE) -> "re.Match[str]":
        """Wait until what it printed matches `pattern`."""

        def heard() -> "re.Match[str] | None":
            alive = self.alive  # before looking: what is said last is still heard
            found = re.search(pattern, self.output)
            assert found or alive, self._told(f"ended before it said {pattern!r}")
            return found

        return await self._until(heard, f"has not said {pattern!r}", within)

    def kill(self) -> None:
        """`kill -9`: at once, without a word, and without its children being told."""
        self._process.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """What `docker stop`, systemd and Ctrl-C send first."""
        self._process.send_signal(signal.SIGTERM)

    async def ended(self, *, within: float = PATIENCE) -> int:
        """Wait for its end and for that of its children. Its exit code; below 0 a signal's."""
        await self._until(lambda: not self.alive and not self._group_lives(), "lives", within)
        return self._code

    async def killed(self) -> None:
        """Wait until it has died of SIGKILL."""
        await self._until(lambda: not self.alive, "lives", PATIENCE)
        code = self._code
        assert code == -signal.SIGKILL, self._told(f"was not killed, but ended with {code}")

    def sweep_up(self) -> None:
        """After a test, however that ended: leave neither it nor a child of it running."""
        if self.alive:
            os.killpg(self._process.pid, signal.SIGKILL)
        while self.alive:
            time.sleep(0.01)

    @property
    def _code(self) -> int:
        code = self._process.poll()
        assert code is not None, self._told("lives")
        return code

    async def _until(self, look: Callable[[], T | None], complaint: str, within: float) -> T:
        async def looked() -> T | None:
            return look()

        try:
            return await eventually(looked, within=within)
        except TimeoutError:
            raise AssertionError(self._told(f"{complaint} after {within} s")) from None

    def _group_lives(self) -> bool:
        try:
            os.killpg(self._process.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def _told(self, what: str) -> str:
        return f"{self._command} {what}. It said:\n{self.output[-6000:]}"


def python(*arguments: str, log: Path, **environment: str) -> Running:
    """`python -m …`, with the interpreter of the tests."""
    return Running.command(sys.executable, "-m", *arguments, log=log, **environment)


def clean_environment(log: Path, settings: Mapping[str, str]) -> dict[str, str]:
    """Nothing else of ours: a setting of whoever runs the tests must not reach it."""
    return {"PATH": os.environ["PATH"], "HOME": str(log.parent), **settings}
