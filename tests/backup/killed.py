"""The command line, killed by SIGKILL at a named point: `python -m tests.backup.killed POINT …`."""

import os
import signal
import sys
from typing import Any

from app.backup import restore, save
from app.backup.manifest import Manifest
from app.cli import cli
from app.db import backup

POINTS: dict[str, tuple[Any, str]] = {
    "while-copying": (backup, "in_transaction"),
    "before-proving": (backup, "contents_of"),
    "before-naming": (backup.Path, "rename"),
    "before-taking-in": (save, "_taken_in"),
    "while-saving": (save, "_save_one"),
    "before-the-manifest": (Manifest, "write"),
    "while-restoring": (restore, "copy"),
    "before-settling-in": (restore, "_settle_in"),
}
"""The function whose call is the last thing that happens."""


def main() -> None:
    owner, function = POINTS[sys.argv.pop(1)]

    def die(*_arguments: object, **_named: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, function, die)
    cli()


if __name__ == "__main__":
    main()
