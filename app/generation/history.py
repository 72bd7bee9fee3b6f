"""What a model is told of a conversation: the turns from the root to the one being answered."""

from dataclasses import dataclass

from app.catalog.model import Kind, Role
from app.db import Tx
from app.errors import BadInput, NotFound
from app.generation import answers, repository
from app.generation.model import UNWRITTEN, Ask, Generation
from app.media import repository as media_rows
from app.media.model import MediaKind


@dataclass(frozen=True, slots=True)
class Turn:
    """What was asked, with the pictures shown, and what was answered."""

    prompt: str
    answer: str
    pictures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class History:
    """`parent_id` is the turn that the new one follows; None at the start of a thread."""

    parent_id: str | None = None
    system: str | None = None
    turns: tuple[Turn, ...] = ()

    @property
    def chars(self) -> int:
        return len(self.system or "") + sum(
            len(each.prompt) + len(each.answer) for each in self.turns
        )

    @property
    def pictures(self) -> int:
        return sum(len(each.pictures) for each in self.turns)


def of_ask(tx: Tx, user_id: str, ask: Ask) -> History:
    """What came before this, once all that it refers to is found to be this person's."""
    for each in ask.inputs:
        if media_rows.owned(tx, user_id, each.media_id).kind is not MediaKind.IMAGE:
            raise BadInput("Only pictures can be given along.", field="inputs")
    if ask.kind is Kind.TEXT:
        return _of_text(tx, user_id, ask)
    if ask.parent_id is not None:
        repository.of_user(tx, user_id, ask.parent_id)
    return none(ask)


def none(ask: Ask) -> History:
    """Of what refers to nothing, so that nothing need be looked up."""
    return History(system=ask.system) if ask.kind is Kind.TEXT else History()


def _of_text(tx: Tx, user_id: str, ask: Ask) -> History:
    """Of the thread this continues. A foreign thread or parent is as good as none: NotFound.

    Without a parent the newest turn of the thread is followed.
    """
    if ask.thread_id is None:
        if ask.parent_id is not None:
            raise NotFound("There is no such message in this conversation.")
        return History(system=ask.system)
    turns = {each.id: each for each in repository.of_thread(tx, user_id, ask.thread_id)}
    if not turns:
        raise NotFound("There is no such conversation.")
    if ask.from_root:
        return History(system=ask.system)
    leaf = ask.parent_id or max(turns)
    branch = _branch(turns, leaf)
    system = ask.system or next((each.system for each in reversed(branch) if each.system), None)
    return History(leaf, system, _spoken(tx, branch))


def _branch(turns: dict[str, Generation], leaf: str) -> list[Generation]:
    """From the root down to `leaf`. A cycle, which nothing of ours writes, ends it."""
    if leaf not in turns:
        raise NotFound("There is no such message in this conversation.")
    branch: list[Generation] = []
    at: str | None = leaf
    while at is not None and (turn := turns.pop(at, None)) is not None:
        branch.append(turn)
        at = turn.parent_id
    return branch[::-1]


def _spoken(tx: Tx, branch: list[Generation]) -> tuple[Turn, ...]:
    texts = answers.written(tx, [each.id for each in branch])
    return tuple(
        Turn(each.prompt, texts.get(each.id, UNWRITTEN).text, each.inputs_as(Role.ATTACHMENT))
        for each in branch
    )
