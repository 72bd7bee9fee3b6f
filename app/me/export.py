"""All that is kept of one person, as one zip, made while it is sent.

Nothing is stored for it, and what is in memory at a time is one page of rows or one piece of a
file, however much there is. Each page is read on its own: what is made meanwhile may be in it.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter, itemgetter
from typing import Any, TypeVar
from zipfile import ZIP_DEFLATED, ZIP_STORED

from anyio import from_thread
from zipstream import ZipStream

from app.accounts import session_repository
from app.accounts.model import User
from app.clock import Clock
from app.db import Database, Row, Tx
from app.generation import view
from app.library.names import Names
from app.me import repository
from app.media.files import MediaFiles
from app.media.model import SUFFIXES, Media
from app.sharing import repository as share_repository
from app.webhooks import repository as webhook_repository
from app.webhooks.forms import WebhookView

PAGE = 200

T = TypeVar("T")


@dataclass(frozen=True)
class Exports:
    db: Database
    files: MediaFiles
    clock: Clock

    def of(self, user: User) -> Iterator[bytes]:
        """The archive in pieces. To be taken in a thread of anyio's, since it reads in between."""
        return _Packer(self, user).parts()


class _Packer:
    def __init__(self, exports: Exports, user: User) -> None:
        self._db = exports.db
        self._files = exports.files
        self._now = exports.clock()
        self._user = user
        self._names = Names()
        self._listed: list[dict[str, object]] = []

    def parts(self) -> Iterator[bytes]:
        archive = ZipStream(compress_type=ZIP_DEFLATED)
        for name, lists in self._documents():
            archive.add(_document(lists), name)
            yield from archive.file()
        for media in self._pages(repository.media_after, attrgetter("id")):
            yield from self._file(archive, media)
        archive.add(_document(iter(self._listed)), "files.json")
        yield from archive.finalize()

    def _documents(self) -> Iterator[tuple[str, Iterator[Any]]]:
        yield "account.json", iter([self._account()])
        yield "sessions.json", iter(self._sessions())
        yield "conversations.json", iter(self._read(repository.threads_of))
        yield "generations.json", self._generations()
        yield "collections.json", iter(self._read(repository.collections_of))
        yield "webhooks.json", iter(self._webhooks())
        yield "shares.json", iter(self._read(share_repository.of_user))
        yield "ledger.json", self._pages(repository.ledger_after, itemgetter("id"))

    def _account(self) -> Row:
        user = self._user
        return {
            "id": user.id,
            "email": user.email,
            "name": user.name,
            "role": user.role,
            "state": user.state,
            "tier": user.tier,
            "created_at": user.created_at,
            "exported_at": self._now,
        }

    def _sessions(self) -> list[Row]:
        found = self._read(session_repository.sessions_of, now=self._now)
        return [
            {
                "created_at": each.created_at,
                "last_seen_at": each.last_seen_at,
                "address": each.device.address,
                "user_agent": each.device.user_agent,
            }
            for each in found
        ]

    def _webhooks(self) -> list[Row]:
        """As their owner sees them: without what is signed with."""
        found = self._read(webhook_repository.webhooks_of)
        return [WebhookView.of(each, self._now).model_dump() for each in found]

    def _generations(self) -> Iterator[Row]:
        """As their owner sees them, whole: also the texts, and what lies in the trash."""
        last = repository.BEFORE_ALL
        while page := self._read(_views_after, last):
            yield from page
            last = str(page[-1]["id"])

    def _file(self, archive: ZipStream, media: Media) -> Iterator[bytes]:
        path = self._files.path(media.id)
        name = "media/" + self._names.of(media.name, media.created_at, SUFFIXES[media.mime][0])
        entry: dict[str, object] = {"id": media.id, "generation_id": media.generation_id}
        if not path.is_file():
            self._listed.append(entry | {"missing": True})
            return
        self._listed.append(entry | {"name": name})
        archive.add_path(path, name, recurse=False, compress_type=ZIP_STORED)
        yield from archive.file()

    def _pages(
        self, after: Callable[[Tx, str, str, int], list[T]], id_of: Callable[[T], str]
    ) -> Iterator[T]:
        last = repository.BEFORE_ALL
        while page := self._read(after, last, PAGE):
            yield from page
            last = id_of(page[-1])

    def _read(self, query: Callable[..., T], *args: object, **kwargs: object) -> T:
        def wanted(tx: Tx) -> T:
            return query(tx, self._user.id, *args, **kwargs)

        return from_thread.run(self._db.read, wanted)


def _views_after(tx: Tx, user_id: str, last_id: str) -> list[Row]:
    page = repository.generations_after(tx, user_id, last_id, PAGE)
    trashed = {each.id: each.deleted_at for each in page}
    return [
        shown.model_dump() | {"deleted_at": trashed[shown.id]} for shown in view.of_all(tx, page)
    ]


def _document(values: Iterator[Any]) -> Iterator[bytes]:
    """A JSON list, value by value."""
    opening = b"[\n"
    for value in values:
        yield opening + json.dumps(value, ensure_ascii=False, default=_plain, indent=1).encode()
        opening = b",\n"
    yield b"\n]\n" if opening == b",\n" else b"[]\n"


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else str(value)
