"""The stylesheets as one: `css/index.css` with what it imports written in.

The browser fetches one file instead of one for each component, without the comments and the
indentation that only its readers need. Without this the page looks the same, only later: the files
stay plain CSS that a browser understands as they are.
"""

import re
from pathlib import Path

INDEX = "css/index.css"
INDEXES = (INDEX, "css/admin.css", "css/shared.css")
"""All that import others: for every page, for those of administrators, and for share links."""

_IMPORT = re.compile(
    r'^@import url\("(?P<path>[^"]+)"\) layer\((?P<layer>[\w-]+)\);$', re.MULTILINE
)

# Inside quotes there is neither, which a test makes sure of.
_FOR_READERS = re.compile(r"/\*.*?\*/\n?|^[ \t]+", re.MULTILINE | re.DOTALL)


def without_comments(text: str) -> str:
    """The same rules, without comments and indentation."""
    return _FOR_READERS.sub("", text)


def joined(static: Path, name: str = INDEX) -> bytes:
    """The text of one of `INDEXES`, each import replaced by a layer block with the file's text.

    Addresses inside the imported files are left as they are, so only files beside the index may
    hold any.
    """
    index = static / name

    def written_in(found: re.Match[str]) -> str:
        text = (index.parent / found["path"]).read_text(encoding="utf-8")
        return f"@layer {found['layer']} {{\n{text}}}"

    whole = _IMPORT.sub(written_in, index.read_text(encoding="utf-8"))
    return without_comments(whole).encode()
