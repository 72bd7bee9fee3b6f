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

_SPACES = re.compile(r"[\s\x00-\x1f\x7f]+")
_BRACKETS = str.maketrans("[]", "()")
"""They would end a link; escaped they would begin a formula."""
_MEANS_SOMETHING = re.compile(r"([\\`*_<>~$&])")
"""What Markdown or a formula would make more of, within the text of a link."""


def sources_below(sources: Iterable[Source], text: str) -> str:
    """What to write below `text`, in Markdown: a link for each page that is not in it already.

    Addresses and titles are somebody else's words. Only web addresses are taken, and titles are
    shown as they are, whatever they contain. Empty where there is nothing to add.
    """
    pages = {page.url: page for page in sources if _is_sound(page.url) and page.url not in text}
    lines = [f"{number}. {_link(page)}" for number, page in enumerate(pages.values(), 1)]
    return "\n\n---\n\n" + "\n".join(lines[:MOST]) if lines else ""


def _is_sound(url: str) -> bool:
    if len(url) > LONGEST_URL or re.search(r"[\s<>\\\x00-\x1f\x7f]", url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def _link(page: Source) -> str:
    title = _SPACES.sub(" ", page.title).strip()[:LONGEST_TITLE] or urlsplit(page.url).netloc
    shown = _MEANS_SOMETHING.sub(r"\\\1", title.translate(_BRACKETS))
    return f"[{shown}](<{page.url}>)"
