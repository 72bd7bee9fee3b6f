"""`python -m app`."""

import signal
import sys
from typing import NoReturn


def main() -> None:
    # From the first moment: a container's first process is not ended by a signal nobody handles.
    signal.signal(signal.SIGTERM, _leave)
    # Loading all the rest takes a second.
    from app.cli import cli

    cli(prog_name="allucanget")


def _leave(*_: object) -> NoReturn:
    sys.exit(0)


if __name__ == "__main__":
    main()
