"""Where servers are born grown-up: `python -m tests.process.nursery`.

Most of what starting a server costs is a second of loading modules, and the tests of crashes start
many hundreds. So one process loads everything and waits, and a server is a fork of it. That is a
process like any other: a session, an environment, a log and a pid of its own, its `main` run from
the beginning, and SIGKILL as final. Nothing has been opened or begun before the fork; this process
has never had a second thread.
"""

import gc
import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType
from typing import Any, Self

from tests.process.processes import ROOT, Running, clean_environment

MAINS = ("app", "tests.process.crashing_app")


class Born:
    """A process of the nursery, with as much of `Popen` as the tests need."""

    def __init__(self, pid: int, end: Path) -> None:
        self.pid = pid
        self._end = end

    def poll(self) -> int | None:
        """Its exit code, below 0 a signal's; None while it lives."""
        return int(self._end.read_text()) if self._end.exists() else None

    def send_signal(self, sig: int, /) -> None:
        if self.poll() is None:
            os.kill(self.pid, sig)


class Nursery:
    """The nursery as its user sees it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"]},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Whatever still lives in it ends with it."""
        self._process.communicate()

    def python(self, module: str, *arguments: str, log: Path, **environment: str) -> Running:
        """`python -m …`, of what is loaded here."""
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_bytes(b"")
        order = {
            "module": module,
            "arguments": arguments,
            "log": str(log),
            "environment": clean_environment(log, environment),
        }
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(order) + "\n")
        born = Born(int(self._process.stdout.readline()), _end_of(log))
        return Running(born, f"{module} {' '.join(arguments)}", log)


def _end_of(log: Path) -> Path:
    return log.with_suffix(".end")


# -- inside it ----------------------------------------------------------------------------


def main() -> None:
    mains = {name: _main_of(name) for name in MAINS}
    gc.freeze()  # so that the forks go on sharing this memory
    alive: dict[int, Path] = {}

    def buried(_signal: int, _frame: FrameType | None) -> None:
        _write_down_ends(alive)

    signal.signal(signal.SIGCHLD, buried)
    for line in sys.stdin:
        order = json.loads(line)
        # An end in between would find nobody to write down.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
        [_] = Path("/proc/self/task").iterdir()  # a fork copies one thread of all there are
        pid = os.fork()
        if pid == 0:
            _begin(order)
            mains[order["module"]]()
            return
        alive[pid] = _end_of(Path(order["log"]))
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
    for pid in alive:
        os.killpg(pid, signal.SIGKILL)


def _main_of(module: str) -> Callable[[], None]:
    """The main function of a module, with everything loaded that a server needs."""
    import app.cli  # what app.__main__ leaves for later
    from app.__main__ import main as serve
    from tests.process.crashing_app import main as crash

    assert app.cli
    return {"app": serve, "tests.process.crashing_app": crash}[module]


def _begin(order: Mapping[str, Any]) -> None:
    """Be a new process in everything but what is loaded."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
    log = os.open(order["log"], os.O_WRONLY)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(source, target)
        os.set_inheritable(target, True)
    os.close(log)
    os.close(nothing)
    os.environ.clear()
    os.environ.update(order["environment"])
    random.seed()
    sys.argv = [order["module"], *order["arguments"]]


def _write_down_ends(alive: dict[int, Path]) -> None:
    """Note the exit code of each that has ended, for `Born.poll`."""
    while alive:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        end = alive.pop(pid)
        written = end.with_suffix(".writing")
        written.write_text(str(os.waitstatus_to_exitcode(status)))
        written.rename(end)


if __name__ == "__main__":
    main()
