"""Which modules a page is made of, named in its document.

The browser then fetches all of them at once, instead of learning from each file which is next: on a
slow network every such step costs a round trip. Without this the page is the same, only later.
"""

import re
from pathlib import Path, PurePosixPath
from posixpath import normpath

APP = "app.js"
HOME = "text"
NOT_FOUND = "not-found"

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
    """The document of each page: the same one, but for the modules that it names.

    `template` has a link for `app.js`, which stands for each of them in its turn.
    """

    def __init__(self, template: str, static: Path) -> None:
        self._template = template
        self._modules = Modules(static)
        self._by_page = {path.stem: self._named(path.stem) for path in static.glob("pages/*.js")}

    def at(self, address: str) -> str:
        """For this path: the page is named as one of its parts is, or it is the home page."""
        pages = (self._by_page[part] for part in address.split("/") if part in self._by_page)
        return next(pages, self._by_page[HOME])

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
