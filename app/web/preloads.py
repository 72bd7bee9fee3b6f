"""What a page is made of, named in its document: its modules, and what it asks the API for first.

The browser then fetches all of them at once, instead of learning from each file which is next: on a
slow network every such step costs a round trip. Without this the page is the same, only later.
"""

import re
from collections.abc import Sequence
from html import escape
from pathlib import Path, PurePosixPath
from posixpath import normpath

APP = "app.js"
HOME = "text"
NOT_FOUND = "not-found"

_SHOWN = "kind=image&kind=video&state=succeeded&state=interrupted"
ASKED_BY_ALL = ("/api/site", "/api/auth/me")
ASKED = {
    "library": (f"/api/library/index?{_SHOWN}", f"/api/generations?{_SHOWN}&limit=24"),
}
"""The first questions of a page, to the letter: a browser takes an answer for no other address."""
FOR_A_PHONE = 8
"""Pictures that are named for every window. The others only for a wider one: a phone shows them
too, but on its network the modules that draw all of them would have to wait for more."""

ANSWER = '    <link rel="preload" as="fetch" crossorigin href="{}">\n'
PICTURE = '    <link rel="preload" as="image" href="{}">\n'
OTHER_PICTURE = '    <link rel="preload" as="image" media="(width >= 40rem)" href="{}">\n'

_LINK = re.compile(r'^ *<link rel="modulepreload"[^>]*>\n', re.MULTILINE)

# An import at the beginning of a line, or the end of one over several lines. Those within
# functions are for later, and those in comments only name types.
_IMPORT = re.compile(
    r'^(?:import |(?:import|export|\})[^"\n;]* from )"(\.{1,2}/[^"]+)"', re.MULTILINE
)


class Modules:
    """What the modules of this folder import, each read once."""

    def __init__(self, static: Path) -> None:
        self._static = static
        self._imports: dict[str, list[str]] = {}

    def of(self, entry: str) -> list[str]:
        """This module and all that it imports, in the order in which a browser would find them."""
        found = [entry]
        for module in found:  # which grows meanwhile
            found += (path for path in self._imported_by(module) if path not in found)
        return found

    def _imported_by(self, module: str) -> list[str]:
        if module not in self._imports:
            source = (self._static / module).read_text(encoding="utf-8")
            folder = PurePosixPath(module).parent
            paths = (normpath(folder / path) for path in _IMPORT.findall(source))
            self._imports[module] = list(dict.fromkeys(paths))
        return self._imports[module]


class Documents:
    """The document of each page: the same one, but for what it names.

    `template` has a link for `app.js`, which stands for each of the modules in its turn. `base` is
    the prefix of all addresses.
    """

    def __init__(self, template: str, static: Path, base: str = "") -> None:
        self._template = template
        self._base = escape(base, quote=True)
        self._modules = Modules(static)
        self._by_page = {path.stem: self._named(path.stem) for path in static.glob("pages/*.js")}

    def at(
        self,
        address: str,
        *,
        signed_in: bool = False,
        plain: bool = True,
        pictures: Sequence[str] = (),
    ) -> str:
        """For this path: the page is named as one of its parts is, or it is the home page.

        With what it asks the API for, if that is known beforehand: for somebody who is `signed_in`,
        at an address that is `plain`, without filters. And with the `pictures` that it will show.
        """
        page = next((part for part in address.split("/") if part in self._by_page), HOME)
        if not signed_in:
            return self._by_page[page]
        asked = ASKED_BY_ALL + (ASKED.get(page, ()) if plain else ())
        # The answers before the modules that wait for them; the pictures after what will show them.
        answers = self._links(ANSWER, asked)
        last = self._links(PICTURE, pictures[:FOR_A_PHONE])
        last += self._links(OTHER_PICTURE, pictures[FOR_A_PHONE:])
        document = self._by_page[page].replace("</title>\n", f"</title>\n{answers}", 1)
        return document.replace("  </head>\n", f"{last}  </head>\n", 1)

    def _links(self, template: str, addresses: Sequence[str]) -> str:
        return "".join(template.format(self._base + escape(each)) for each in addresses)

    def of(self, page: str) -> str:
        return self._by_page[page]

    def _named(self, page: str) -> str:
        shell = self._modules.of(APP)
        rest = [each for each in self._modules.of(f"pages/{page}.js") if each not in shell]

        def links(link: re.Match[str]) -> str:
            later = link[0].replace("<link", '<link fetchpriority="low"')
            # What surrounds the page can be drawn while the rest is on its way.
            return "".join(
                [link[0].replace(APP, each) for each in shell]
                + [later.replace(APP, each) for each in rest]
            )

        return _LINK.sub(links, self._template)
