"""Scripts are sent without the comments for their readers, and are otherwise the same."""

import re
from pathlib import Path

import pytest

from app.web.scripts import without_comments
from tests.studio import Studio

STATIC = Path(__file__).parents[2] / "static"
OURS = sorted(path for path in STATIC.rglob("*.js") if "vendor" not in path.parts)


def test_every_line_of_code_stays_where_it_was() -> None:
    for path in OURS:
        source = path.read_text(encoding="utf-8")
        sent = without_comments(source)
        assert len(sent.split("\n")) == len(source.split("\n")), path
        for number, (was, now) in enumerate(
            zip(source.split("\n"), sent.split("\n"), strict=True), start=1
        ):
            commented = re.match(r"\s*(/\*\*|\*|$)", was) is not None
            assert now == was or (now == "" and commented), f"{path}:{number}: {was!r}"


@pytest.mark.parametrize(
    ("source", "sent"),
    [
        ("/** What. */\nconst a = 1\n", "\nconst a = 1\n"),
        ("  /**\n   * @param {X} x\n   */\n  f(x) {}", "\n\n\n  f(x) {}"),
        ("const a = /** @type {X} */ (b)\n", "const a = /** @type {X} */ (b)\n"),
        ("// short\nconst a = '/** no */'\n", "// short\nconst a = '/** no */'\n"),
    ],
)
def test_only_comments_on_lines_of_their_own_are_left_out(source: str, sent: str) -> None:
    assert without_comments(source) == sent


async def test_scripts_are_served_so_and_other_files_as_they_are(studio: Studio) -> None:
    async with studio.client() as http:
        page = (await http.get("/login")).text
        found = re.search(r'src="(/static/[^/]+)/app\.js"', page)
        assert found
        app = await http.get(f"{found[1]}/app.js")
        marked = await http.get(f"{found[1]}/vendor/marked.js")
        missing = await http.get(f"{found[1]}/nothing.js")
    assert app.headers["content-type"].startswith("text/javascript")
    assert "immutable" in app.headers["cache-control"]
    assert "import" in app.text
    assert "/** @import" not in app.text
    assert marked.content == (STATIC / "vendor/marked.js").read_bytes()
    assert missing.status_code == 404
