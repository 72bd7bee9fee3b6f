"""What whoever has a link may see: the thing, its files, or that a password is asked for.

Every look asks the database whether the link still opens. Nothing is remembered in between, so one
that was taken back, has run out or whose thing lies in the trash opens nothing a moment later.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.accounts.passwords import Passwords
from app.accounts.throttle import SignInThrottle
from app.catalog.model import Kind
from app.clock import Clock
from app.db import Database, Tx
from app.errors import NotFound
from app.generation import answers
from app.generation.model import UNWRITTEN, Generation
from app.media import repository as media_rows
from app.media.model import Media
from app.sharing import repository
from app.sharing.model import Share
from app.sharing.proofs import Proofs


class Locked(Exception):
    """It is there, and its password has not been told."""


class WrongPassword(Exception):
    """That was not it."""


@dataclass(frozen=True, slots=True)
class Item:
    """All that a link shows. `prompt` is None unless the owner wanted it to be seen."""

    kind: Kind
    text: str
    media: Sequence[Media]
    prompt: str | None


@dataclass(frozen=True)
class Visits:
    """All raise NotFound for a link that opens nothing, whatever the reason."""

    db: Database
    clock: Clock
    passwords: Passwords
    throttle: SignInThrottle
    proofs: Proofs
    allowed: Callable[[], bool]

    async def item(self, token: str, proof: str) -> Item:
        """What is shown. Raises Locked."""
        share, generation = await self._unlocked(token, proof)
        return await self.db.read(_item, share, generation)

    async def file(self, token: str, media_id: str, proof: str) -> Media:
        """One of its files. Without the password of a link there is none."""
        try:
            _, generation = await self._unlocked(token, proof)
        except Locked:
            raise NotFound from None
        files = await self.db.read(_files, generation)
        found = [each for each in files if each.id == media_id]
        if not found:
            raise NotFound
        return found[0]

    async def enter(self, token: str, password: str, address: str) -> str | None:
        """A proof for the right password; None where there is none to tell. Raises WrongPassword,
        or TooMany for whoever has guessed too often."""
        share, _ = await self._living(token)
        if share.password_hash is None:
            return None
        self.throttle.attempt(share.id, address, familiar=False)
        if not await self.passwords.verify(password, share.password_hash):
            raise WrongPassword
        self.throttle.succeeded(share.id, address)
        return self.proofs.give(share)

    async def lives(self, token: str) -> bool:
        """Whether it opens anything at this moment."""
        try:
            await self._living(token)
        except NotFound:
            return False
        return True

    async def _unlocked(self, token: str, proof: str) -> tuple[Share, Generation]:
        share, generation = await self._living(token)
        if share.password_hash is not None and not self.proofs.hold(share, proof):
            raise Locked
        return share, generation

    async def _living(self, token: str) -> tuple[Share, Generation]:
        found = await self.db.read(repository.living, token, self.clock())
        if found is None or not self.allowed():
            raise NotFound
        return found


def _item(tx: Tx, share: Share, generation: Generation) -> Item:
    text = answers.written(tx, [generation.id]).get(generation.id, UNWRITTEN).text
    prompt = generation.prompt if share.with_prompt else None
    return Item(generation.kind, text, _files(tx, generation), prompt)


def _files(tx: Tx, generation: Generation) -> list[Media]:
    files = media_rows.of_generations(tx, [generation.id])[generation.id]
    return [each for each in files if each.deleted_at is None]
