"""What a model is told of a conversation: the turns from the root to the one being answered."""

from dataclasses import dataclass

from app.catalog.model import Role
from app.db import Tx
from app.errors import NotFound
from app.generation import answers, repository
from app.generation.model import UNWRITTEN, Ask, Generation


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
