"""What the web plugin finds: pages that are about anything at all, of hosts nobody can own."""

from decimal import Decimal
from urllib.parse import quote

from app.demo import prose
from app.demo.wire import Json

PER_PAGE = Decimal("0.004")
_HOSTS = ("news.example", "wiki.example", "docs.example", "forum.example", "blog.example")


def web_cost(pages: int) -> Decimal:
    """Dollars for a search that found `pages`."""
    return PER_PAGE * pages


def citations(prompt: str, pages: int) -> list[Json]:
    """The pages as the annotations of an answer."""
    about = prose.headline(prompt, 48)
    return [_citation(about, number) for number in range(1, pages + 1)]


def _citation(about: str, number: int) -> Json:
    host = _HOSTS[(number - 1) % len(_HOSTS)]
    page: Json = {
        "url": f"https://{host}/{number}?q={quote(about)}",
        "title": f"{about} ({number})",
        "content": f"What {host} has to say about it.",
        "start_index": 0,
        "end_index": 0,
    }
    return {"type": "url_citation", "url_citation": page}
