"""Many generations as one zip: their files, their texts, and `metadata.json` with every recipe.

Nothing is stored, neither on the disk nor in memory but for what is text: the archive is made
while it is sent, its files as they lie on the disk. Its length is known before, so that browsers
can show how far they are. A file that is missing is named in `metadata.json`, and the rest comes.
"""

import json
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from anyio.to_thread import run_sync
from zipstream import ZipStream

from app.catalog.model import Kind
from app.clock import Clock
from app.db import Database, Tx
from app.errors import TooLarge
from app.generation import kept, view
from app.generation.view import GenerationView, OutputView
from app.library.names import Names
from app.media.files import MIB, MediaFiles
from app.media.model import SUFFIXES

MOST = 5_000
"""Generations in one archive."""

MOST_TEXT = 64 * MIB
"""Bytes of texts and recipes, which are held in memory while the archive is sent."""

PAGE = 100
PIECE = 512 * 1024


@dataclass(frozen=True, slots=True)
class Size:
    files: int
    bytes: int
    missing: int


@dataclass
class Bundle:
    """What goes into an archive. Making one looks at every file, but opens none."""

    files: list[tuple[str, Path]] = field(default_factory=list[tuple[str, Path]])
    texts: list[tuple[str, bytes]] = field(default_factory=list[tuple[str, bytes]])
    missing: int = 0

    def zip(self) -> ZipStream:
        archive = ZipStream(sized=True)
        for name, content in self.texts:
            archive.add(content, name)
        for name, path in self.files:
            archive.add_path(path, name, recurse=False)
        return archive

    @property
    def size(self) -> Size:
        return Size(len(self.files) + len(self.texts) - 1, len(self.zip()), self.missing)


@dataclass(frozen=True)
class Bundles:
    db: Database
    files: MediaFiles
    clock: Clock

    async def of(self, user_id: str, ids: Sequence[str]) -> Bundle:
        """Of those of these that are this user's, in their order. Raises TooLarge."""
        packer = _Packer(self.files)
        for start in range(0, len(ids), PAGE):
            views = await self.db.read(_views, user_id, ids[start : start + PAGE])
            await run_sync(packer.pack, views)
        return packer.bundle(self.clock())


def _views(tx: Tx, user_id: str, ids: Sequence[str]) -> list[GenerationView]:
    return view.of_all(tx, kept.of_ids(tx, user_id, ids))


class _Packer:
    def __init__(self, files: MediaFiles) -> None:
        self._files = files
        self._names = Names()
        self._bundle = Bundle()
        self._recipes: list[bytes] = []
        self._text_bytes = 0

    def pack(self, views: Sequence[GenerationView]) -> None:
        for each in views:
            names = [self._take_file(each, media) for media in each.media]
            if each.kind is Kind.TEXT:
                names.append(self._take_text(each))
            recipe = _recipe(each, [name for name in names if name is not None])
            self._count(len(recipe))
            self._recipes.append(recipe)

    def bundle(self, now: datetime) -> Bundle:
        head = f'{{"app": "allucanget", "exported_at": "{now:%Y-%m-%dT%H:%M:%SZ}", "items": [\n'
        content = head.encode() + b",\n".join(self._recipes) + b"\n]}\n"
        self._bundle.texts.insert(0, ("metadata.json", content))
        return self._bundle

    def _take_file(self, made: GenerationView, media: OutputView) -> str | None:
        path = self._files.path(media.id)
        if not path.is_file():
            self._bundle.missing += 1
            return None
        ending = SUFFIXES[media.mime][0]
        name = self._names.of(made.title or made.prompt, made.created_at, ending)
        self._bundle.files.append((name, path))
        return name

    def _take_text(self, made: GenerationView) -> str:
        name = self._names.of(made.title or made.prompt, made.created_at, ".md")
        content = f"> {made.prompt.replace(chr(10), chr(10) + '> ')}\n\n{made.text}\n".encode()
        self._count(len(content))
        self._bundle.texts.append((name, content))
        return name

    def _count(self, more: int) -> None:
        self._text_bytes += more
        if self._text_bytes > MOST_TEXT:
            raise TooLarge("This is too much text for one download. Choose fewer.")


def _recipe(made: GenerationView, names: list[str]) -> bytes:
    """All its owner sees of it, with the names of its files in place of their addresses."""
    recipe: dict[str, Any] = made.model_dump(mode="json", exclude={"media", "text", "reasoning"})
    recipe["files"] = names
    if len(names) < len(made.media):
        recipe["missing"] = len(made.media) - len(names)
    return json.dumps(recipe, ensure_ascii=False).encode()


async def pieces(archive: Iterable[Any]) -> AsyncIterator[bytes]:
    """An archive, made in a thread while it is taken."""
    parts = cast(Iterator[bytes], iter(archive))
    while piece := await run_sync(_next_piece, parts):
        yield piece


def _next_piece(parts: Iterator[bytes]) -> bytes:
    """About `PIECE` bytes: each costs a trip to a thread."""
    piece = bytearray()
    for part in parts:
        piece += part
        if len(piece) >= PIECE:
            break
    return bytes(piece)
