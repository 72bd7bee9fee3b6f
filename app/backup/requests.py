"""How the command line has the running server copy its database, or do something with it.

DuckDB belongs to one process, so nobody else can read the file. Whoever may write into DATA_DIR
may ask: there is no socket, whose path could be too long, and no password.

    requests/<id>.ask      the command line waits, and holds a lock on it for as long as it needs;
                           empty for a copy, else the errand in JSON
    requests/<id>.taken    the same file, once the server is at it
    requests/<id>.answer   what the server says: where the copy is, what became of the errand, or
                           why there is neither

All of them are readable by their owner only: an errand may carry a secret.

A request that nobody holds any more is cleared away with its copy, so a killed command line
leaves nothing behind.
"""

import fcntl
import logging
import os
import re
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from pydantic import BaseModel, ConfigDict

from app.backup.service import Backups
from app.clock import new_id
from app.db.backup import BackupFailed
from app.errors import AppError

logger = logging.getLogger(__name__)

UNHEARD = 30.0  # seconds after which the server will not take a request any more
LOOK_AGAIN = 0.1
_NO_ANSWER = (
    "Another process has the database open and does not answer. Stop it, then run this again."
)
Errands = Callable[[str], str]
"""Does what a document of the command line says, and tells what became of it."""

_ID = re.compile(r"[0-9a-f-]{36}")


class Answer(BaseModel):
    """One of the three. A relative path is below DATA_DIR, which may have another name there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    copy_at: Path | None = None
    done: str | None = None
    refusal: str | None = None


class NotAnswered(Exception):
    """The server did not do it. The message is for the operator."""


@dataclass(frozen=True)
class Requests:
    """The server's side."""

    data_dir: Path
    folder: Path
    backups: Backups
    errands: Errands

    def open(self) -> None:
        """At the start. Blocks, as all of this does."""
        self.folder.mkdir(exist_ok=True)

    def answer_all(self) -> None:
        """Serve who waits, and clear away what nobody waits for."""
        waiting = {path.stem for path in self.folder.glob("*") if _is_request(path)}
        copied = {path.stem.removeprefix("requested-") for path in self._copies()}
        for request in waiting | copied:
            if not self._held(request):
                self._clear(request)
            elif self._path(request, "ask").exists():
                self._answer(request)

    def _answer(self, request: str) -> None:
        taken = self._path(request, "taken")
        self._path(request, "ask").rename(taken)
        errand = taken.read_text(encoding="utf-8")
        answer = self._did(errand) if errand else self._copied(request)
        written = self._path(request, "unfinished")
        with _private(written) as file:
            file.write(answer.model_dump_json())
        written.rename(self._path(request, "answer"))

    def _did(self, errand: str) -> Answer:
        try:
            return Answer(done=self.errands(errand))
        except AppError as refused:
            return Answer(refusal=refused.detail)
        except Exception:
            # Whoever waits must hear of it, and others of their own.
            logger.exception("an errand of the command line failed")
            return Answer(refusal="The server failed at this; its log says why.")

    def _copied(self, request: str) -> Answer:
        copy = self._copy(request)
        try:
            self.backups.copy_to(copy)
            return Answer(copy_at=self._named_for_others(copy))
        except (BackupFailed, OSError) as error:
            logger.error("no copy for the command line: %s", error)
            return Answer(refusal=str(error))

    def _held(self, request: str) -> bool:
        """True while the command line waits for this, or uses it."""
        for path in (self._path(request, "ask"), self._path(request, "taken")):
            with suppress(FileNotFoundError), path.open("rb") as file:
                return not _lock(file.fileno())
        return False

    def _clear(self, request: str) -> None:
        self._copy(request).unlink(missing_ok=True)
        for path in self.folder.glob(f"{request}.*"):
            path.unlink(missing_ok=True)

    def _copies(self) -> list[Path]:
        return list(self.backups.folder.glob("requested-*.duckdb"))

    def _copy(self, request: str) -> Path:
        return self.backups.folder / f"requested-{request}.duckdb"

    def _named_for_others(self, copy: Path) -> Path:
        data_dir, copy = self.data_dir.absolute(), copy.absolute()
        return copy.relative_to(data_dir) if copy.is_relative_to(data_dir) else copy

    def _path(self, request: str, what: str) -> Path:
        return self.folder / f"{request}.{what}"


@contextmanager
def copy_from_server(
    data_dir: Path, folder: Path, server_lives: Callable[[], bool]
) -> Generator[Path]:
    """The command line's side: a copy of the database, there for as long as the block lasts.

    Blocks until the server has made it. Raises NotAnswered.
    """
    with _asked(folder, server_lives, "") as answer:
        if answer.copy_at is None:
            raise NotAnswered("The server made no copy.")
        yield data_dir / answer.copy_at


def done_by_server(folder: Path, server_lives: Callable[[], bool], errand: str) -> str:
    """The command line's side: what the server says of an errand it has done. Blocks.

    Raises NotAnswered.
    """
    with _asked(folder, server_lives, errand) as answer:
        if answer.done is None:
            raise NotAnswered("The server does not do errands. Is it an older one?")
        return answer.done


@contextmanager
def _asked(folder: Path, server_lives: Callable[[], bool], what: str) -> Generator[Answer]:
    if not folder.is_dir():
        raise NotAnswered(_NO_ANSWER)
    request = new_id()
    ask = folder / f"{request}.ask"
    # Locked before it has its name: the server would take it for one that nobody holds.
    unheld = ask.with_suffix(".new")
    with _private(unheld) as file:
        try:
            file.write(what)
            file.flush()
            if not _lock(file.fileno()):
                raise NotAnswered(f"{folder} cannot hold a lock. Is it on a network disk?")
            unheld.rename(ask)
            answer = _await_answer(ask, server_lives)
            if answer.refusal is not None:
                raise NotAnswered(answer.refusal)
            yield answer
        finally:
            for path in folder.glob(f"{request}.*"):
                path.unlink(missing_ok=True)


def _await_answer(ask: Path, server_lives: Callable[[], bool]) -> Answer:
    answer = ask.with_suffix(".answer")
    heard_by = time.monotonic() + UNHEARD
    while not answer.exists():
        if not server_lives():
            raise NotAnswered("The server has stopped meanwhile. Run this again.")
        if ask.exists() and time.monotonic() > heard_by:
            raise NotAnswered(_NO_ANSWER)
        time.sleep(LOOK_AGAIN)
    return Answer.model_validate_json(answer.read_bytes())


def _private(path: Path) -> TextIO:
    """A new file that only its owner can read."""
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    return os.fdopen(handle, "w", encoding="utf-8")


def _is_request(path: Path) -> bool:
    return path.suffix in (".ask", ".taken", ".answer") and _ID.fullmatch(path.stem) is not None


def _lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
