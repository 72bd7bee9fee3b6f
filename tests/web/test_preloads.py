"""Each page's document names the modules that the page is made of, and no others; and what it asks
the API first, where that is known beforehand."""

import re
from html import unescape
from pathlib import Path

import pytest

from app.web.preloads import ASKED, ASKED_BY_ALL, Documents, Modules
from tests.studio import Studio

STATIC = Path(__file__).parents[2] / "static"
NAMED = re.compile(
    r'<link (?:fetchpriority="low" )?rel="modulepreload" href="[^"]*/static/[^/]+/([^"]+)">'
)

ASKING = re.compile(r'<link rel="preload" as="fetch" crossorigin href="([^"]+)">')


def test_a_module_brings_what_it_imports_and_not_what_it_fetches_later(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "a.js").write_text(
        '/** @import { T } from "./types.d.ts" */\n'
        'import { b } from "./lib/b.js"\nimport {\n  c,\n  d,\n} from "./lib/c.js"\n'
        'const later = () => import("./lib/later.js")\nexport const place = "./lib/nothing.js"\n'
    )
    (tmp_path / "lib/b.js").write_text('export { c } from "./c.js"\n')
    (tmp_path / "lib/c.js").write_text('import "../a.js"\n')
    assert Modules(tmp_path).of("a.js") == ["a.js", "lib/b.js", "lib/c.js"]


@pytest.mark.parametrize(
    ("address", "page", "other"),
    [
        ("/generate/text/01a22716-b2a7-7787-8803-d9fb37bc0453", "text", "video"),
        ("/generate/video", "video", "text"),
        ("/library", "library", "text"),
        ("/login", "login", "text"),
        ("/generate", "text", "library"),
        ("/admin/users", "admin", "text"),
        ("/nowhere/to/be/found", "not-found", "text"),
    ],
)
async def test_an_address_names_the_modules_of_its_page(
    studio: Studio, address: str, page: str, other: str
) -> None:
    async with studio.client() as http:
        answer = await http.get(address, headers={"Accept": "text/html"})
    named = NAMED.findall(answer.text)
    assert len(named) == len(set(named))
    assert {"app.js", "lib/dom.js", f"pages/{page}.js"} <= set(named)
    assert f"pages/{other}.js" not in named


def test_every_module_that_is_named_is_there() -> None:
    template = '<link rel="modulepreload" href="/static/1/app.js">\n'
    documents = Documents(template, STATIC)
    for page in STATIC.glob("pages/*.js"):
        for module in NAMED.findall(documents.of(page.stem)):
            assert (STATIC / module).is_file(), module


async def test_who_is_signed_in_has_the_first_answers_under_way_before_any_module(
    studio: Studio,
) -> None:
    person = await studio.person()
    library = await person.http.get("/library")
    assert asked_by(library.text) == [*ASKED_BY_ALL, *ASKED["library"]]
    assert library.text.index('as="fetch"') < library.text.index("modulepreload")
    # A filter asks for something else, and another page for nothing that is known beforehand.
    for address in ("/library?kind=video", "/account"):
        assert asked_by((await person.http.get(address)).text) == [*ASKED_BY_ALL]
    for address in asked_by(library.text):
        assert (await person.http.get(address)).status_code == 200, address


async def test_a_stranger_asks_for_nothing_that_would_be_refused(studio: Studio) -> None:
    async with studio.client() as http:
        assert asked_by((await http.get("/library")).text) == []


def test_what_is_asked_stays_below_the_prefix_of_the_site() -> None:
    documents = Documents("<title>x</title>\n", STATIC, "/studio")
    asked = asked_by(documents.at("/studio/library", signed_in=True))
    assert asked[0] == "/studio/api/site"
    assert all(each.startswith("/studio/api/") for each in asked)


def asked_by(document: str) -> list[str]:
    return [unescape(each) for each in ASKING.findall(document)]
