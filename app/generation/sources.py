"""The pages of the web that an answer rests on, as its last lines.

They are part of the text, so that they are kept, searched, exported and shared with it, and so that
the model knows of them when the conversation goes on.
"""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from app.gateway.model import Source

MOST = 20
LONGEST_TITLE = 120
LONGEST_URL = 2_000

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})(.*)$", re.MULTILINE)
_SPACES = re.compile(r"[\s\x00-\x1f\x7f]+")
_TURNS = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What makes a line read in another order than it is written in."""
_BRACKETS = str.maketrans("[]", "()")
"""They would end a link; escaped they would begin a formula."""
_MEANS_SOMETHING = re.compile(r"([\\`*_<>~$&])")
"""What Markdown or a formula would make more of, within the text of a link."""


def sources_below(sources: Iterable[Source], text: str) -> str:
    """What to write below `text`, in Markdown: a link for each page that is not in it already.

    Addresses and titles are somebody else's words. Only web addresses are taken, and titles are
    shown as they are, whatever they contain. Empty where there is nothing to add.
    """
    pages = {page.url: page for page in sources if _is_sound(page.url)}
    missing = [page for url, page in pages.items() if not _is_in(url, text)][:MOST]
    lines = [f"{number}. {_link(page)}" for number, page in enumerate(missing, 1)]
    return f"{_end_of_code(text)}\n\n---\n\n" + "\n".join(lines) if lines else ""


def _is_sound(url: str) -> bool:
    if len(url) > LONGEST_URL or re.search(r"[\s<>\\\x00-\x1f\x7f]", url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def _is_in(url: str, text: str) -> bool:
    """The very address, and not a longer one."""
    return re.search(re.escape(url) + r"(?![\w/?#&=%-])", text) is not None


def _end_of_code(text: str) -> str:
    """What ends a block of code that was cut off in its middle, or nothing."""
    begun = ""
    for fence, more in _FENCE.findall(text):
        if not begun:
            begun = fence
        elif fence.startswith(begun) and not more.strip():
            begun = ""
    return f"\n{begun}" if begun else ""


def _link(page: Source) -> str:
    title = _SPACES.sub(" ", _TURNS.sub("", page.title)).strip()[:LONGEST_TITLE]
    shown = _MEANS_SOMETHING.sub(r"\\\1", (title or _host(page.url)).translate(_BRACKETS))
    return f"[{shown}](<{page.url}>)"


def _host(url: str) -> str:
    """Without what may stand before it, as in `https://bank.example@evil.example/`."""
    return urlsplit(url).hostname or ""
