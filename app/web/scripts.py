"""Our scripts as they are sent: without what only their readers need.

The comments that describe modules and functions are a third of what a first load would weigh. In
their place stand as many empty lines, so an error still names the line that somebody wrote.
"""

import re
from pathlib import Path

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

# A comment that begins and ends on lines of its own, as all of ours that span lines do. Inside
# quotes or templates there is none of that form, which a test makes sure of.
_COMMENT = re.compile(r"^[ \t]*/\*\*(?:(?!\*/).)*\*/[ \t]*$", re.MULTILINE | re.DOTALL)


def without_comments(source: str) -> str:
    """The same script, line by line, with the comments that stand on their own left out."""
    return _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), source)


class Scripts:
    """Answers for our scripts, read once; passes everything else on."""

    def __init__(self, static: Path, others: ASGIApp) -> None:
        self._others = others
        self._scripts = {
            f"/{path.relative_to(static).as_posix()}": Response(
                without_comments(path.read_text(encoding="utf-8")), media_type="text/javascript"
            )
            for path in sorted(static.rglob("*.js"))
            if not path.is_relative_to(static / "vendor")
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        script = self._scripts.get(path)
        if script is None or scope["method"] not in ("GET", "HEAD"):
            await self._others(scope, receive, send)
        else:
            await script(scope, receive, send)
