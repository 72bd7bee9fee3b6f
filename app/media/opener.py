"""Has foreign files opened by `app.media.worker`, and believes only what it can check."""

import asyncio
import json
import logging
import signal
import subprocess
import sys
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

import app
from app.errors import DiskFull, TooLarge, Unavailable, UnsupportedMedia
from app.media.model import Measures, Refusal
from app.media.sniff import HEIC

logger = logging.getLogger(__name__)

ANSWER_LIMIT = 16 * 1024  # bytes; an honest answer has 200
ROOT = Path(app.__file__).parent.parent


class DamagedMedia(UnsupportedMedia):
    code, title = "damaged-media", "This file is damaged"


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    measures: Measures | None = None
    refusal: Refusal | None = None
    detail: str = ""


class Opener:
    """Opens at most `at_once` files side by side, each in a process of its own."""

    def __init__(self, *, seconds: float = 60, at_once: int = 2) -> None:
        self._seconds = seconds
        self._slots = asyncio.Semaphore(at_once)

    async def measure(self, source: Path, mime: str, thumbnail: Path) -> Measures:
        """Open it, and write its thumbnail if it has anything to show.

        Raises UnsupportedMedia, TooLarge (pixels) or DamagedMedia when it is not to be taken. Try
        again after Unavailable, when the machine had neither time nor memory, and DiskFull.
        """
        return await self._ask(
            {"do": "measure", "source": str(source), "mime": mime, "target": str(thumbnail)}
        )

    async def draw_jpeg(self, heic: Path, target: Path) -> Measures:
        """Draw a HEIC as JPEG into `target`. Raises what `measure` does."""
        return await self._ask(
            {"do": "draw-jpeg", "source": str(heic), "mime": HEIC, "target": str(target)}
        )

    async def redraw(
        self, source: Path, mime: str, target: Path, *, max_edge: int, max_bytes: int
    ) -> Measures:
        """Draw a picture again into `target`, upright, without metadata, within both limits."""
        return await self._ask(
            {
                "do": "redraw",
                "source": str(source),
                "mime": mime,
                "target": str(target),
                "max_edge": max_edge,
                "max_bytes": max_bytes,
            }
        )

    async def _ask(self, order: dict[str, object]) -> Measures:
        async with self._slots:
            line = await self._run(json.dumps(order))
        try:
            answer = _Answer.model_validate_json(line)
        except ValidationError as error:
            # It crashed, or used up its limits: nothing a good file does.
            logger.warning("opening %s ended without an answer", order["source"])
            raise DamagedMedia("This file cannot be opened.") from error
        if answer.measures is None:
            logger.info("refused %s: %s, %s", order["source"], answer.refusal, answer.detail)
            raise _refused(answer.refusal)
        return answer.measures

    async def _run(self, order: str) -> bytes:
        process = _started(order)
        try:
            async with asyncio.timeout(self._seconds):
                line = await asyncio.to_thread(_first_line, process)
                await asyncio.to_thread(process.wait)
        except TimeoutError as error:
            raise Unavailable("The server is too busy to open this file.") from error
        finally:
            process.kill()  # which does nothing once it has ended
            process.wait()
        # Its own limits end it in other ways: this was the kernel, which ran out of memory.
        if process.returncode == -signal.SIGKILL:
            raise Unavailable("The server has no memory left to open this file.")
        return line


def _started(order: str) -> subprocess.Popen[bytes]:
    # Not by asyncio: uvloop copies the page tables of this process with fork, which stops
    # everything for 20 ms and more; this is vfork, and takes less than one.
    return subprocess.Popen(
        (sys.executable, "-P", "-s", "-m", "app.media.worker", order),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        # Nothing of our own environment: it holds the gateway's key.
        env={"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"},
    )


def _first_line(process: subprocess.Popen[bytes]) -> bytes:
    """Or as much of it as an honest answer could have. Blocks until it is there."""
    if process.stdout is None:
        raise RuntimeError("the worker has no output")
    with process.stdout as output:
        return output.readline(ANSWER_LIMIT)


def _refused(refusal: Refusal | None) -> Exception:
    match refusal:
        case Refusal.TOO_MANY_PIXELS:
            return TooLarge("Pictures and films may have up to 50 million pixels.")
        case Refusal.UNSUPPORTED:
            return UnsupportedMedia("What is inside this file cannot be used here.")
        case Refusal.NO_ROOM:
            return DiskFull()
        case _:
            return DamagedMedia("This file is damaged or incomplete.")
