"""What a generation was made from, and what was made from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.catalog.model import Kind, Role
from app.db import Database, Tx
from app.generation import kept, repository
from app.generation.model import Generation, Input
from app.media import repository as media_rows
from app.media.model import Media

MOST = 100
"""Links each way. Nobody looks through more of them."""

TITLE = 200
"""Characters of a prompt that stand for it."""


@dataclass(frozen=True, slots=True)
class Link:
    """A generation, or a file somebody sent. `deleted` is all that is known of one that is gone."""

    generation_id: str | None = None
    media_id: str | None = None
    role: Role | None = None
    kind: Kind | None = None
    title: str = ""
    thumbnail_url: str | None = None
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Family:
    made_from: Sequence[Link]
    used_in: Sequence[Link]


@dataclass(frozen=True)
class Links:
    db: Database

    async def of(self, user_id: str, generation_id: str) -> Family:
        """Of one of this user's, or NotFound."""
        return await self.db.read(family, user_id, generation_id)


def family(tx: Tx, user_id: str, generation_id: str) -> Family:
    generation = repository.of_user(tx, user_id, generation_id)
    return Family(_made_from(tx, generation), _used_in(tx, generation))


def _made_from(tx: Tx, generation: Generation) -> list[Link]:
    user_id = generation.user_id
    files = {
        each.id: each
        for each in media_rows.of_ids(tx, user_id, [each.media_id for each in generation.inputs])
    }
    makers = [each.generation_id for each in files.values() if each.generation_id is not None]
    made = {each.id: each for each in kept.of_ids(tx, user_id, makers)}
    links = [_of_input(each, files.get(each.media_id), made) for each in generation.inputs]
    if generation.kind is not Kind.TEXT and generation.parent_id is not None:
        links.append(_again(tx, user_id, generation.parent_id))
    return links


def _of_input(given: Input, file: Media | None, made: Mapping[str, Generation]) -> Link:
    if file is None:
        return Link(role=given.role, deleted=True)
    maker = made.get(file.generation_id or "")
    if maker is not None:
        link = _link(maker, file)
    else:
        link = Link(media_id=file.id, title=file.name, thumbnail_url=file.thumbnail_url)
    return replace(link, role=given.role)


def _again(tx: Tx, user_id: str, parent_id: str) -> Link:
    """What it is another try of."""
    parents = kept.of_ids(tx, user_id, [parent_id])
    if not parents:
        return Link(deleted=True)
    return _of_generations(tx, parents)[0]


def _used_in(tx: Tx, generation: Generation) -> list[Link]:
    rows = tx.rows(
        """
        WITH mine AS MATERIALIZED (SELECT id FROM media WHERE generation_id = $id)
        SELECT * FROM generations
         WHERE user_id = $user_id AND deleted_at IS NULL
           AND ((kind <> 'text' AND parent_id = $id)
                OR (inputs::TEXT <> '[]' AND list_has_any(
                    json_extract_string(inputs, '$[*].media_id'),
                    (SELECT coalesce(list(id::TEXT), []) FROM mine))))
         ORDER BY created_at DESC LIMIT $most
        """,
        id=generation.id,
        user_id=generation.user_id,
        most=MOST,
    )
    return _of_generations(tx, [repository.from_row(row) for row in rows])


def _of_generations(tx: Tx, generations: Sequence[Generation]) -> list[Link]:
    files = media_rows.of_generations(tx, [each.id for each in generations])
    return [_link(each, next(iter(files[each.id]), None)) for each in generations]


def _link(generation: Generation, first: Media | None) -> Link:
    return Link(
        generation.id,
        first.id if first else None,
        None,
        generation.kind,
        (generation.title or generation.prompt)[:TITLE],
        first.thumbnail_url if first else None,
    )
